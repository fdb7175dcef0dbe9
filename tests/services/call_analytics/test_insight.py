"""What the platform is told of its organisations: sums of enough calls, and nothing of a few."""

from datetime import UTC, datetime

import pytest
from tests.factories.access import make_super_admin_with_factor
from tests.factories.bills import RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.factories.core import make_member
from tests.web.console.conftest import browser_of

from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.insight import look_at_all
from baraza.services.call_analytics.rules.boards import Counts, Money
from baraza.services.call_analytics.rules.insight import together

pytestmark = pytest.mark.django_db
PLATFORM = Actor(kind="member", id=1, role="super_admin", name="Platform")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))


def with_calls(number: int, *, before: int = 0) -> Agency:
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        for day in range(number):
            a_finished_call(found, at=noon(2026, 3, 1 + day))
        for day in range(before):
            a_finished_call(found, at=noon(2026, 2, 1 + day))
        rules_are(found, RATE)
    return found


def test_fewer_than_five_calls_are_told_as_few_and_are_in_no_sum() -> None:
    small, enough, none = with_calls(4, before=9), with_calls(5, before=4), with_calls(0)
    found = {one.organisation_id: one for one in look_at_all(actor=PLATFORM, days=30)}

    few, told, nothing = (found[one.organisation_id] for one in (small, enough, none))
    assert (few.few, few.total, few.margin) == (True, Counts(), None)
    assert (told.few, told.total.calls, told.before) == (False, 5, None)
    assert told.total.costs == (Money(currency="USD", micros=5 * 12_500_000),)
    assert (nothing.few, nothing.total.calls, nothing.before) == (False, 0, 0)

    page = browser_of(make_super_admin_with_factor()).get("/console/platform/calls/").content.decode()
    # Two are told, so they have a sum below them; the small one is not in it.
    assert page.count("Fewer than 5 calls: no more is told.") == 1
    assert page.count("USD 0.62") == 2


def test_sums_of_several_keep_currencies_apart() -> None:
    one = Counts(
        calls=2, millis=1, outcomes={"successful": 2}, moods={"positive": 1}, costs=(Money(currency="USD", micros=5),)
    )
    other = Counts(
        calls=3, outcomes={"successful": 1, "busy": 2}, costs=(Money(currency="EUR", micros=1), *(one.costs or ()))
    )

    assert together([one, other]) == Counts(
        calls=5, millis=1, outcomes={"successful": 3, "busy": 2}, moods={"positive": 1},
        costs=(Money(currency="EUR", micros=1), Money(currency="USD", micros=10)),
    )  # fmt: skip


@pytest.mark.parametrize("role", ["org_admin", "supervisor", "agent", "org_viewer"])
def test_nobody_of_an_organisation_looks_across(role: str) -> None:
    agency = an_agency()
    member = make_member(organisation_id=agency.organisation_id, role=role)

    with pytest.raises(NotAllowed):
        look_at_all(actor=member, days=30)
    assert browser_of(member.id).get("/console/platform/calls/").status_code in {403, 404}
