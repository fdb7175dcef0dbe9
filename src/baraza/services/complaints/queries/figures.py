"""Counts of complaints as they stand, for badges, lists and the dashboard."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import OPEN, State


def counts_by_state() -> dict[State, int]:
    """Every state, with 0 where there is none."""
    rows = _complaints().values("state").order_by().annotate(number=Count("pk")).values_list("state", "number")
    return {**dict.fromkeys(State, 0), **{State(state): number for state, number in rows}}


def open_count() -> int:
    return sum(number for state, number in counts_by_state().items() if state in OPEN)


def overdue_count(*, assignee_id: int | None = None, team_ids: Collection[int] | None = None) -> int:
    """Open and past their due time: of everyone, of one person, or of some teams."""
    rows = _complaints().filter(state__in=sorted(OPEN), due_at__lt=now())
    if assignee_id is not None:
        rows = rows.filter(assignee_id=assignee_id)
    if team_ids is not None:
        rows = rows.filter(team_id__in=team_ids)
    return rows.count()


def _complaints() -> QuerySet[Complaint]:
    # The organisation is said as well as enforced: the planner finds the index by it.
    return Complaint.objects.filter(organisation_id=current_organisation_id())
