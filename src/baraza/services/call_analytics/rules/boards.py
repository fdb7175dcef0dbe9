"""What boards count, and how: the one definition of every figure, with the words that stand next to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.rules.outcomes import ANSWERED, Outcome

# Columns of a figure, and what a call (c) adds to each. The triggers' migration holds the same.
MOODS: Final = ("positive", "neutral", "negative")
ADDED: Final[Mapping[str, str]] = {
    "calls": "1",
    "millis": "coalesce(c.duration_ms, 0)",
    "cost_micros": "coalesce(c.cost_micros, 0)",
    "unpriced": "(c.cost_micros IS NULL AND c.ended_at IS NOT NULL)::int",
    **{f"out_{one.value}": f"(c.outcome = '{one.value}')::int" for one in Outcome},
    **{f"mood_{code}": f"(c.sentiment = '{code}')::int" for code in MOODS},
}
BUCKET_MS: Final = 50
LONGEST_MS: Final = 30_000

COUNTED: Final[Mapping[str, str]] = {
    "calls": gettext_noop("Calls by the day on which they began, or on which we first heard of them."),
    "minutes": gettext_noop(
        "The length of all these calls together, in minutes. A call of unknown length adds nothing."
    ),
    "answered": gettext_noop(
        "Calls in which a person was at the other end: successful, not successful, answered or transferred."
        " The share is of all calls that are not under way."
    ),
    "success": gettext_noop(
        "Successful calls, for every 100 that the provider judged successful or not. Others are left out."
    ),
    "sentiment": gettext_noop(
        "Calls with a positive mood of the caller, for every 100 whose mood is positive, neutral or negative."
    ),
    "failed": gettext_noop("Calls that failed for a technical reason, at our side or at the provider."),
    "latency": gettext_noop(
        "How long the agent takes to answer: each call counts with its middle answer, rounded up to 50 milliseconds."
        " Half of the calls, nine of ten and 95 of 100 were that quick or quicker. 30 seconds and more count as 30."
    ),
    "weekday": gettext_noop(
        "Hours and weekdays are those of the organisation's clock, by the moment a call began. Hours before the first"
        " call of any day and after the last are left out."
    ),
}
COUNTED_MONEY: Final[Mapping[str, str]] = {
    "cost": gettext_noop(
        "What the provider charges, call by call, added up. Unpriced calls add nothing and are counted."
    ),
}
COUNTED_MARGIN: Final[Mapping[str, str]] = {
    "margin": gettext_noop(
        "What clients are charged by the ledger for calls of these days, less what the provider charged for them."
        " Costs in another currency count at the exchange rate that was entered for their month; while there is none,"
        " at the newest earlier one, and the figure says so. Nothing is told where a call is unpriced or no rate is known."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Days:
    """Whole local days, both ends included."""

    first: date
    last: date

    @property
    def number(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Days":
        """As many, just before."""
        return Days(first=self.first - timedelta(days=self.number), last=self.first - timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_until(today: date, *, number: int) -> Days:
    return Days(first=today - timedelta(days=number - 1), last=today)


def days_between(since: datetime, until: datetime, *, zone: str) -> Days:
    """`until` is exclusive."""
    local = ZoneInfo(zone)
    last = (until - timedelta(microseconds=1)).astimezone(local).date()
    return Days(first=min(since.astimezone(local).date(), last), last=last)


def midnight(day: date, *, zone: str) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))


@dataclass(frozen=True, kw_only=True)
class Money:
    currency: str
    micros: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a group of calls adds up to. `costs` is None for who may not see it, and `unpriced` 0."""

    calls: int = 0
    millis: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    moods: Mapping[str, int] = field(default_factory=dict)
    unpriced: int = 0
    costs: tuple[Money, ...] | None = None

    @property
    def minutes(self) -> float:
        return self.millis / 60_000

    @property
    def over(self) -> int:
        return self.calls - self.outcomes.get(Outcome.UNDER_WAY, 0)

    @property
    def answered(self) -> int:
        return sum(self.outcomes.get(one, 0) for one in ANSWERED)

    @property
    def successful(self) -> int:
        return self.outcomes.get(Outcome.SUCCESSFUL, 0)

    @property
    def failed(self) -> int:
        return self.outcomes.get(Outcome.FAILED, 0)

    @property
    def answered_share(self) -> float | None:
        return share(self.answered, self.over)

    @property
    def success_share(self) -> float | None:
        return share(self.successful, self.successful + self.outcomes.get(Outcome.UNSUCCESSFUL, 0))

    @property
    def positive(self) -> int:
        return self.moods.get("positive", 0)

    @property
    def positive_share(self) -> float | None:
        return share(self.positive, sum(self.moods.values()))


def share(part: int, whole: int) -> float | None:
    """Per hundred; None where there is nothing to take a share of."""
    return 100 * part / whole if whole else None


def percentile(histogram: Mapping[int, int], hundredth: int) -> int | None:
    """The bucket at or below which so many of a hundred lie; None of nothing."""
    total, seen = sum(histogram.values()), 0
    for bucket in sorted(histogram):
        seen += histogram[bucket]
        if seen * 100 >= hundredth * total > 0:
            return bucket
    return None
