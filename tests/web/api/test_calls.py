"""Calls, agents and statements over the API: each scope opens its own part, and money needs one everywhere."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories.access import make_api_key
from tests.factories.bills import RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.factories.core import make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.actions.billing import close_month
from baraza.services.call_analytics.actions.credit_notes import write_credit_note
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import CallDetail

pytestmark = pytest.mark.django_db
SPOKEN = "I am at home alone until five."
PATHS = ("calls", "calls/{call}", "agents", "statements", "statements/2026-01", "statements/2026-01/entries")
MONEY = ("cost_micros", "currency", "costs", "cost_currency")


class Bureau:
    """Another system that reads an agency's calls."""

    def __init__(self) -> None:
        self.agency: Agency = an_agency()
        with organisation_scope(organisation_id=self.agency.organisation_id):
            calls = [a_finished_call(self.agency, at=noon(2026, 1, day)) for day in (10, 11, 12)]
            self.call = calls[0].pk
            CallDetail.objects.update_or_create(
                call=calls[0],
                defaults={"organisation_id": self.agency.organisation_id, "transcript": SPOKEN, "summary": "Books."},
            )
            rules_are(self.agency, RATE)
            close_month(actor=self.agency.admin, month=date(2026, 1, 1))

    def asks(self, path: str, *scopes: str, organisation_id: int = 0) -> Any:
        key = make_api_key(organisation_id=organisation_id or self.agency.organisation_id, scopes=scopes).key
        return Client().get(
            "/api/v1/" + path.format(call=self.call), headers={"Authorization": f"Bearer {key}"}
        )  # fmt: skip


@pytest.fixture
def bureau() -> Bureau:
    return Bureau()


@pytest.mark.parametrize("path", PATHS)
def test_each_address_opens_with_its_scope_alone_and_shows_no_money_of_the_provider(bureau: Bureau, path: str) -> None:
    own, other = ("statements.read", "calls.read") if "statements" in path else ("calls.read", "statements.read")

    answer = bureau.asks(path, own)

    assert answer.status_code == 200
    assert not [word for word in MONEY if f'"{word}"'.encode() in answer.content and word != "currency"]
    assert SPOKEN.encode() not in answer.content
    assert bureau.asks(path, other).status_code == 403


@pytest.mark.parametrize("path", [path for path in PATHS if path not in {"agents", "statements"}])
def test_the_scope_of_costs_shows_them(bureau: Bureau, path: str) -> None:
    body = bureau.asks(path, "calls.cost", "statements.read").content
    assert [word for word in MONEY if f'"{word}"'.encode() in body]


def test_words_and_whole_numbers_have_scopes_of_their_own_and_reading_them_is_written_down(bureau: Bureau) -> None:
    bare = bureau.asks("calls/{call}", "calls.read").json()
    words = bureau.asks("calls/{call}", "calls.words").json()
    numbers = bureau.asks("calls/{call}", "calls.numbers").json()

    assert set(words) - set(bare) == {"transcript", "turns", "summary", "custom_analysis"}
    assert words["transcript"] == SPOKEN
    assert (numbers["from_number"], bare["from_number"] != numbers["from_number"]) == ("+27825550001", True)
    with organisation_scope(organisation_id=bureau.agency.organisation_id):
        assert AuditEntry.objects.filter(action="call.read").count() == 2


def test_pages_follow_each_other_without_a_gap(bureau: Bureau) -> None:
    first = bureau.asks("calls?limit=2", "calls.read").json()
    second = bureau.asks(f"calls?limit=2&cursor={first['next']}", "calls.read").json()

    days = [one["at"][:10] for one in first["calls"] + second["calls"]]
    assert (days, second["next"]) == (["2026-01-12", "2026-01-11", "2026-01-10"], None)


@pytest.mark.parametrize("query", ["state=LOST", "limit=0", "limit=101", "cursor=x", "since=soon", "agnt=1", "agent=0", "cost=1"])  # fmt: skip
def test_a_filter_that_is_wrong_or_misspelt_is_said(bureau: Bureau, query: str) -> None:
    answer = bureau.asks(f"calls?{query}", "calls.read")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "count"), [("since=2026-01-11T00:00:00Z", 2), ("outcome=busy", 0), ("longest_ms=1", 0)]
)
def test_filters_narrow_the_list(bureau: Bureau, query: str, count: int) -> None:
    assert len(bureau.asks(f"calls?{query}", "calls.read").json()["calls"]) == count


@pytest.mark.parametrize("path", ["calls/0", "calls/x", "calls/%00", "calls/" + "9" * 40, "statements/2026-13", "statements/1999-01", "statements/x/entries"])  # fmt: skip
def test_what_is_not_there_is_not_found(bureau: Bureau, path: str) -> None:
    assert bureau.asks(path, "calls.read", "statements.read").status_code == 404


def test_another_organisations_key_finds_nothing(bureau: Bureau) -> None:
    other = make_organisation().id
    assert bureau.asks("calls/{call}", "calls.read", organisation_id=other).status_code == 404
    assert bureau.asks("calls", "calls.read", organisation_id=other).json() == {"calls": [], "next": None}
    assert bureau.asks("agents", "calls.read", organisation_id=other).json() == {"agents": []}
    assert bureau.asks("statements", "statements.read", organisation_id=other).json() == {"statements": []}


def test_agents_come_without_the_address_that_is_as_good_as_a_password(bureau: Bureau) -> None:
    (first, _) = bureau.asks("agents", "calls.read").json()["agents"]
    assert sorted(first) == ["archived_at", "client", "external_id", "id", "language", "last_call_at", "name"]


def test_a_statement_says_what_its_entries_add_up_to(bureau: Bureau) -> None:
    statement = bureau.asks("statements/2026-01", "statements.read").json()
    first = bureau.asks("statements/2026-01/entries?limit=2", "statements.read").json()
    rest = bureau.asks(f"statements/2026-01/entries?after={first['next']}", "statements.read").json()

    entries = first["entries"] + rest["entries"]
    assert (len(entries), rest["next"], statement["closed_at"] is not None) == (3, None, True)
    assert sum(one["price_micros"] for one in entries) == statement["total_micros"] == 180_000_000


def test_a_clients_part_comes_by_its_name_with_its_credit_notes_and_nothing_of_the_provider(bureau: Bureau) -> None:
    with organisation_scope(organisation_id=bureau.agency.organisation_id):
        a_finished_call(bureau.agency, at=noon(2026, 2, 2))
        work_out()
        note = {"amount_micros": 5_000_000, "reason": "Slow"}
        write_credit_note(actor=bureau.agency.admin, month=date(2026, 1, 1), client="Karoo Dental", **note)
    part = bureau.asks("statements/2026-02?client=Karoo%20Dental", "statements.read", "calls.cost").json()
    lines = bureau.asks("statements/2026-02/entries?client=Karoo%20Dental", "statements.read", "calls.cost")
    entries = lines.json()["entries"]

    assert (part["client"], part["total_micros"], part["credit_micros"]) == ("Karoo Dental", 55_000_000, -5_000_000)
    assert (part["costs"], part["clients"], b"cost" in lines.content) == ([], [], False)
    assert [(one["kind"], one["credit_number"], one["reason"]) for one in entries] == [
        ("charge", None, ""), ("credit", 1, "Slow"),
    ]  # fmt: skip
    assert bureau.asks("statements/2026-02?client=Nobody", "statements.read").status_code == 404
    assert bureau.asks("statements/2026-02?klient=Karoo", "statements.read").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_can_be_written(path: str, method: str) -> None:
    assert getattr(Client(), method)("/api/v1/" + path.format(call=1)).status_code == 405
