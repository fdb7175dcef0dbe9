"""What reads of complaints return."""

from dataclasses import dataclass
from datetime import datetime

from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.states import OPEN, State


@dataclass(frozen=True, kw_only=True)
class ComplaintSummary:
    id: int
    reference: str
    category: str
    priority: str
    state: State
    description: str
    place: str
    area_name: str
    area_approximate: bool
    ward_code: str
    channel: str
    language: str
    emergency: bool
    opened_at: datetime
    due_at: datetime
    assignee_id: int | None
    team_id: int | None
    contact_id: int | None
    version: int

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def overdue(self, *, at: datetime) -> bool:
        return self.is_open and at > self.due_at


@dataclass(frozen=True, kw_only=True)
class ComplaintDetail(ComplaintSummary):
    connection_id: int | None
    latitude: float | None
    longitude: float | None
    area_code: str
    area_edition: str
    guessed_category: str
    guessed_priority: str
    guess_confidence: float | None
    guess_open: bool
    resolved_at: datetime | None
    duplicate_of: str
    followers: int


@dataclass(frozen=True, kw_only=True)
class TimelineLine:
    """`public` lines are shown to whoever holds the reference; notes are for staff only."""

    id: int
    kind: str
    actor_kind: str
    actor_name: str
    text: str
    changes: dict[str, object]
    media_id: str
    at: datetime

    @property
    def public(self) -> bool:
        return self.kind != Entry.Kind.NOTE


def to_summary(row: Complaint) -> ComplaintSummary:
    return ComplaintSummary(
        id=row.pk,
        reference=row.reference,
        category=row.category,
        priority=row.priority,
        state=State(row.state),
        description=row.description,
        place=row.place_text,
        area_name=row.area_name,
        area_approximate=row.area_approximate,
        ward_code=row.ward_code,
        channel=row.channel,
        language=row.language,
        emergency=row.emergency,
        opened_at=row.opened_at,
        due_at=row.due_at,
        assignee_id=row.assignee_id,
        team_id=row.team_id,
        contact_id=row.contact_id,
        version=row.version,
    )


def to_line(row: Entry) -> TimelineLine:
    return TimelineLine(
        id=row.pk,
        kind=row.kind,
        actor_kind=row.actor_kind,
        actor_name=row.actor_name,
        text=row.text,
        changes=row.changes,
        media_id=row.media_id,
        at=row.at,
    )
