"""When a complaint is due, by the organisation's own hours and working time where it has set some."""

from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import DueHours
from baraza.services.complaints.queries.due_times import working_time
from baraza.services.complaints.rules.due import due_at


def deadline(*, category: str, priority: str, since: datetime) -> datetime:
    own = DueHours.objects.filter(
        organisation_id=current_organisation_id(), category=category, priority=priority
    ).first()
    hours = {(category, priority): own.hours} if own else None
    working = None if priority == "critical" else working_time()
    return due_at(category=category, priority=priority, opened_at=since, hours=hours, working=working)
