"""Months of an organisation's clock, and the one that a booking falls into."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def starts_at(day: date, *, zone: ZoneInfo) -> datetime:
    """Its first moment there. Where the clock jumps over midnight it is the moment after the jump, all the same."""
    return datetime.combine(day, time.min, tzinfo=zone)


def span_of(month: date, *, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From its first moment to that of the next month, which does not belong to it."""
    return starts_at(month, zone=zone), starts_at(month_after(month), zone=zone)


def booked_in(month: date, *, closed_until: date | None) -> date:
    """The month itself while it is open, else the first that is."""
    return month if closed_until is None else max(month, month_after(closed_until))
