"""The organisation's own due times, for the page on which they are set and for the clock."""

from zoneinfo import ZoneInfo

from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.calendar import get_calendar
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import DueHours, DuePolicy
from baraza.services.complaints.rules.due import WorkingTime


def own_due_hours() -> dict[tuple[str, str], int]:
    """What it set, by category and priority."""
    rows = DueHours.objects.filter(organisation_id=current_organisation_id())
    return {(row.category, row.priority): row.hours for row in rows}


def working_time_counts() -> bool:
    row = DuePolicy.objects.filter(organisation_id=current_organisation_id()).first()
    return row.working_time if row else False


def working_time() -> WorkingTime | None:
    """None where every hour counts: because it was chosen so, or because no working hours are set."""
    if not working_time_counts():
        return None
    organisation_id, calendar = current_organisation_id(), get_calendar()
    zone = ZoneInfo(get_organisation(organisation_id=organisation_id).time_zone)
    return WorkingTime(zone=zone, week=calendar.week, holidays=frozenset(calendar.holidays))
