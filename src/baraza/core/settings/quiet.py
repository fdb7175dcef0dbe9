"""Quiet hours: when an organisation's notices wait until the morning, by its own clock."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Final
from zoneinfo import ZoneInfo

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.sections import claim_section, section_previous
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope

SECTION: Final = "quiet_hours"


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From `begins` to `ends`, over midnight when it ends earlier than it begins."""

    on: bool = False
    begins: dt.time = dt.time(21)
    ends: dt.time = dt.time(7)


class HoursEmpty(ValueError):
    """They begin and end at the same time."""


def get_quiet_hours() -> QuietHours:
    """Of the organisation in scope, read once per scope; off until it decides otherwise."""
    return kept_in_scope(key="settings.quiet_hours", make=_read)


def set_quiet_hours(*, actor: Actor, hours: QuietHours, version: int) -> None:
    """Raises NotAllowed, SettingsChanged, HoursEmpty."""
    require(actor=actor, permission="settings.manage")
    if hours.begins == hours.ends:
        raise HoursEmpty(hours.begins)
    before, after = _words(_read()), _words(hours)
    claim_section(name=SECTION, expected=version, previous=after)
    record(
        actor=actor,
        action="settings.quiet_hours_changed",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={name: [before[name], after[name]] for name in after if before[name] != after[name]},
    )


def quiet_until(*, at: dt.datetime) -> dt.datetime | None:
    """When what is written at this moment may be sent; None when at once."""
    hours = get_quiet_hours()
    zone = get_organisation(organisation_id=current_organisation_id()).time_zone
    return end_of_quiet(hours=hours, at=at, zone=ZoneInfo(zone)) if hours.on else None


def end_of_quiet(*, hours: QuietHours, at: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """By the clock on the wall there: a night in which clocks change is longer or shorter than the others."""
    wall = at.astimezone(zone)
    over_midnight = hours.ends < hours.begins
    if over_midnight:
        quiet = wall.time() >= hours.begins or wall.time() < hours.ends
    else:
        quiet = hours.begins <= wall.time() < hours.ends
    if not quiet:
        return None
    day = wall.date() + dt.timedelta(days=1 if over_midnight and wall.time() >= hours.begins else 0)
    end = dt.datetime.combine(day, hours.ends, tzinfo=zone).astimezone(dt.UTC)
    # In the hour that comes twice the end may have been a moment ago.
    return end if end > at else None


def _read() -> QuietHours:
    kept = section_previous(name=SECTION)
    if not kept:
        return QuietHours()
    begins, ends = (dt.time.fromisoformat(str(kept[name])) for name in ("begins", "ends"))
    return QuietHours(on=bool(kept["on"]), begins=begins, ends=ends)


def _words(hours: QuietHours) -> dict[str, object]:
    """As the row and the audit trail keep it."""
    return {name: f"{value:%H:%M}" if isinstance(value, dt.time) else value for name, value in asdict(hours).items()}
