"""When an organisation works: hours by day of the week, and the days on which it does not."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.models import Holiday, WorkingDay
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope

SECTION: Final = "calendar"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """`week` is by day of the week, Monday 0; `holidays` are names by day."""

    week: Mapping[int, tuple[dt.time, dt.time]] = field(default_factory=dict)
    holidays: Mapping[dt.date, str] = field(default_factory=dict)


class HoursReversed(ValueError):
    """A day closes before it opens."""


def get_calendar() -> Calendar:
    """Of the organisation in scope, read once per scope."""
    return kept_in_scope(key="settings.calendar", make=_read)


def set_calendar(*, actor: Actor, calendar: Calendar, version: int) -> None:
    """Replaces all of it. Raises NotAllowed, SettingsChanged, HoursReversed."""
    require(actor=actor, permission="settings.manage")
    if any(opens >= closes for opens, closes in calendar.week.values()):
        raise HoursReversed(calendar.week)
    organisation_id, before = current_organisation_id(), _words(_read())
    claim_section(name=SECTION, expected=version, previous=before)
    WorkingDay.objects.filter(organisation_id=organisation_id).delete()
    WorkingDay.objects.bulk_create(
        WorkingDay(organisation_id=organisation_id, weekday=day, opens=opens, closes=closes)
        for day, (opens, closes) in sorted(calendar.week.items())
    )
    Holiday.objects.filter(organisation_id=organisation_id).delete()
    Holiday.objects.bulk_create(
        Holiday(organisation_id=organisation_id, day=day, name=name) for day, name in sorted(calendar.holidays.items())
    )
    after = _words(calendar)
    record(
        actor=actor,
        action="settings.calendar_changed",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes={name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )


def _read() -> Calendar:
    organisation_id = current_organisation_id()
    days = WorkingDay.objects.filter(organisation_id=organisation_id).order_by("weekday")
    holidays = Holiday.objects.filter(organisation_id=organisation_id).order_by("day")
    return Calendar(
        week={row.weekday: (row.opens, row.closes) for row in days},
        holidays={row.day: row.name for row in holidays},
    )


def _words(calendar: Calendar) -> dict[str, list[str]]:
    """As the audit trail keeps it."""
    return {
        "week": [f"{day} {opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in sorted(calendar.week.items())],
        "holidays": [f"{day:%Y-%m-%d} {name}" for day, name in sorted(calendar.holidays.items())],
    }
