"""The clock that counts working hours: holidays, nights and changed clocks, never the past, never without an end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baraza.services.complaints.rules.categories import CATEGORIES, PRIORITIES
from baraza.services.complaints.rules.due import DAYS_AT_MOST, WorkingTime, due_at

SOUTH_AFRICA = ZoneInfo("Africa/Johannesburg")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE_WEEK = {day: (time(8), time(16)) for day in range(5)}
OFFICE = WorkingTime(zone=SOUTH_AFRICA, week=OFFICE_WEEK)
FRIDAY = datetime(2026, 11, 20, 14, tzinfo=SOUTH_AFRICA)


def due(hours: int, *, opened_at: datetime, working: WorkingTime, priority: str = "medium") -> datetime:
    own = {("noise", priority): hours}
    return due_at(category="noise", priority=priority, opened_at=opened_at, hours=own, working=working)


def test_what_is_left_of_friday_is_counted_and_the_weekend_is_not() -> None:
    assert due(4, opened_at=FRIDAY, working=OFFICE) == datetime(2026, 11, 23, 10, tzinfo=SOUTH_AFRICA)


def test_an_end_on_the_minute_of_closing_is_that_minute_and_not_the_next_morning() -> None:
    assert due(2, opened_at=FRIDAY, working=OFFICE) == datetime(2026, 11, 20, 16, tzinfo=SOUTH_AFRICA)


def test_a_report_at_night_begins_to_count_in_the_morning() -> None:
    night = datetime(2026, 11, 18, 23, 30, tzinfo=SOUTH_AFRICA)

    assert due(1, opened_at=night, working=OFFICE) == datetime(2026, 11, 19, 9, tzinfo=SOUTH_AFRICA)


def test_a_holiday_is_passed_over() -> None:
    with_monday_off = WorkingTime(zone=SOUTH_AFRICA, week=OFFICE_WEEK, holidays=frozenset({date(2026, 11, 23)}))

    assert due(4, opened_at=FRIDAY, working=with_monday_off) == datetime(2026, 11, 24, 10, tzinfo=SOUTH_AFRICA)


def test_danger_to_life_counts_every_hour() -> None:
    assert due(4, opened_at=FRIDAY, working=OFFICE, priority="critical") == FRIDAY + timedelta(hours=4)


def test_without_any_working_hours_every_hour_counts() -> None:
    nobody = WorkingTime(zone=SOUTH_AFRICA, week={})

    assert due(4, opened_at=FRIDAY, working=nobody) == FRIDAY + timedelta(hours=4)


@pytest.mark.parametrize(
    ("day", "length"),
    [(date(2026, 3, 8), timedelta(hours=3)), (date(2026, 11, 1), timedelta(hours=5))],
    ids=["an hour is left out", "an hour comes twice"],
)
def test_on_the_day_when_clocks_change_real_hours_are_counted(day: date, length: timedelta) -> None:
    night_shift = WorkingTime(zone=NEW_YORK, week={6: (time(0), time(4)), 0: (time(0), time(4))})
    opened_at = datetime.combine(day, time(), tzinfo=NEW_YORK)
    closes = datetime.combine(day, time(4), tzinfo=NEW_YORK).astimezone(UTC)

    found = due(int(length.total_seconds() // 3600), opened_at=opened_at, working=night_shift)

    assert found == closes


def test_a_week_of_one_minute_comes_to_an_end() -> None:
    lazy = WorkingTime(zone=SOUTH_AFRICA, week={0: (time(8), time(8, 1))})

    assert due(8760, opened_at=FRIDAY, working=lazy) == FRIDAY + timedelta(days=DAYS_AT_MOST)


zones = st.sampled_from(["Africa/Johannesburg", "America/New_York", "Asia/Manila", "Pacific/Apia", "Africa/Cairo"])
hours_of_a_day = st.tuples(st.times(), st.times()).filter(lambda pair: pair[0] < pair[1])
weeks = st.dictionaries(st.integers(0, 6), hours_of_a_day, min_size=1)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    zone=zones,
    week=weeks,
    opened_at=moments,
    hours=st.integers(1, 200),
    holidays=st.frozensets(st.dates(date(2025, 1, 1), date(2028, 1, 1)), max_size=20),
)
def test_the_due_time_is_never_before_the_time_that_was_promised(
    zone: str, week: dict[int, tuple[time, time]], opened_at: datetime, hours: int, holidays: frozenset[date]
) -> None:
    working = WorkingTime(zone=ZoneInfo(zone), week=week, holidays=holidays)

    found = due(hours, opened_at=opened_at, working=working)

    assert opened_at + timedelta(hours=hours) <= found <= opened_at + timedelta(days=DAYS_AT_MOST)


@given(zone=zones, week=weeks, opened_at=moments, hours=st.integers(1, 100))
def test_more_hours_are_never_due_earlier(
    zone: str, week: dict[int, tuple[time, time]], opened_at: datetime, hours: int
) -> None:
    working = WorkingTime(zone=ZoneInfo(zone), week=week)

    earlier, later = (due(length, opened_at=opened_at, working=working) for length in (hours, hours + 1))

    assert earlier <= later


@given(st.sampled_from(CATEGORIES), st.sampled_from(PRIORITIES), moments)
def test_whatever_is_reported_whenever_is_due_later(category: str, priority: str, opened_at: datetime) -> None:
    assert due_at(category=category, priority=priority, opened_at=opened_at, working=OFFICE) > opened_at
