"""Complaints for files: everything that a filter matches, by id, batch by batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from baraza.core.identity.queries import list_teams, member_names
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries import search
from baraza.services.complaints.queries.filters import Filter, narrowed


@dataclass(frozen=True, kw_only=True)
class ComplaintRow:
    """No name and no number of a resident; `description` may hold what they wrote of themselves."""

    id: int
    reference: str
    state: str
    category: str
    priority: str
    emergency: bool
    description: str
    place: str
    area: str
    ward: str
    latitude: float | None
    longitude: float | None
    channel: str
    language: str
    opened_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    reopened_at: datetime | None
    team: str
    assignee: str
    duplicate_of: str


def complaints_after(*, wanted: Filter, after: int, size: int) -> list[ComplaintRow]:
    """Ascending by id: what is opened meanwhile comes at the end, and nothing comes twice."""
    rows = list(_matching(wanted).filter(pk__gt=after).select_related("duplicate_of").order_by("pk")[:size])
    people = member_names(user_ids={row.assignee_id for row in rows if row.assignee_id})
    teams = {team.id: team.name for team in list_teams(include_inactive=True)} if rows else {}
    return [_row(row, people=people, teams=teams) for row in rows]


def count_complaints(*, wanted: Filter) -> int:
    return _matching(wanted).count()


def _matching(wanted: Filter) -> QuerySet[Complaint]:
    rows = narrowed(wanted)
    if not wanted.text:
        return rows
    matches = search.find(text=wanted.text)
    return rows.filter(pk__in=list(matches.ranks)) if matches.complete else search.holding(rows, query=matches.query)


def _row(row: Complaint, *, people: Mapping[int, str], teams: Mapping[int, str]) -> ComplaintRow:
    return ComplaintRow(
        id=row.pk,
        reference=row.reference,
        state=row.state,
        category=row.category,
        priority=row.priority,
        emergency=row.emergency,
        description=row.description,
        place=row.place_text,
        area=row.area_name,
        ward=row.ward_code,
        latitude=row.latitude,
        longitude=row.longitude,
        channel=row.channel,
        language=row.language,
        opened_at=row.opened_at,
        due_at=row.due_at,
        acknowledged_at=row.acknowledged_at,
        resolved_at=row.resolved_at,
        closed_at=row.closed_at,
        reopened_at=row.reopened_at,
        team=teams.get(row.team_id or 0, ""),
        assignee=people.get(row.assignee_id or 0, ""),
        duplicate_of=row.duplicate_of.reference if row.duplicate_of else "",
    )
