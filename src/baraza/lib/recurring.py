"""When something that happens every day, week or month is due next, and which time it is about; by a given clock."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Times:
    """`every` is day, week or month; `weekday` 0 is Monday; `day` is the last one in a month that has fewer."""

    every: str
    hour: int
    weekday: int = 0
    day: int = 1


def following(times: Times, *, after: datetime, zone: ZoneInfo) -> datetime:
    """The first time later than `after`. An hour that the clock leaves out happens an hour later."""
    day = after.astimezone(zone).date()
    while True:
        if _is_day(times, day):
            at = datetime.combine(day, time(times.hour), tzinfo=zone)
            if at > after:
                return at
        day += timedelta(days=1)


def last_period(times: Times, *, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The whole days before the day of `at`: one, seven, or those back to the same day of the month before."""
    until = at.astimezone(zone).date()
    if times.every == "day":
        since = until - timedelta(days=1)
    elif times.every == "week":
        since = until - timedelta(days=7)
    else:
        month = until.replace(day=1) - timedelta(days=1)
        since = month.replace(day=min(until.day, calendar.monthrange(month.year, month.month)[1]))
    return _midnight(since, zone), _midnight(until, zone)


def _is_day(times: Times, day: date) -> bool:
    if times.every == "day":
        return True
    if times.every == "week":
        return day.weekday() == times.weekday
    return day.day == min(times.day, calendar.monthrange(day.year, day.month)[1])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
