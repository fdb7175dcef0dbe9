"""When a schedule's next file is due, and which days it tells of."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from tests.capabilities.exports.moments import utc

from baraza.lib.recurring import Times, following, last_period

ZONE = ZoneInfo("Africa/Johannesburg")


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("times", "after", "next_at"),
    [
        (Times(every="day", hour=7), "2026-03-01 04:59", "2026-03-01 05:00"),
        (Times(every="day", hour=7), "2026-03-01 05:00", "2026-03-02 05:00"),
        (Times(every="week", hour=0, weekday=0), "2026-03-01 21:59", "2026-03-01 22:00"),
        (Times(every="month", hour=7, day=31), "2026-02-01 00:00", "2026-02-28 05:00"),
        (Times(every="month", hour=7, day=31), "2026-02-28 05:00", "2026-03-31 05:00"),
    ],
)
def test_the_next_time_is_by_the_organisations_clock(times: Times, after: str, next_at: str) -> None:
    assert following(times, after=utc(after), zone=ZONE) == utc(next_at)


def test_an_hour_that_the_clock_leaves_out_or_repeats_comes_once() -> None:
    times = Times(every="day", hour=2)
    spring = [following(times, after=utc("2026-03-28 02:00"), zone=BERLIN)]
    spring.append(following(times, after=spring[0], zone=BERLIN))
    autumn = [following(times, after=utc("2026-10-24 12:00"), zone=BERLIN)]
    autumn.append(following(times, after=autumn[0], zone=BERLIN))

    assert [at.astimezone(UTC).strftime("%d %H:%M") for at in spring] == ["29 01:00", "30 00:00"]
    assert [at.astimezone(UTC).strftime("%d %H:%M") for at in autumn] == ["25 00:00", "26 01:00"]


@pytest.mark.parametrize(("every", "since"), [("day", "2026-03-30"), ("week", "2026-03-24"), ("month", "2026-02-28")])
def test_the_last_period_is_whole_days_before_the_day_of_the_run(every: str, since: str) -> None:
    found = last_period(Times(every=every, hour=7), at=utc("2026-03-31 05:00"), zone=ZONE)

    assert [f"{at:%Y-%m-%d %H:%M %z}" for at in found] == [f"{since} 00:00 +0200", "2026-03-31 00:00 +0200"]
