"""Reads of threads for staff: the list in keyset pages, one thread, and the numbers beside the menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from baraza.conversation.models import Thread, ThreadEntry
from baraza.conversation.threads.keeping import ThreadUnknown
from baraza.core.tenancy.questions import Question, how_many
from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.models import Address, Message

PAGE_SIZE = 25
_MOST_ENTRIES = 100
_SHORTEST_NUMBER = 4
_UNSEEN = ("session_end",)


class Box(StrEnum):
    """The lists of the inbox."""

    WAITING = "waiting"
    MINE = "mine"
    UNREAD = "unread"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page of the list begins: after this thread."""

    at: datetime
    id: int


@dataclass(frozen=True, kw_only=True)
class ThreadSummary:
    id: int
    contact_id: int
    connection_id: int | None
    name: str
    language: str
    channel: str
    state: str
    assignee_id: int | None
    team_id: int | None
    unread: int
    question: str
    waiting_since: datetime | None
    last_at: datetime
    last_text: str
    last_kind: str
    last_incoming: bool
    blocked: bool


@dataclass(frozen=True, kw_only=True)
class ThreadPage:
    threads: list[ThreadSummary]
    older: Place | None


@dataclass(frozen=True, kw_only=True)
class Act:
    id: int
    kind: str
    actor_name: str
    text: str
    at: datetime


def list_threads(*, box: Box, member_id: int | None, text: str = "", after: Place | None = None) -> ThreadPage:
    """Newest first; those who wait, the longest waiting first. `text` is a part of a name or of a number."""
    rows = _in_box(_all(), box, member_id)
    if text:
        rows = rows.filter(_matching(text))
    waiting = box is Box.WAITING
    if after is not None and waiting:
        rows = rows.filter(Q(waiting_since__gt=after.at) | Q(waiting_since=after.at, pk__gt=after.id))
    elif after is not None:
        rows = rows.filter(Q(last_at__lt=after.at) | Q(last_at=after.at, pk__lt=after.id))
    order = ("waiting_since", "pk") if waiting else ("-last_at", "-pk")
    found = list(_with_last_line(rows).select_related("contact").order_by(*order)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    lines = _lines(shown)
    return ThreadPage(
        threads=[_summary(row, lines) for row in shown],
        older=_place(shown[-1], waiting=waiting) if more else None,
    )


def _place(row: Thread, *, waiting: bool) -> Place:
    return Place(at=(row.waiting_since if waiting else None) or row.last_at, id=row.pk)


def get_thread(*, thread_id: int) -> ThreadSummary:
    """Raises ThreadUnknown; another organisation's looks the same."""
    row = _with_last_line(_all().filter(pk=thread_id)).select_related("contact").first()
    if row is None:
        raise ThreadUnknown(f"No thread {thread_id}.")
    return _summary(row, _lines([row]))


def thread_ids_of(*, contact_id: int) -> list[int]:
    return list(_all().filter(contact_id=contact_id).order_by("-last_at").values_list("pk", flat=True))


def list_others(*, found: ThreadSummary) -> list[ThreadSummary]:
    """The person's other threads, newest first."""
    rows = _with_last_line(_all().filter(contact_id=found.contact_id).exclude(pk=found.id))
    others = list(rows.select_related("contact").order_by("-last_at", "-pk"))
    lines = _lines(others)
    return [_summary(row, lines) for row in others]


def last_added_at(*, thread_id: int) -> datetime | None:
    """When what was said here last became part of a report."""
    rows = ThreadEntry.objects.filter(thread_id=thread_id, kind__in=["reported", "added"]).order_by("-id")
    return rows.values_list("at", flat=True).first()


def list_acts(*, contact_id: int) -> list[Act]:
    """What staff did in all threads of the person, newest first."""
    rows = ThreadEntry.objects.filter(thread__contact_id=contact_id).order_by("-id")[:_MOST_ENTRIES]
    return [Act(id=row.pk, kind=row.kind, actor_name=row.actor_name, text=row.text, at=row.at) for row in rows]


def count_while_blocked(*, contact_id: int) -> int:
    """What a blocked sender wrote since they were blocked."""
    rows = Message.objects.filter(contact_id=contact_id, direction=Message.Direction.IN)
    return rows.filter(contact__blocked_at__isnull=False, created_at__gte=F("contact__blocked_at")).count()


def waiting_question() -> Question:
    """How many wait for staff, for asking together with what else stands around a page."""
    return how_many(key="threads.waiting", rows=_all().filter(state=Thread.State.WAITING))


def count_boxes(*, member_id: int | None) -> Mapping[Box, int]:
    """For the tabs; the boxes that only grow have no number."""
    return {box: _in_box(_all(), box, member_id).count() for box in (Box.WAITING, Box.MINE, Box.UNREAD)}


def _all() -> QuerySet[Thread]:
    return Thread.objects.filter(organisation_id=current_organisation_id())


def _in_box(rows: QuerySet[Thread], box: Box, member_id: int | None) -> QuerySet[Thread]:
    match box:
        case Box.WAITING:
            return rows.filter(state=Thread.State.WAITING)
        case Box.MINE:
            with_people = rows.filter(state__in=[Thread.State.WAITING, Thread.State.PERSON])
            return with_people.filter(assignee_id=member_id)
        case Box.UNREAD:
            return rows.filter(unread__gt=0)
        case Box.CLOSED:
            return rows.filter(state=Thread.State.CLOSED)
        case Box.ALL:
            return rows.exclude(state=Thread.State.CLOSED)


def _matching(text: str) -> Q:
    words = text.replace("\0", "").strip()
    digits = "".join(letter for letter in words if letter.isdigit()).lstrip("0")
    match = Q(contact__name__icontains=words)
    if len(digits) >= _SHORTEST_NUMBER:
        owners = Address.objects.filter(
            organisation_id=current_organisation_id(), scheme=Address.Scheme.PHONE, value__contains=digits
        )
        match |= Q(contact_id__in=owners.values("contact_id"))
    return match


def _with_last_line(rows: QuerySet[Thread]) -> QuerySet[Thread]:
    lines = Message.objects.filter(contact_id=OuterRef("contact_id"), connection_id=OuterRef("connection_id"))
    newest = lines.exclude(kind__in=_UNSEEN).order_by("-id")
    return rows.annotate(last_line=Subquery(newest.values("pk")[:1]))


def _lines(rows: list[Thread]) -> dict[int, Message]:
    ids = [line for row in rows if (line := _last_line(row)) is not None]
    return Message.objects.in_bulk(ids)


def _last_line(row: Thread) -> int | None:
    found: int | None = getattr(row, "last_line", None)
    return found


def _summary(row: Thread, lines: Mapping[int, Message]) -> ThreadSummary:
    line = lines.get(_last_line(row) or 0)
    return ThreadSummary(
        id=row.pk,
        contact_id=row.contact_id,
        connection_id=row.connection_id,
        name=row.contact.name,
        language=row.contact.language,
        channel=line.channel if line else "",
        state=row.state,
        assignee_id=row.assignee_id,
        team_id=row.team_id,
        unread=row.unread,
        question=row.question,
        waiting_since=row.waiting_since,
        last_at=row.last_at,
        last_text=line.text if line else row.question,
        last_kind=line.kind if line else "",
        last_incoming=line is None or line.direction == Message.Direction.IN,
        blocked=row.contact.blocked_at is not None,
    )
