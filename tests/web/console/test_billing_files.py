"""Lists and reports on a schedule that begin at a page of bills or boards."""

import pytest
from django.test import Client
from tests.factories.bills import RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.web.console.conftest import browser_of

from baraza.capabilities.exports.models import Schedule
from baraza.core.tenancy.scope import organisation_scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
JANUARY = "/console/billing/2026-01/"


@pytest.fixture
def agency() -> Agency:
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        a_finished_call(found, at=noon(2026, 1, 10))
        rules_are(found, RATE)
    return found


@pytest.fixture
def admin(agency: Agency) -> Client:
    return browser_of(agency.admin.id)


@pytest.mark.parametrize("kind", ["calls.statement", "calls.statement-client"])
def test_the_page_that_makes_a_list_of_a_statement_leads_back_to_it_and_says_what_was_not_chosen(
    admin: Client, kind: str
) -> None:
    address = f"/console/exports/new/?kind={kind}&month=2026-01&client=Karoo+Dental"

    assert f'href="{JANUARY.replace("01", "1")}"' in admin.get(address).content.decode()
    assert admin.post(address, {}).status_code == 422


@pytest.mark.parametrize(
    ("query", "periods", "narrowing", "words"),
    [
        ("kind=calls.statement&month=2026-01", ["last", "all"], {"month": "2026-01"}, []),
        ("kind=call_figures", ["all", "last"], {"agent_id": None, "client": ""}, ["The last 30 days"]),
        (
            "kind=call_figures&first=2026-01-01&last=2026-01-31&client=Karoo+Dental",
            ["last", "all"],
            {"first": "2026-01-01", "last": "2026-01-31", "agent_id": None, "client": "Karoo Dental"},
            ["Karoo Dental"],
        ),
    ],
    ids=["statement", "board", "board-of-days"],
)
def test_a_schedule_is_not_of_the_same_days_for_ever_unless_somebody_wants_that(
    agency: Agency, admin: Client, query: str, periods: list[str], narrowing: dict[str, object], words: list[str]
) -> None:
    address = f"/console/exports/schedules/new/?{query}"
    offered = admin.get(address).context["form"].fields["period"]
    plan = {
        "title": "Monthly", "format": "csv", "period": offered.initial, "every": "month", "weekday": "0", "day": "1",
        "hour": "6", "recipients": [str(agency.admin.id)],
    }  # fmt: skip

    assert admin.post(address, plan).status_code == 302
    with organisation_scope(organisation_id=agency.organisation_id):
        saved = Schedule.objects.get()
    assert ([code for code, _ in offered.choices], offered.initial) == (periods, periods[0])
    assert (saved.narrowing, saved.narrowed_by) == (narrowing, words)
