"""When an organisation is told: how many calls failed, what was spent, how long an agent has been silent."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from baraza.lib.translation import gettext_noop

LOOKED_BACK: Final = timedelta(days=28)
# On so many of the four same weekdays there were calls: else it is no day on which they are expected.
_DAYS_WITH_CALLS: Final = 3
MONEY_KINDS: Final = frozenset({"spend_day", "spend_month"})
EXPLAINED: Final[Mapping[str, str]] = {
    "errors": gettext_noop("So many of the newest calls failed, of those that are over."),
    "spend_day": gettext_noop("The cost of today's calls has reached the amount. Unpriced calls add nothing yet."),
    "spend_month": gettext_noop("The cost of this month's calls has reached the amount."),
    "silence": gettext_noop(
        "An agent had no call for so many of its usual hours. Usual hours lie between the first and the last hour in"
        " which it had calls on the same weekday in the last four weeks, if it had any on three of these days."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Breach:
    """`episode` is the day or month of a spend; empty where it is from its beginning to its end."""

    agent_id: int | None = None
    episode: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def about(self) -> str:
        return str(self.agent_id or "")


def too_many_failed(*, failed: int, calls: int, of_calls: int, percent: int) -> bool:
    """Only when there are as many calls as the rule looks at."""
    return calls >= of_calls > 0 and failed * 100 >= percent * calls


def usual_hours(*, with_calls: Collection[tuple[date, int]], today: date) -> dict[int, range]:
    """By weekday, from the days before today."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for day, hour in with_calls:
        if today - LOOKED_BACK <= day < today:
            by_day[day].append(hour)
    by_weekday: dict[int, list[list[int]]] = defaultdict(list)
    for day, hours in by_day.items():
        by_weekday[day.weekday()].append(hours)
    return {
        weekday: range(min(map(min, several)), max(map(max, several)) + 1)
        for weekday, several in by_weekday.items()
        if len(several) >= _DAYS_WITH_CALLS
    }


def silent_hours(*, usual: Mapping[int, range], last_call: datetime, now: datetime) -> int:
    """Whole usual hours since the hour of the last call; both moments are local."""
    at = max(last_call, now - LOOKED_BACK).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    end, silent = now.replace(minute=0, second=0, microsecond=0), 0
    while at < end:
        silent += at.hour in usual.get(at.weekday(), ())
        at += timedelta(hours=1)
    return silent
