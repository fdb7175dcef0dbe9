"""What other rules would change in the months that are open, call by call: nothing is booked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.lib import clock
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.billing_calls import BATCH, included_of_calls_that_are_gone, zone_here
from baraza.services.call_analytics.queries.billing_rules import Decided, RulesNow, all_overrides, books, rules_now
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.rules.billing import CallToBill, Decision, Rule, decide, included_seconds
from baraza.services.call_analytics.rules.billing_books import Book, book_of, frozen
from baraza.services.call_analytics.rules.billing_months import month_after, month_before, month_of, span_of
from baraza.services.call_analytics.rules.outcomes import Outcome
from baraza.services.call_analytics.states import OVER

_COLUMNS: Final = ("pk", "at", "agent_id", "from_number", "to_number", "outcome", "duration_ms")


@dataclass(kw_only=True)
class Effect:
    """What one set of rules makes of a month."""

    billable: int = 0
    billed_seconds: int = 0
    price_micros: int = 0
    unpriced: int = 0
    used: int = 0


@dataclass(kw_only=True)
class MonthEffect:
    """`to_billed` and `to_free` are calls that change sides, `otherwise` those that stay billed at another price."""

    month: date
    before: Effect
    after: Effect
    calls: int = 0
    to_billed: int = 0
    to_free: int = 0
    otherwise: int = 0

    @property
    def differing(self) -> int:
        return self.to_billed + self.to_free + self.otherwise


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Of calls that had ended by `as_of`: later ones follow the same rules. `mark` stands for all that is said here.

    Rules of the future change nothing yet: then there is the last month as if they had been in force, `in_force` False.
    """

    as_of: datetime
    months: tuple[MonthEffect, ...]
    in_force: bool
    mark: str


def preview_rules(*, actor: Actor, rules: Sequence[Rule], starts_on: date, as_of: datetime | None = None) -> Preview:
    """Of every month that is open, from the day on which they begin. Raises NotAllowed."""
    require(actor=actor, act="bill")
    zone, known, now, as_of = zone_here(), books(), rules_now(actor=actor), as_of or clock.now()
    today = as_of.astimezone(zone).date()
    new = Book(number=now.number + 1, starts_on=starts_on, rules=tuple(rules))
    in_force = starts_on <= today
    if in_force:
        months = _open_months(now, first=month_of(starts_on), last=month_of(today))
    else:
        months = [month_before(month_of(today))]
        new = Book(number=new.number, starts_on=months[0], rules=new.rules)
    with_included = any(included_seconds(one.rules) for one in (*known, new))
    gone = included_of_calls_that_are_gone() if with_included else {}
    comparison = _Comparison(before=known, after=(*known, new), gone=gone, zone=zone)
    effects = tuple(comparison.of(month, as_of=as_of) for month in months)
    return Preview(as_of=as_of, months=effects, in_force=in_force, mark=_mark(now, rules, starts_on, effects))


def _open_months(now: RulesNow, *, first: date, last: date) -> list[date]:
    month = first if now.closed_until is None else max(first, month_after(now.closed_until))
    found = []
    while month <= last:
        found.append(month)
        month = month_after(month)
    return found


def _mark(now: RulesNow, rules: Sequence[Rule], starts_on: date, effects: Sequence[MonthEffect]) -> str:
    said = (now.number, now.closed_until, starts_on, frozen(rules), [asdict(one) for one in effects])
    return sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class _Comparison:
    before: tuple[Book, ...]
    after: tuple[Book, ...]
    gone: Mapping[date, int]
    zone: ZoneInfo

    def of(self, month: date, *, as_of: datetime) -> MonthEffect:
        used = self.gone.get(month, 0)
        found = MonthEffect(month=month, before=Effect(used=used), after=Effect(used=used))
        for call, decided in _calls_of(month, zone=self.zone, as_of=as_of):
            was = _counted(call, book_of(call.day, self.before), found.before, decided)
            will = _counted(call, book_of(call.day, self.after), found.after, decided)
            found.calls += 1
            billed, will_be = was is not None and was.is_billable, will is not None and will.is_billable
            found.to_billed += will_be and not billed
            found.to_free += billed and not will_be
            found.otherwise += billed and will_be and _price(was) != _price(will)
        return found


def _price(decision: Decision | None) -> int | None:
    return decision.price_micros if decision else None


def _calls_of(month: date, *, zone: ZoneInfo, as_of: datetime) -> Iterator[tuple[CallToBill, Decided | None]]:
    """In the order in which they began, with what a person decided of each; no more than a batch is held."""
    since, until = span_of(month, zone=zone)
    rows = (
        readable_calls(actor=SYSTEM)
        .filter(state__in=OVER, at__gte=since, at__lt=until)
        .annotate(over_at=Coalesce("ended_at", "at"))
        .filter(over_at__lte=as_of)
        .order_by("at", "pk")
        .values_list(*_COLUMNS)
    )
    decided = all_overrides()
    for pk, at, agent_id, from_number, to_number, outcome, milliseconds in rows.iterator(chunk_size=BATCH):
        call = CallToBill(
            agent_id=agent_id, from_number=from_number, to_number=to_number,
            voicemail=outcome == Outcome.VOICEMAIL, day=at.astimezone(zone).date(), milliseconds=milliseconds,
        )  # fmt: skip
        yield call, decided.get(pk)


def _counted(call: CallToBill, book: Book | None, effect: Effect, decided: Decided | None) -> Decision | None:
    """None before there are rules."""
    if book is None:
        return None
    decision = decide(
        call=call,
        rules=book.rules,
        included_left=included_seconds(book.rules) - effect.used,
        override=decided.override if decided else None,
    )
    effect.billable += decision.is_billable
    effect.billed_seconds += decision.billed_seconds
    effect.used += decision.included_seconds
    effect.price_micros += decision.price_micros or 0
    effect.unpriced += decision.price_micros is None
    return decision
