"""The pages of bills, as an admin of an agency uses them, and what others never see there."""

import io
import re
from datetime import UTC, date, datetime

import pypdf
import pytest
from django.test import Client
from tests.factories.bills import RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.factories.core import make_member
from tests.web.console.conftest import browser_of

from baraza.capabilities.exports.making import make
from baraza.capabilities.exports.models import Export
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import organisation_scope, platform_scope
from baraza.services.call_analytics.actions.billing import close_month
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import ClosedMonth, LedgerEntry, RuleBook
from baraza.services.call_analytics.rules.billing import Kind
from baraza.services.call_analytics.rules.billing_books import thawed
from baraza.web.console.billing.statements import month_asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
JANUARY = "/console/billing/2026-01/"
RULES, RATES = "/console/billing/rules/", "/console/billing/rates/"


@pytest.fixture
def agency() -> Agency:
    """Two calls in January, of which one has no length and the other does not reconcile."""
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        a_finished_call(found, at=noon(2026, 1, 10), external_id="call_odd", lines=(1_000_000,))
        a_finished_call(found, at=noon(2026, 1, 11), external_id="call_endless", seconds=None)
        a_finished_call(found, at=noon(2026, 1, 12), external_id="call_free", agent_id=found.second, seconds=0)
        a_finished_call(found, at=noon(2026, 2, 10))
        rules_are(found, RATE)
    return found


@pytest.fixture
def admin(agency: Agency) -> Client:
    return browser_of(agency.admin.id)


def posted(*several: dict[str, str], do: str, **values: str) -> dict[str, str]:
    rows = {f"r{at}-{name}": value for at, one in enumerate(several) for name, value in one.items()}
    return {"count": str(len(several)), "starts_on": "2026-02-01", "seen_number": "1", "do": do, **rows, **values}


VOICEMAIL, SHORT, PRICE = {"kind": "voicemail"}, {"kind": "minimum", "seconds": "10"}, {"kind": "rate", "rate": "1.50"}


def test_rules_are_moved_added_and_taken_away_without_being_saved(admin: Client) -> None:
    for deed, order in (
        ("up:1", ["Short calls", "Voicemail", "Rate a minute"]),
        ("down:1", ["Voicemail", "Rate a minute", "Short calls"]),
        ("remove:0", ["Short calls", "Rate a minute"]),
        ("add", ["Voicemail", "Short calls", "Rate a minute", "Included minutes"]),
        ("up:0", ["Voicemail", "Short calls", "Rate a minute"]),
        ("up:99999", ["Voicemail", "Short calls", "Rate a minute"]),
    ):
        answer = admin.post(RULES, posted(VOICEMAIL, SHORT, PRICE, do=deed, kind="included"))
        assert answer.status_code == 200
        assert [one.title for one in answer.context["forms"]] == order
        assert b'value="1.50"' in answer.content
    assert RuleBook.objects.count() <= 1


def test_what_rules_change_is_shown_and_exactly_that_is_saved(agency: Agency, admin: Client) -> None:
    blind = admin.post(RULES, posted(VOICEMAIL, PRICE, do="save"))
    shown = admin.post(RULES, posted(VOICEMAIL, PRICE, do="preview"))
    (february, march) = shown.context["months"]
    hidden = dict(re.findall(r'name="(shown_\w+)" value="([^"]*)"', shown.content.decode()))
    other = admin.post(RULES, posted(VOICEMAIL, {**PRICE, "rate": "9"}, do="save", **hidden))
    saved = admin.post(RULES, posted(VOICEMAIL, PRICE, do="save", **hidden))

    assert (blind.status_code, "First look at what these rules change" in blind.content.decode()) == (422, True)
    assert (february.name, february.changes, february.difference) == (
        "February 2026", (("1 call", "billed at another price"),), "USD 0.90",
    )  # fmt: skip
    assert ("Total", "USD 0.60", "USD 1.50") in february.rows
    assert (march.changes, "Nothing changes for the 0 calls" in shown.content.decode()) == ((), True)
    assert (other.status_code, "The effect is not the one that you saw" in other.content.decode()) == (422, True)
    assert (saved.status_code, saved["Location"]) == (302, "/console/billing/")
    with organisation_scope(organisation_id=agency.organisation_id):
        newest = RuleBook.objects.get(number=2)
    assert [(one.kind, one.amount) for one in thawed(newest.rules)] == [
        (Kind.VOICEMAIL, None),
        (Kind.RATE, 150_000_000),
    ]


@pytest.mark.parametrize(
    ("posting", "says"),
    [
        (posted({"kind": "rate", "rate": ""}, do="save"), "Enter what a minute costs"),
        (posted({"kind": "rate", "rate": "-1"}, do="save"), "greater than or equal to 0"),
        (posted({"kind": "test_agents"}, do="save"), "Choose at least one agent"),
        (posted(PRICE, PRICE, do="save"), "An agent stands in an earlier rule"),
        (posted(VOICEMAIL, VOICEMAIL, do="save"), "There is such a rule already"),
        (posted(do="save"), "Add at least one rule"),
        (posted(PRICE, do="save", starts_on="yesterday"), "Enter a valid date"),
        (posted(PRICE, do="save", starts_on="2026-01-31"), "The statement of this month is closed"),
        (posted(PRICE, do="save", seen_number="0"), "A colleague saved other rules meanwhile"),
    ],
    ids=["no-rate", "below-nought", "no-agent", "overlap", "twice", "none", "no-day", "closed-month", "two-admins"],
)
def test_what_is_wrong_with_rules_is_said_and_nothing_is_saved(
    agency: Agency, admin: Client, posting: dict[str, str], says: str
) -> None:
    with organisation_scope(organisation_id=agency.organisation_id):
        close_month(actor=agency.admin, month=date(2026, 1, 1))

    answer = admin.post(RULES, posting)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    with organisation_scope(organisation_id=agency.organisation_id):
        assert RuleBook.objects.count() == 1


def test_a_statement_shows_what_is_unpriced_and_what_does_not_reconcile(admin: Client) -> None:
    page = admin.get(JANUARY).content.decode()

    assert "USD 0.60" in page
    assert "call_endless" in page
    assert "Length unknown" in page
    assert "unpriced" in page
    assert "call_odd" in page
    assert "USD 0.1250" in page
    assert "USD 0.0100" in page
    assert "Margin" not in page
    assert admin.get(f"{JANUARY}paper/").content.startswith(b"%PDF")


def test_a_statement_is_closed_after_asking_once_more(agency: Agency, admin: Client) -> None:
    assert admin.post(f"{JANUARY}close/", {}).status_code == 422
    assert admin.post("/console/billing/2026-02/close/", {"sure": "on"}).status_code == 422

    assert admin.post(f"{JANUARY}close/", {"sure": "on"}).status_code == 302
    again = admin.post(f"{JANUARY}close/", {"sure": "on"})

    assert (again.status_code, "A colleague was faster" in again.content.decode()) == (422, True)
    with organisation_scope(organisation_id=agency.organisation_id):
        assert ClosedMonth.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"amount": "0.10", "reason": ""}, "Write why"),
        ({"amount": "0.61", "reason": "x"}, "more than was charged"),
        ({"amount": "0", "reason": "x"}, "more than nought"),
        ({"amount": "0.10", "reason": "x", "external_id": "call_of_nobody"}, "No call of this number stands"),
        ({"amount": "0.10", "reason": "x", "client": "Nobody at all"}, "is not one of the available choices"),
        ({"amount": "0.10", "reason": "x", "client": ""}, "Choose whom the note is for"),
        ({"amount": "0.10", "reason": "x", "client": " call"}, "Enter the call that the note is about"),
        (
            {"amount": "0.10", "reason": "x", "client": "Highveld Energy", "external_id": "call_odd"},
            "one of another client",
        ),
    ],
    ids=[
        "no-reason",
        "too-much",
        "nothing",
        "no-call",
        "no-client-of-theirs",
        "for-nobody",
        "no-call-named",
        "call-of-another",
    ],
)
def test_a_credit_note_that_cannot_be_is_refused(
    agency: Agency, admin: Client, given: dict[str, str], says: str
) -> None:
    answer = admin.post(f"{JANUARY}credit/", {"client": "Karoo Dental", **given})

    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    with organisation_scope(organisation_id=agency.organisation_id):
        assert not LedgerEntry.objects.filter(kind="credit").exists()


def test_a_call_is_decided_by_hand_with_a_reason(agency: Agency, admin: Client) -> None:
    with organisation_scope(organisation_id=agency.organisation_id):
        call_id = LedgerEntry.objects.get(external_id="call_endless").call_id
    address = f"/console/billing/calls/{call_id}/"

    assert admin.post(address, {"choice": "price", "reason": "x"}).status_code == 422
    assert admin.post(address, {"choice": "price", "price": "2.25", "reason": "As agreed"}).status_code == 302

    with platform_scope():
        # The ledger stays in its currency whatever the organisation changes to.
        Organisation.objects.filter(pk=agency.organisation_id).update(currency="ZAR")

    page = admin.get(address).content.decode()
    credit = "/console/billing/2026-1/credit/?call=call_endless"
    assert credit in page
    assert 'value="call_endless"' in admin.get(credit).content.decode()
    assert "USD 2.2500" in page
    assert "As agreed" in page
    assert "Decided by hand" in page


def test_what_was_decided_and_credited_stands_on_page_and_paper_by_the_organisations_clock(
    agency: Agency, admin: Client
) -> None:
    late = datetime(2026, 1, 31, 21, 30, tzinfo=UTC)
    with organisation_scope(organisation_id=agency.organisation_id):
        call = a_finished_call(agency, at=late, external_id="call_late")
        work_out()
    decided = {"choice": "price", "price": "2.25", "reason": "As agreed on the phone"}
    admin.post(f"/console/billing/calls/{call.pk}/", decided)
    note = {"client": "Karoo Dental", "amount": "0.50", "reason": "Slow answers"}

    assert admin.post(f"{JANUARY}credit/", note).status_code == 302
    page = admin.get(JANUARY).content.decode()
    paper = admin.get(f"{JANUARY}paper/?client=Karoo Dental")
    drawn = " ".join(
        " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(paper.getvalue())).pages).split()
    )

    for said in ("As agreed on the phone", "Slow answers", "USD 2.35"):
        assert said in page
        assert said in drawn
    assert "USD 2.85 of calls, USD −0.50 of credit notes" in page
    assert "Calls and corrections USD 2.85 Credit notes USD −0.50 Total USD 2.35" in drawn
    assert "2026-01-31 23:30 call_late" in drawn
    assert "Made 20 March 2026, 11:00 (Africa/Johannesburg)" in drawn
    assert "Page 1 of 1" in drawn


def test_the_list_of_a_statement_holds_every_line(agency: Agency) -> None:
    with organisation_scope(organisation_id=agency.organisation_id):
        export = Export.objects.create(
            organisation_id=agency.organisation_id, kind="calls.statement", format="csv",
            narrowing={"month": "2026-01"}, asked_name="Admin", run_key="once",
        )  # fmt: skip
    make(organisation_id=agency.organisation_id, export_id=export.pk)

    with organisation_scope(organisation_id=agency.organisation_id):
        export.refresh_from_db()
    assert (export.state, export.rows_done) == ("done", 3)


@pytest.mark.parametrize("role", ["supervisor", "agent", "org_viewer"])
def test_who_does_not_bill_finds_no_bills_and_no_file_of_them(agency: Agency, role: str) -> None:
    browser = browser_of(make_member(organisation_id=agency.organisation_id, role=role).id)

    for address in ("/console/billing/", RULES, JANUARY, f"{JANUARY}paper/", f"{JANUARY}close/", f"{JANUARY}credit/"):
        assert browser.get(address).status_code == 403
    assert browser.get("/console/exports/new/?kind=calls.statement&month=2026-01").status_code == 403
    assert "/console/billing/" not in browser.get("/console/calls/").content.decode()


@pytest.mark.parametrize("address", ["2026-13", "2026-0", "1999-01", "2031-01"])
def test_a_month_without_a_statement_is_not_found(admin: Client, address: str) -> None:
    assert admin.get(f"/console/billing/{address}/").status_code == 404


def test_the_month_of_a_file_is_read_as_it_is_written() -> None:
    assert month_asked("2026-01") == date(2026, 1, 1)
