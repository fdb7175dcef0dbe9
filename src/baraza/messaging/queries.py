"""Reads of messaging: the thread with a person, what could not be sent, how the outbox is doing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.contacts import ContactUnknown, phone_of
from baraza.messaging.contract import DeliveryStatus, JsonObject
from baraza.messaging.models import Address, ConnectionTrouble, Contact, Message, OutboxEntry

# Kept for the record, but not something anybody said.
_UNSEEN_KINDS = ("session_end",)
_PROBLEMS = (DeliveryStatus.FAILED, DeliveryStatus.UNCERTAIN)
COUNTED = (*_PROBLEMS, DeliveryStatus.QUEUED, DeliveryStatus.SENDING)


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    id: int
    name: str
    phone: str
    language: str
    blocked: bool
    told_by: str
    any_time: bool


@dataclass(frozen=True, kw_only=True)
class ThreadLine:
    """`status` is empty for what the person wrote; a screen of a session channel counts as delivered."""

    id: int
    incoming: bool
    channel: str
    kind: str
    text: str
    details: JsonObject
    status: str
    error_code: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class OutboxProblem:
    entry_id: int
    contact_id: int
    connection_id: int
    status: str
    error_code: str
    error_detail: str
    text: str
    attempts: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Trouble:
    connection_id: int
    code: str
    detail: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class OutboxFigures:
    by_status: Mapping[str, int]
    oldest_due_seconds: float


def contact_details(*, contact_id: int) -> ContactDetails:
    """Of the contact itself, or of the one that it was merged into. Raises ContactUnknown."""
    row = Contact.objects.filter(pk=contact_id).first()
    while row is not None and row.merged_into_id is not None:
        row = Contact.objects.filter(pk=row.merged_into_id).first()
    if row is None:
        raise ContactUnknown(f"No contact {contact_id}.")
    return ContactDetails(
        id=row.pk,
        name=row.name,
        phone=phone_of(contact_id=row.pk),
        language=row.language,
        blocked=row.blocked_at is not None,
        told_by=row.told_by,
        any_time=row.any_time,
    )


def contact_language(*, contact_id: int) -> str:
    """What the person chose, else the organisation's first language. Raises ContactUnknown."""
    language = contact_details(contact_id=contact_id).language
    return language or get_organisation(organisation_id=current_organisation_id()).default_language


def contact_with_phone(*, phone: str) -> int | None:
    """Whose number this is, in E.164; nobody is made known by asking."""
    rows = Address.objects.filter(
        organisation_id=current_organisation_id(), scheme=Address.Scheme.PHONE, value=phone
    ).values_list("contact_id", flat=True)
    return rows.first()


def thread(
    *, contact_id: int, limit: int = 50, before: int | None = None, first: int | None = None
) -> list[ThreadLine]:
    """The newest lines first; `before` is the id of the last line of the page before, `first` the oldest wanted."""
    rows = Message.objects.filter(contact_id=contact_id).exclude(kind__in=_UNSEEN_KINDS).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if first is not None:
        rows = rows.filter(pk__gte=first)
    messages = list(rows[:limit])
    # Of an entry and those that stood in for it the newest counts.
    entries = {
        entry.message_id: entry
        for entry in OutboxEntry.objects.filter(message_id__in=[row.pk for row in messages]).order_by("id")
    }
    return [_line(row, entries.get(row.pk)) for row in messages]


def came_in_thread(*, contact_id: int, media_id: str) -> bool:
    """Whether this person sent or was sent the photo, however long ago."""
    sent = Q(direction=Message.Direction.IN, content__media_id=media_id)
    got = Q(direction=Message.Direction.OUT, content__photo_id=media_id)
    return media_id != "" and Message.objects.filter(sent | got, contact_id=contact_id).exists()


def connection_of_media(*, contact_id: int, media_id: str) -> int | None:
    """Over which this person sent the photo; None when it came by a page."""
    rows = Message.objects.filter(
        contact_id=contact_id, direction=Message.Direction.IN, content__media_id=media_id
    ).order_by("-id")
    return rows.values_list("connection_id", flat=True).first()


def outbox_problems(*, limit: int = 50, before: int | None = None) -> list[OutboxProblem]:
    """Messages that failed or may not have arrived, and that no other connection took over; the newest first."""
    taken_over = OutboxEntry.objects.filter(fallback_of__isnull=False).values("fallback_of_id")
    rows = (
        OutboxEntry.objects.filter(organisation_id=current_organisation_id(), status__in=_PROBLEMS)
        .exclude(pk__in=taken_over)
        .select_related("message")
        .order_by("-id")
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        OutboxProblem(
            entry_id=row.pk,
            contact_id=row.contact_id,
            connection_id=row.connection_id,
            status=row.status,
            error_code=row.error_code,
            error_detail=row.error_detail,
            text=row.message.text,
            attempts=row.attempts,
            at=row.settled_at or row.created_at,
        )
        for row in rows[:limit]
    ]


def connection_troubles() -> list[Trouble]:
    """Connections whose account the provider refuses at present."""
    return [
        Trouble(connection_id=row.connection_id, code=row.code, detail=row.detail, since=row.since)
        for row in ConnectionTrouble.objects.order_by("since")
    ]


def outbox_figures() -> OutboxFigures:
    """Of the organisation in scope, for /metrics and health: what is still to be sent or went wrong."""
    rows = OutboxEntry.objects.filter(organisation_id=current_organisation_id())
    counted = rows.filter(status__in=COUNTED).values_list("status").annotate(number=Count("id")).order_by("status")
    oldest = rows.filter(status="queued", next_attempt_at__lte=clock.now()).aggregate(at=Min("next_attempt_at"))["at"]
    return OutboxFigures(
        by_status=dict(counted),
        oldest_due_seconds=0.0 if oldest is None else (clock.now() - oldest).total_seconds(),
    )


def _line(row: Message, entry: OutboxEntry | None) -> ThreadLine:
    incoming = row.direction == Message.Direction.IN
    answered_at_once = "" if incoming else DeliveryStatus.DELIVERED.value
    return ThreadLine(
        id=row.pk,
        incoming=incoming,
        channel=row.channel,
        kind=row.kind,
        text=row.text,
        details=row.content,
        status=entry.status if entry else answered_at_once,
        error_code=entry.error_code if entry else "",
        created_at=row.created_at,
    )
