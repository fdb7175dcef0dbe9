"""Rules are saved when exactly what they change was looked at: which calls, what sum, in which open month."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.bills import FEBRUARY, JANUARY, RATE, Agency, a_finished_call, an_agency, noon, rules_are

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import close_month, confirm_rules, override_call
from baraza.services.call_analytics.actions.errors import PreviewStale
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import Call, LedgerEntry, RuleBook
from baraza.services.call_analytics.queries.billing_preview import preview_rules
from baraza.services.call_analytics.queries.statements import get_statement
from baraza.services.call_analytics.rules.billing import Choice, Kind, Rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))


@pytest.fixture
def agency() -> Iterator[Agency]:
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        yield found


def test_a_preview_says_what_changes_in_each_open_month_and_books_nothing(agency: Agency) -> None:
    """January is closed; February has a voicemail and a short call, March one that a person made free."""
    a_finished_call(agency, at=noon(2026, 1, 10))
    a_finished_call(agency, at=noon(2026, 2, 10), outcome="voicemail")
    a_finished_call(agency, at=noon(2026, 2, 11), seconds=5)
    a_finished_call(agency, at=noon(2026, 2, 20))
    free = a_finished_call(agency, at=noon(2026, 3, 2))
    rules_are(agency, Rule(kind=Kind.MINIMUM, amount=10), RATE)
    override_call(actor=agency.admin, call_id=free.pk, choice=Choice.FREE, reason="x")
    close_month(actor=agency.admin, month=JANUARY)
    entries = LedgerEntry.objects.count()

    dearer = Rule(kind=Kind.RATE, amount=90_000_000)
    found = preview_rules(actor=agency.admin, rules=[Rule(kind=Kind.VOICEMAIL), dearer], starts_on=date(2026, 2, 1))

    february, march = found.months
    assert (february.to_billed, february.to_free, february.otherwise, february.calls) == (1, 1, 1, 3)
    assert (february.before.price_micros, february.after.price_micros) == (120_000_000, 97_500_000)
    assert (march.differing, march.calls, march.after.price_micros) == (0, 1, 0)
    assert (found.in_force, LedgerEntry.objects.count()) == (True, entries)


def test_what_is_saved_is_what_was_shown(agency: Agency) -> None:
    """The ledger then says what the preview said."""
    for day in (10, 11, 20):
        a_finished_call(agency, at=noon(2026, 2, day), seconds=90)
    rules_are(agency, RATE)
    included = [RATE, Rule(kind=Kind.INCLUDED, amount=1)]
    asked = {"actor": agency.admin, "rules": included, "starts_on": date(2026, 2, 11)}
    shown = preview_rules(**asked)

    confirm_rules(**asked, seen_number=1, shown_at=shown.as_of, shown_mark=shown.mark)
    work_out(since=date(2026, 2, 11))

    statement = get_statement(actor=agency.admin, month=FEBRUARY)
    assert shown.months[0].after.price_micros == statement.sums.price_micros == 210_000_000


@pytest.mark.parametrize(
    ("happens", "versions"),
    [
        (lambda agency: a_finished_call(agency, at=noon(2026, 2, 12)), 1),
        (lambda _: Call.objects.update(outcome="voicemail"), 1),
        (lambda agency: a_finished_call(agency, at=clock.now() + timedelta(seconds=1)), 2),
        (lambda _: None, 2),
    ],
    ids=["a call came late", "a call was judged otherwise", "a call ended since", "nothing"],
)
def test_an_effect_that_is_another_by_now_is_not_saved(
    agency: Agency, happens: Callable[[Agency], object], versions: int
) -> None:
    a_finished_call(agency, at=noon(2026, 2, 10))
    rules_are(agency, RATE)
    asked = {"actor": agency.admin, "rules": [Rule(kind=Kind.VOICEMAIL), RATE], "starts_on": FEBRUARY}
    shown = preview_rules(**asked)
    happens(agency)

    with pytest.raises(PreviewStale) if versions == 1 else nullcontext():
        confirm_rules(**asked, seen_number=1, shown_at=shown.as_of, shown_mark=shown.mark)
    assert RuleBook.objects.count() == versions


def test_an_effect_that_was_shown_long_ago_or_of_other_rules_is_not_saved(agency: Agency) -> None:
    rules_are(agency, RATE)
    asked = {"actor": agency.admin, "starts_on": FEBRUARY, "seen_number": 1}
    shown = preview_rules(actor=agency.admin, rules=[RATE], starts_on=FEBRUARY)
    old = preview_rules(actor=agency.admin, rules=[RATE], starts_on=FEBRUARY, as_of=clock.now() - timedelta(hours=2))

    for rules, found in (([RATE], old), ([RATE, Rule(kind=Kind.VOICEMAIL)], shown)):
        with pytest.raises(PreviewStale):
            confirm_rules(**asked, rules=rules, shown_at=found.as_of, shown_mark=found.mark)


def test_rules_of_the_future_change_nothing_yet(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 2, 10))
    a_finished_call(agency, at=noon(2026, 3, 10))
    rules_are(agency, RATE)

    found = preview_rules(actor=agency.admin, rules=[Rule(kind=Kind.VOICEMAIL)], starts_on=date(2026, 4, 1))

    assert ([one.month for one in found.months], found.in_force) == ([FEBRUARY], False)
