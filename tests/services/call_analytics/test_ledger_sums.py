"""Whatever happens to calls, rules and months, in whatever order: no call is billed twice or lost."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.bills import FEBRUARY, JANUARY, MARCH, RATE, Agency, a_finished_call, an_agency, rules_are

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import close_month, override_call
from baraza.services.call_analytics.actions.credit_notes import write_credit_note
from baraza.services.call_analytics.actions.errors import (
    CallsRefused,
)
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.models import Call, ClosedMonth, LedgerEntry, RuleBook, Standing
from baraza.services.call_analytics.queries import billing_calls
from baraza.services.call_analytics.queries.billing_calls import as_billed, in_turn
from baraza.services.call_analytics.queries.billing_rules import books, overrides_of
from baraza.services.call_analytics.queries.statements import (
    Statement,
    get_statement,
    list_statements,
    statement_of_client,
)
from baraza.services.call_analytics.rules.billing import Choice, Kind, Rule, decide, included_seconds
from baraza.services.call_analytics.rules.billing_books import book_of
from baraza.services.call_analytics.rules.billing_months import month_after, span_of
from baraza.services.call_analytics.rules.money import rounded_minor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))
    # So few that going on from a batch and stopping after one are tried, too.
    monkeypatch.setattr(billing_calls, "BATCH", 3)


NEW_YORK = ZoneInfo("America/New_York")


# Around the ends of months there, and the night of 8 March 2026 in which an hour is left out.
_MOMENTS = st.one_of(
    st.sampled_from(
        [
            datetime(2026, 1, 1, 4, 59, 59, tzinfo=UTC),
            datetime(2026, 1, 1, 5, tzinfo=UTC),
            datetime(2026, 2, 1, 4, 59, 59, 999_999, tzinfo=UTC),
            datetime(2026, 2, 1, 5, tzinfo=UTC),
            datetime(2026, 3, 1, 4, 59, 59, tzinfo=UTC),
            datetime(2026, 3, 1, 5, tzinfo=UTC),
            datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC),
            datetime(2026, 3, 8, 7, tzinfo=UTC),
        ]
    ),
    st.integers(-2 * 24 * 3600, 77 * 24 * 3600).map(
        lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
)


_LENGTHS = st.one_of(st.none(), st.integers(0, 200))


_RULES = st.lists(
    st.sampled_from(
        [
            Rule(kind=Kind.VOICEMAIL),
            Rule(kind=Kind.MINIMUM, amount=10),
            Rule(kind=Kind.ROUNDING, amount=6),
            Rule(kind=Kind.INCLUDED, amount=2),
            Rule(kind=Kind.RATE, amount=100_000_007),
            Rule(kind=Kind.START_DATE, day=date(2026, 2, 10)),
        ]
    ),
    unique=True,
)


_DEEDS = st.one_of(
    st.tuples(st.just("call"), _MOMENTS, _LENGTHS),
    st.tuples(st.just("late"), _MOMENTS, _LENGTHS),
    st.tuples(st.just("rules"), _RULES, st.sampled_from([JANUARY, date(2026, 1, 15), FEBRUARY, date(2026, 3, 8)])),
    st.tuples(st.just("override"), st.sampled_from(list(Choice)), st.integers(0, 9)),
    st.tuples(st.just("close"), st.sampled_from([JANUARY, FEBRUARY]), st.none()),
    st.tuples(st.just("credit"), st.sampled_from([JANUARY, FEBRUARY]), st.integers(1, 60_000_000)),
    st.tuples(st.just("work"), st.none(), st.none()),
)


def do(agency: Agency, deed: tuple[Any, ...]) -> None:
    what, one, other = deed
    calls = list(Call.objects.order_by("pk"))
    if what == "call":
        agent = (agency.first, agency.second)[len(calls) % 2]
        a_finished_call(agency, at=one, seconds=other, agent_id=agent)
    elif what == "late" and calls:
        length = None if other is None else other * 1000
        Call.objects.filter(pk=calls[len(calls) // 2].pk).update(at=one, duration_ms=length, version=F("version") + 1)
    elif what == "rules":
        rules_are(agency, *one, starts_on=other, seen_number=RuleBook.objects.count())
    elif what == "override" and calls:
        call = calls[other % len(calls)]
        override_call(actor=agency.admin, call_id=call.pk, choice=one, reason="Because", price_micros=other)
    elif what == "credit":
        write_credit_note(actor=agency.admin, month=one, amount_micros=other, reason="Sorry", client="Karoo Dental")
    elif what == "close":
        close_month(actor=agency.admin, month=one)
    else:
        work_out()


def is_whole(agency: Agency) -> None:
    """Each call once, by the rules of its day; sums agree; what is closed is as it was."""
    work_out()
    statements = list_statements(actor=agency.admin)
    total = LedgerEntry.objects.aggregate(all=Sum("price_micros"))["all"] or 0
    standing = Standing.objects.select_related("entry")
    assert total == sum(one.total_micros for one in statements)
    notes = LedgerEntry.objects.filter(kind="credit").aggregate(all=Sum("price_micros"))["all"] or 0
    assert total == sum(one.entry.price_micros or 0 for one in standing) + notes
    for row in statements:
        found = get_statement(actor=agency.admin, month=row.month)
        assert sum(one.price_micros for one in found.agents) == row.total_micros - found.sums.credit_micros
        assert sum(one.price_micros for one in found.rules) == row.total_micros - found.sums.credit_micros
        assert sum(one.price_micros for one in found.days) == row.total_micros - found.sums.credit_micros
        assert sum(one.calls for one in found.days) == row.calls
        assert sum(one.price_micros for one in found.clients) == row.total_micros
        comes_to_the_cent(agency, found)
        assert row.total_minor == found.row.total_minor
    for closed in ClosedMonth.objects.all():
        now = get_statement(actor=agency.admin, month=closed.month)
        assert (now.sums.price_micros, now.sums.calls, now.sums.unpriced) == (closed.total_micros, closed.calls, closed.unpriced)  # fmt: skip
    assert {one.call_id: one.entry.price_micros for one in standing} == prices_afresh()


def comes_to_the_cent(agency: Agency, found: Statement) -> None:
    """Clients' own statements say what stands here beside their names, and all of it is the total."""
    total, calls = found.row.total_minor, found.charged.calls_minor
    assert total == calls + found.charged.credit_minor == sum(one.price_minor for one in found.clients)
    for groups in (found.agents, found.rules, found.days):
        assert sum(one.price_minor for one in groups) == (calls if groups else 0)
    for client in found.clients:
        own = statement_of_client(actor=agency.admin, month=found.row.month, client=client.key)
        assert own.row.total_minor == client.price_minor == rounded_minor(client.price_micros)
        assert [sum(one.price_minor for one in groups) for groups in (own.agents, own.rules, own.days) if groups] == [
            own.charged.calls_minor for groups in (own.agents, own.rules, own.days) if groups
        ]


def prices_afresh() -> dict[int, int | None]:
    """As if all had been known from the start."""
    month, found, known = date(2025, 12, 1), {}, books()
    while month <= MARCH:
        since, until = span_of(month, zone=NEW_YORK)
        used = 0
        for call in [one for batch in in_turn(since=since, until=until) for one in batch]:
            facts = as_billed(call, zone=NEW_YORK)
            book = book_of(facts.day, known)
            if book is not None:
                decided = overrides_of([call.pk]).get(call.pk)
                left = included_seconds(book.rules) - used
                decision = decide(call=facts, rules=book.rules, included_left=left, override=decided.override if decided else None)  # fmt: skip
                used += decision.included_seconds
                found[call.pk] = decision.price_micros
        month = month_after(month)
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(_DEEDS, min_size=4, max_size=14))
def test_no_call_is_counted_twice_or_lost_whatever_happens(deeds: list[tuple[Any, ...]]) -> None:
    agency = an_agency(time_zone="America/New_York")
    with organisation_scope(organisation_id=agency.organisation_id):
        rules_are(agency, RATE)
        for deed in deeds:
            # A month that is closed already, or not yet to be: nothing may have happened.
            with suppress(CallsRefused), transaction.atomic():
                do(agency, deed)
        is_whole(agency)
