"""What other rules would have made of a month: nothing is booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baraza.core.identity.actor import Actor
from baraza.lib import clock
from baraza.services.call_analytics.models import Call
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.billing_calls import as_billed, in_turn, zone_here
from baraza.services.call_analytics.queries.billing_rules import Decided, books, overrides_of
from baraza.services.call_analytics.rules.billing import Rule, decide, included_seconds
from baraza.services.call_analytics.rules.billing_books import book_of
from baraza.services.call_analytics.rules.billing_months import month_before, month_of, span_of


@dataclass(kw_only=True)
class Effect:
    calls: int = 0
    billable: int = 0
    billed_seconds: int = 0
    price_micros: int = 0
    unpriced: int = 0
    used: int = 0


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`before` by the rules in force, `after` as if the new ones had been in force for the whole month."""

    month: date
    before: Effect
    after: Effect
    differing: int


def preview_rules(*, actor: Actor, rules: Sequence[Rule]) -> Preview:
    """Of the last month that is over, by the organisation's clock. Raises NotAllowed."""
    require(actor=actor, act="bill")
    zone, known = zone_here(), books()
    month = month_before(month_of(clock.now().astimezone(zone).date()))
    before, after, differing = Effect(), Effect(), 0
    since, until = span_of(month, zone=zone)
    for batch in in_turn(since=since, until=until):
        decided = overrides_of([one.pk for one in batch])
        for call in batch:
            book = book_of(call.at.astimezone(zone).date(), known)
            was = _count(call, book.rules, before, decided.get(call.pk)) if book else None
            differing += was != _count(call, rules, after, decided.get(call.pk))
    return Preview(month=month, before=before, after=after, differing=differing)


def _count(call: Call, rules: Sequence[Rule], effect: Effect, decided: Decided | None) -> tuple[bool, int | None]:
    decision = decide(
        call=as_billed(call, zone=zone_here()),
        rules=rules,
        included_left=included_seconds(rules) - effect.used,
        override=decided.override if decided else None,
    )
    effect.calls += 1
    effect.billable += decision.is_billable
    effect.billed_seconds += decision.billed_seconds
    effect.used += decision.included_seconds
    effect.price_micros += decision.price_micros or 0
    effect.unpriced += decision.price_micros is None
    return decision.is_billable, decision.price_micros
