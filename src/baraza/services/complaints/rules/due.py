"""When a complaint is due: hours by priority, longer where the work is slow by nature; an organisation may differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOURS_BY_PRIORITY: Mapping[str, int] = {"critical": 4, "high": 24, "medium": 72, "low": 168}

# Categories whose ordinary cases take longer (repairs by contractors, accounts to be looked into).
SLOWER: Mapping[str, float] = {
    "pothole_road": 2.0,
    "parks_trees": 2.0,
    "billing_account": 2.0,
    "housing": 4.0,
    "staff_conduct": 2.0,
    "other": 2.0,
}
# A week of few hours and a long time must not be counted for ever: after this many days it is due whatever is left.
DAYS_AT_MOST = 3660


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """Opening and closing by day of the week (Monday is 0), and the days on which nobody works, all at local time."""

    zone: ZoneInfo
    week: Mapping[int, tuple[time, time]]
    holidays: frozenset[date] = frozenset()


def hours_for(*, category: str, priority: str, hours: Mapping[tuple[str, str], int] | None = None) -> float:
    """`hours` are the organisation's own, by (category, priority); danger to life is never slowed down."""
    own = (hours or {}).get((category, priority))
    if own is not None:
        return own
    factor = 1.0 if priority in {"critical", "high"} else SLOWER.get(category, 1.0)
    return HOURS_BY_PRIORITY[priority] * factor


def due_at(
    *,
    category: str,
    priority: str,
    opened_at: datetime,
    hours: Mapping[tuple[str, str], int] | None = None,
    working: WorkingTime | None = None,
) -> datetime:
    """With `working` only the hours in which the organisation works count, except where life is in danger."""
    length = timedelta(hours=hours_for(category=category, priority=priority, hours=hours))
    if priority == "critical" or working is None or not working.week:
        return opened_at + length
    return _after_work(opened_at=opened_at, length=length, working=working)


def _after_work(*, opened_at: datetime, length: timedelta, working: WorkingTime) -> datetime:
    """The moment at which `length` of working time has passed; real time, also on the days when clocks are changed."""
    left, day = length, opened_at.astimezone(working.zone).date()
    last = day + timedelta(days=DAYS_AT_MOST)
    while day < last:
        begin, end = _hours_of(day, working)
        begin = max(begin, opened_at)
        if begin < end:
            if end - begin >= left:
                return (begin + left).astimezone(opened_at.tzinfo)
            left -= end - begin
        day += timedelta(days=1)
    return opened_at + timedelta(days=DAYS_AT_MOST)


def _hours_of(day: date, working: WorkingTime) -> tuple[datetime, datetime]:
    """In UTC, because differences between local times leave out what the clocks were moved. Equal on a free day."""
    if day in working.holidays or day.weekday() not in working.week:
        midnight = datetime.combine(day, time(), tzinfo=UTC)
        return midnight, midnight
    opens, closes = working.week[day.weekday()]
    return _moment(day, opens, working.zone), _moment(day, closes, working.zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
