"""A resident reports: the complaint is opened once, however often the act is repeated."""

from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.lib.references import new_reference
from baraza.services.complaints.actions.changing import tell_open_pages
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.actions.second_opinion import ask_second_opinion
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.notices import tell_opened
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.categories import category_settings

OPENED = "complaints.opened"
_REFERENCE_TRIES = 8


class ReferencesExhausted(RuntimeError):
    """No free reference was found in several tries; at 47 million a year this means that randomness is broken."""


@dataclass(frozen=True, kw_only=True)
class NewComplaint:
    """`source_key` is unique to the act (a turn, a form's submission); `photos` are our media ids."""

    source_key: str
    channel: str
    language: str
    description: str
    category: str
    priority: str
    contact_id: int | None = None
    connection_id: int | None = None
    guessed_category: str = ""
    guessed_priority: str = ""
    guess_confidence: float | None = None
    guess_model: str = ""
    emergency: bool = False
    latitude: float | None = None
    longitude: float | None = None
    place_text: str = ""
    area_code: str = ""
    area_name: str = ""
    area_edition: str = ""
    area_approximate: bool = False
    ward_code: str = ""
    photos: tuple[str, ...] = ()


def open_complaint(*, actor: Actor, new: NewComplaint) -> str:
    """Opens the complaint and returns its reference; the same `source_key` again returns the first one's.

    Raises NotAllowed.
    """
    require(actor=actor, act="open")
    existing = Complaint.objects.filter(source_key=new.source_key).values_list("reference", flat=True).first()
    if existing is not None:
        return existing
    new = _as_arranged(new)
    complaint = _insert(new)
    if complaint is None:
        return Complaint.objects.get(source_key=new.source_key).reference
    for position, media_id in enumerate(new.photos):
        _photo_entry(complaint=complaint, actor=actor, media_id=media_id, source_key=f"open:{position}")
    ask_second_opinion(complaint=complaint)
    record(
        actor=actor,
        action="complaint.opened",
        subject_kind="complaint",
        subject_id=complaint.reference,
        changes={"category": new.category, "priority": new.priority, "channel": new.channel},
    )
    tell_open_pages(complaint=complaint, actor=actor, kind=OPENED)
    if new.channel == "web":
        tell_opened(complaint=complaint, key=f"complaints.opened:{complaint.pk}")
    return complaint.reference


def _insert(new: NewComplaint) -> Complaint | None:
    """None when a second process did the same act between our look and our insert: it does the rest of it too."""
    organisation = get_organisation(organisation_id=current_organisation_id())
    opened_at = now()
    arranged = category_settings(code=new.category)
    due = deadline(category=new.category, priority=new.priority, since=opened_at)
    for _ in range(_REFERENCE_TRIES):
        try:
            with transaction.atomic():
                return Complaint.objects.create(
                    organisation_id=organisation.id,
                    reference=new_reference(prefix=organisation.reference_prefix, at=opened_at),
                    opened_at=opened_at,
                    due_at=due,
                    team_id=arranged.team_id if arranged else None,
                    **_columns(new),
                )
        except IntegrityError as error:
            if Complaint.objects.filter(source_key=new.source_key).exists():
                return None
            if "complaint_reference_once" not in str(error):
                raise
    raise ReferencesExhausted("No free reference was found.")


def _as_arranged(new: NewComplaint) -> NewComplaint:
    """What falls into a category that the organisation marked as an emergency is one, whatever the words were."""
    arranged = category_settings(code=new.category)
    if arranged is None or not arranged.emergency:
        return new
    return replace(new, priority="critical", emergency=True)


def _columns(new: NewComplaint) -> dict[str, object]:
    return {
        "source_key": new.source_key,
        "channel": new.channel,
        "language": new.language,
        "description": new.description,
        "category": new.category,
        "priority": new.priority,
        "contact_id": new.contact_id,
        "connection_id": new.connection_id,
        "guessed_category": new.guessed_category,
        "guessed_priority": new.guessed_priority,
        "guess_confidence": new.guess_confidence,
        "guess_model": new.guess_model,
        "emergency": new.emergency,
        "latitude": new.latitude,
        "longitude": new.longitude,
        "place_text": new.place_text,
        "area_code": new.area_code,
        "area_name": new.area_name,
        "area_edition": new.area_edition,
        "area_approximate": new.area_approximate,
        "ward_code": new.ward_code,
    }


def _photo_entry(*, complaint: Complaint, actor: Actor, media_id: str, source_key: str) -> None:
    Entry.objects.create(
        organisation_id=complaint.organisation_id,
        complaint=complaint,
        kind=Entry.Kind.PHOTO,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        media_id=media_id,
        source_key=source_key,
    )
