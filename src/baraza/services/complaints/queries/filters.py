"""Which complaints a list is about: what staff narrow it by, as conditions on rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from baraza.core.identity.queries.choosing import teams_and_people
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import OPEN, SETTLED, State

SOON = timedelta(hours=24)
NO_TEAM = 0


@dataclass(frozen=True, kw_only=True)
class Filter:
    """`group` is open, settled or all; chosen states say it more exactly. What is empty does not narrow.

    `due` is overdue or soon, kept or missed; `opened_from` belongs to it, `opened_before` does not any more. `by` is
    what the two are about: the day of the report, or when it was acknowledged, resolved, closed or reopened. `away`
    is what somebody has who may not work here (any more). Among `team_ids`, `NO_TEAM` is what no team has; `no_ward` is
    what lies in none that is known.
    """

    group: str = "open"
    text: str = ""
    states: tuple[State, ...] = ()
    categories: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    team_ids: tuple[int, ...] | None = None
    assignee_id: int | None = None
    unassigned: bool = False
    away: bool = False
    ward: str = ""
    no_ward: bool = False
    area: str = ""
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    by: str = "opened"
    due: str = ""
    emergency: bool = False

    @property
    def settled(self) -> bool | None:
        """None when both may be in the list."""
        if self.states:
            kinds = {state in SETTLED for state in self.states}
            return kinds.pop() if len(kinds) == 1 else None
        if self.due in {"overdue", "soon"} or self.group == "open":
            return False
        return True if self.group == "settled" else None


def narrowed(wanted: Filter) -> QuerySet[Complaint]:
    """All but the text, which the search answers."""
    # The organisation is said as well as enforced: the planner finds the index by it.
    rows = Complaint.objects.filter(organisation_id=current_organisation_id())
    if wanted.settled is not None:
        rows = rows.filter(settled=wanted.settled)
    # A choice of all states of a group is the group.
    if wanted.states and frozenset(wanted.states) not in {OPEN, SETTLED}:
        rows = rows.filter(_any("state", wanted.states))
    for column, chosen in (
        ("category", wanted.categories),
        ("priority", wanted.priorities),
        ("channel", wanted.channels),
        ("language", wanted.languages),
        ("ward_code", ("",) if wanted.no_ward else (wanted.ward,) if wanted.ward else ()),
        ("area_code", (wanted.area,) if wanted.area else ()),
    ):
        if chosen:
            rows = rows.filter(_any(column, chosen))
    return _whose(_when(rows, wanted), wanted)


def _any(column: str, chosen: Sequence[object]) -> Q:
    """Said one by one: an index of many columns looks up each, and would pass over a list of them."""
    condition = Q()
    for value in chosen:
        condition |= Q(**{column: value})
    return condition


def _whose(rows: QuerySet[Complaint], wanted: Filter) -> QuerySet[Complaint]:
    if wanted.unassigned:
        rows = rows.filter(assignee__isnull=True)
    elif wanted.away:
        rows = rows.filter(assignee__isnull=False).exclude(assignee_id__in=list(teams_and_people().people))
    elif wanted.assignee_id is not None:
        rows = rows.filter(assignee_id=wanted.assignee_id)
    if wanted.team_ids is not None:
        ids = [None if pk == NO_TEAM else pk for pk in wanted.team_ids]
        rows = rows.filter(_any("team_id", ids)) if ids else rows.none()
    return rows.filter(emergency=True) if wanted.emergency else rows


def _when(rows: QuerySet[Complaint], wanted: Filter) -> QuerySet[Complaint]:
    if wanted.opened_from:
        rows = rows.filter(**{f"{wanted.by}_at__gte": wanted.opened_from})
    if wanted.opened_before:
        rows = rows.filter(**{f"{wanted.by}_at__lt": wanted.opened_before})
    at = now()
    if wanted.due == "overdue":
        rows = rows.filter(due_at__lt=at)
    elif wanted.due == "soon":
        rows = rows.filter(due_at__gte=at, due_at__lt=at + SOON)
    elif wanted.due == "kept":
        rows = rows.filter(resolved_at__lte=F("due_at"))
    elif wanted.due == "missed":
        rows = rows.filter(resolved_at__gt=F("due_at"))
    return rows
