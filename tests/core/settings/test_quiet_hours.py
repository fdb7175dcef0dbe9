"""Quiet hours by the clock on the wall: over midnight, in other zones, in the nights in which clocks change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from tests.factories.core import make_organisation

from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed
from baraza.core.settings.quiet import (
    SECTION,
    HoursEmpty,
    QuietHours,
    end_of_quiet,
    get_quiet_hours,
    quiet_until,
    set_quiet_hours,
)
from baraza.core.settings.sections import SettingsChanged, section_version
from baraza.core.tenancy.scope import organisation_scope

NIGHT = QuietHours(on=True, begins=dt.time(21), ends=dt.time(7))
NOON = QuietHours(on=True, begins=dt.time(12), ends=dt.time(14))


@pytest.mark.parametrize(
    ("hours", "zone", "at", "until"),
    [
        (NIGHT, "Africa/Johannesburg", "2026-11-20T18:59:59", None),
        (NIGHT, "Africa/Johannesburg", "2026-11-20T19:00:00", "2026-11-21T05:00:00"),
        (NIGHT, "Africa/Johannesburg", "2026-11-20T22:30:00", "2026-11-21T05:00:00"),
        (NIGHT, "Africa/Johannesburg", "2026-11-21T04:59:59", "2026-11-21T05:00:00"),
        (NIGHT, "Africa/Johannesburg", "2026-11-21T05:00:00", None),
        (NIGHT, "Africa/Kigali", "2026-12-31T22:30:00", "2027-01-01T05:00:00"),
        (NIGHT, "Asia/Manila", "2026-11-20T12:59:00", None),
        (NIGHT, "Asia/Manila", "2026-11-20T13:00:00", "2026-11-20T23:00:00"),
        (NOON, "Africa/Johannesburg", "2026-11-20T10:00:00", "2026-11-20T12:00:00"),
        (NOON, "Africa/Johannesburg", "2026-11-20T12:00:00", None),
        # Clocks go forward on 29 March 2026 and back on 25 October: that night is an hour shorter, and longer.
        (NIGHT, "Europe/Berlin", "2026-03-28T20:00:00", "2026-03-29T05:00:00"),
        (NIGHT, "Europe/Berlin", "2026-10-24T19:00:00", "2026-10-25T06:00:00"),
        # They would end at half past two, which there is not, or which there is twice.
        (
            QuietHours(on=True, begins=dt.time(21), ends=dt.time(2, 30)),
            "Europe/Berlin",
            "2026-03-28T23:00:00",
            "2026-03-29T01:30:00",
        ),
        (
            QuietHours(on=True, begins=dt.time(21), ends=dt.time(2, 30)),
            "Europe/Berlin",
            "2026-10-24T23:00:00",
            "2026-10-25T00:30:00",
        ),
        (QuietHours(on=True, begins=dt.time(21), ends=dt.time(2, 30)), "Europe/Berlin", "2026-10-25T01:10:00", None),
    ],
)
def test_what_is_written_waits_until(hours: QuietHours, zone: str, at: str, until: str | None) -> None:
    found = end_of_quiet(hours=hours, at=dt.datetime.fromisoformat(f"{at}+00:00"), zone=ZoneInfo(zone))
    assert found == (None if until is None else dt.datetime.fromisoformat(f"{until}+00:00"))


def test_they_are_off_until_an_organisation_sets_them(db: None) -> None:
    midnight = dt.datetime.fromisoformat("2026-11-20T23:00:00+00:00")
    organisation = make_organisation(time_zone="Africa/Johannesburg")
    with organisation_scope(organisation_id=organisation.id):
        assert quiet_until(at=midnight) is None
        set_quiet_hours(actor=SYSTEM, hours=NIGHT, version=section_version(name=SECTION))
    with organisation_scope(organisation_id=organisation.id):
        assert get_quiet_hours() == NIGHT
        assert quiet_until(at=midnight) == dt.datetime.fromisoformat("2026-11-21T05:00:00+00:00")
        with pytest.raises(SettingsChanged):
            set_quiet_hours(actor=SYSTEM, hours=NOON, version=1)
        with pytest.raises(HoursEmpty):
            set_quiet_hours(actor=SYSTEM, hours=QuietHours(on=True, begins=dt.time(7), ends=dt.time(7)), version=2)
        with pytest.raises(NotAllowed):
            set_quiet_hours(actor=Actor(kind="member", id=1, role="agent"), hours=NOON, version=2)
        assert get_quiet_hours() == NIGHT
