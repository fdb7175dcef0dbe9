"""The ledger is only added to, holds each call once, and always comes to what the statements say."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F
from tests.factories.bills import FEBRUARY, JANUARY, MARCH, RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.factories.core import make_member

from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions import working_out
from baraza.services.call_analytics.actions.billing import close_month, override_call, save_rules
from baraza.services.call_analytics.actions.credit_notes import write_credit_note
from baraza.services.call_analytics.actions.errors import (
    ChangedMeanwhile,
    CreditTooLarge,
    MonthBefore,
    MonthClosed,
    MonthNotOver,
    RulesRefused,
)
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import Call, ClosedMonth, LedgerEntry, RuleBook
from baraza.services.call_analytics.queries import billing_calls
from baraza.services.call_analytics.queries.billing_preview import preview_rules
from baraza.services.call_analytics.queries.statements import get_statement, list_statements
from baraza.services.call_analytics.rules.billing import Choice, Kind, Rule
from baraza.services.call_analytics.rules.margins import Margin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))


@pytest.fixture
def agency() -> Iterator[Agency]:
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        yield found


def lines(call: Call) -> list[tuple[Any, ...]]:
    rows = LedgerEntry.objects.filter(call_id=call.pk).order_by("pk")
    return [(one.kind, one.month, one.price_micros) for one in rows]


def test_a_change_of_rules_is_booked_as_a_reversal_and_a_charge(agency: Agency) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    rules_are(agency, Rule(kind=Kind.RATE, amount=30_000_000), seen_number=1)

    assert lines(call) == [
        ("charge", JANUARY, 60_000_000),
        ("reversal", JANUARY, -60_000_000),
        ("charge", JANUARY, 30_000_000),
    ]


def test_working_out_again_adds_nothing(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)

    assert work_out() == work_out(since=JANUARY) == 0


def test_a_late_event_about_a_closed_month_falls_into_the_next_open_one(agency: Agency) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    close_month(actor=agency.admin, month=JANUARY)
    before = get_statement(actor=agency.admin, month=JANUARY)

    Call.objects.filter(pk=call.pk).update(duration_ms=120_000, version=9)
    work_out()

    assert get_statement(actor=agency.admin, month=JANUARY) == before
    assert lines(call)[1:] == [("reversal", FEBRUARY, -60_000_000), ("charge", FEBRUARY, 120_000_000)]
    assert [one.external_id for one in get_statement(actor=agency.admin, month=FEBRUARY).corrections] == [
        call.external_id,
        call.external_id,
    ]


def test_a_call_that_is_told_of_after_its_month_was_closed_is_not_lost(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    close_month(actor=agency.admin, month=JANUARY)

    late = a_finished_call(agency, at=noon(2026, 1, 11))
    work_out()

    assert lines(late) == [("charge", FEBRUARY, 60_000_000)]


def test_the_database_refuses_to_change_the_ledger_or_a_closed_month(agency: Agency) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    close_month(actor=agency.admin, month=JANUARY)
    entry = LedgerEntry.objects.get(call_id=call.pk)

    for refused in (
        lambda: LedgerEntry.objects.filter(pk=entry.pk).update(price_micros=1),
        lambda: LedgerEntry.objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda: ClosedMonth.objects.update(total_micros=1),
        lambda: RuleBook.objects.update(rules=[]),
        lambda: LedgerEntry.objects.create(
            organisation_id=agency.organisation_id, kind="credit", calls=0, credit_number=99, month=JANUARY,
            about_month=JANUARY, billable=True, rule="credit", billed_seconds=0, included_seconds=0,
            price_micros=-1, reason="x", made_at=clock.now(),
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()


def test_a_month_border_is_that_of_the_organisations_clock(agency: Agency) -> None:
    before = a_finished_call(agency, at=datetime(2026, 1, 31, 21, 59, 59, tzinfo=UTC))
    after = a_finished_call(agency, at=datetime(2026, 1, 31, 22, 0, tzinfo=UTC))
    rules_are(agency, RATE)

    assert [lines(before)[0][1], lines(after)[0][1]] == [JANUARY, FEBRUARY]


def test_a_statement_reconciles_to_the_providers_lines_and_lists_what_does_not(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 1, 10), cost_micros=10_000_000, lines=(4_000_000, 6_000_000))
    odd = a_finished_call(agency, at=noon(2026, 1, 11), cost_micros=10_000_000, lines=(4_000_000,))
    bare = a_finished_call(agency, at=noon(2026, 1, 12), cost_micros=3_000_000, lines=())
    untold = a_finished_call(agency, at=noon(2026, 1, 13), cost_micros=None)
    endless = a_finished_call(agency, at=noon(2026, 1, 14), seconds=None, cost_micros=0, lines=())
    rules_are(agency, RATE)

    found = get_statement(actor=agency.admin, month=JANUARY)

    (costs,) = found.costs
    assert (costs.told_micros, costs.lines_micros, costs.difference_micros) == (23_000_000, 14_000_000, 9_000_000)
    assert costs.difference_micros == sum(
        (one.cost_micros or 0) - (one.lines_micros or 0) for one in found.unreconciled
    )
    assert [one.external_id for one in found.unreconciled] == [odd.external_id, bare.external_id]
    assert [one.external_id for one in found.unpriced] == [untold.external_id, endless.external_id]
    assert (found.sums.calls, found.sums.unpriced, found.sums.price_micros) == (5, 2, 4 * 60_000_000)


def test_a_person_may_decide_otherwise_and_take_it_back(agency: Agency) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)

    override_call(actor=agency.admin, call_id=call.pk, choice=Choice.FREE, reason="The agent was broken")
    override_call(actor=agency.admin, call_id=call.pk, choice=Choice.RULES, reason="It was not")

    assert [one[2] for one in lines(call)] == [60_000_000, -60_000_000, 0, 0, 60_000_000]


def test_an_earlier_call_takes_included_minutes_from_later_ones(agency: Agency) -> None:
    rules_are(agency, RATE, Rule(kind=Kind.INCLUDED, amount=1))
    later = a_finished_call(agency, at=noon(2026, 1, 20))
    work_out()
    earlier = a_finished_call(agency, at=noon(2026, 1, 10), seconds=45)
    work_out()

    assert lines(earlier) == [("charge", JANUARY, 0)]
    assert [one[2] for one in lines(later)] == [0, 0, 45_000_000]


def test_included_minutes_are_gone_through_only_as_far_as_they_change(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [a_finished_call(agency, at=noon(2026, 1, day)) for day in range(1, 9)]
    rules_are(agency, RATE, Rule(kind=Kind.INCLUDED, amount=2))
    monkeypatch.setattr(billing_calls, "BATCH", 1)
    seen: list[int] = []
    bare = working_out.standing_of
    monkeypatch.setattr(working_out, "standing_of", lambda ids: seen.extend(ids) or bare(ids))

    last = a_finished_call(agency, at=noon(2026, 1, 9))
    added = work_out()
    Call.objects.filter(pk=calls[4].pk).update(duration_ms=30_000, version=F("version") + 1)
    changed = work_out()

    # The new one alone; the changed one and the one behind it, at which as many minutes are left as before.
    assert (added, changed) == (1, 2)
    assert seen == [last.pk, calls[4].pk, calls[5].pk]


def test_credit_notes_are_numbered_and_never_more_than_the_month(agency: Agency) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    close_month(actor=agency.admin, month=JANUARY)
    note = {"actor": agency.admin, "month": JANUARY, "reason": "Goodwill"}

    assert write_credit_note(**note, amount_micros=40_000_000, external_id=call.external_id) == 1
    with pytest.raises(CreditTooLarge):
        write_credit_note(**note, amount_micros=20_000_001)
    assert write_credit_note(**note, amount_micros=20_000_000) == 2
    assert [one.credit_number for one in get_statement(actor=agency.admin, month=FEBRUARY).credits] == [1, 2]
    assert list_statements(actor=agency.admin)[0].total_micros == -60_000_000


def test_months_are_closed_in_turn_and_when_they_are_over(agency: Agency) -> None:
    for month in (1, 2, 3):
        a_finished_call(agency, at=noon(2026, month, 10))
    rules_are(agency, RATE)

    with pytest.raises(MonthBefore):
        close_month(actor=agency.admin, month=FEBRUARY)
    with pytest.raises(MonthNotOver):
        close_month(actor=agency.admin, month=MARCH)
    close_month(actor=agency.admin, month=JANUARY)
    with pytest.raises(MonthClosed):
        close_month(actor=agency.admin, month=JANUARY)
    with pytest.raises(MonthClosed):
        save_rules(actor=agency.admin, rules=[RATE], starts_on=date(2026, 1, 31), seen_number=1)


def test_rules_that_a_colleague_replaced_or_that_overlap_are_not_saved(agency: Agency) -> None:
    rules_are(agency, RATE)

    with pytest.raises(ChangedMeanwhile):
        save_rules(actor=agency.admin, rules=[RATE], starts_on=FEBRUARY, seen_number=0)
    with pytest.raises(RulesRefused) as refused:
        save_rules(actor=agency.admin, rules=[RATE, RATE], starts_on=FEBRUARY, seen_number=1)
    assert refused.value.problems == [(1, "overlaps")]
    assert RuleBook.objects.count() == 1


@pytest.mark.parametrize("role", ["supervisor", "agent", "org_viewer"])
def test_nobody_but_who_bills_sees_or_changes_bills(agency: Agency, role: str) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    actor = make_member(organisation_id=agency.organisation_id, role=role)

    for refused in (
        lambda: list_statements(actor=actor),
        lambda: get_statement(actor=actor, month=JANUARY),
        lambda: preview_rules(actor=actor, rules=[RATE], starts_on=JANUARY),
        lambda: close_month(actor=actor, month=JANUARY),
        lambda: save_rules(actor=actor, rules=[], starts_on=MARCH, seen_number=1),
        lambda: override_call(actor=actor, call_id=call.pk, choice=Choice.FREE, reason="x"),
        lambda: write_credit_note(actor=actor, month=JANUARY, amount_micros=1, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert (LedgerEntry.objects.count(), ClosedMonth.objects.count()) == (1, 0)


def test_the_margin_is_told_to_the_platform_alone(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    platform = Actor(kind="member", id=agency.admin.id, role="super_admin", name="Platform")

    assert get_statement(actor=platform, month=JANUARY).margin == Margin(currency="USD", micros=60_000_000 - 12_500_000)
    assert get_statement(actor=agency.admin, month=JANUARY).margin is None
