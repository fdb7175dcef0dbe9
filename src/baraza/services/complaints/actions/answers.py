"""What staff say about a complaint: replies to the resident, which can be taken back for a moment, and notes."""

from datetime import timedelta
from typing import Final

from django.conf import settings

from baraza.capabilities.notifications.actions import take_back
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.lib.clock import now
from baraza.services.complaints.actions.changing import tell_open_pages
from baraza.services.complaints.actions.locks import ChangedMeanwhile, lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.actions.words import spoken
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.notices import announce_reply, take_announcement_back, tell_reply
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.keys import reply_key

REPLIED: Final = "complaints.replied"
NOTED: Final = "complaints.noted"


class TooLate(Exception):
    """The reply has left, or it is somebody else's."""


def undo_time() -> timedelta:
    """As long as a reply waits before it is sent, so that its writer can think again."""
    return timedelta(seconds=settings.REPLY_UNDO_SECONDS)


def reply(
    *,
    actor: Actor,
    reference: str,
    text: str,
    source_key: str,
    seen: int | None = None,
    announced: bool = False,
    undoable: bool = False,
    photo_id: str = "",
) -> int | None:
    """Staff answer the resident on the channel they used; returns the line, None when the act was done before.

    `seen` is the newest line that the writer had before them: words that came since are read first. `announced`
    chooses the template that only says that there is an answer. `photo_id` is a photo that was stored before; who
    cannot be sent photos sees it on the page of their report. Raises NotAllowed, NothingSaid, ChangedMeanwhile,
    ComplaintUnknown.
    """
    require(actor=actor, act="reply")
    complaint = lock_complaint(reference=reference)
    words = spoken(text)
    if Entry.objects.filter(complaint=complaint, source_key=source_key).exists():
        return None
    _check_seen(complaint=complaint, actor=actor, seen=seen)
    line = add_line(
        complaint=complaint, actor=actor, kind=Entry.Kind.REPLY, text=words, media_id=photo_id, source_key=source_key
    )
    assert line is not None
    tell_reply(
        complaint=complaint,
        text=words,
        key=reply_key(line_id=line.pk),
        announced=announced,
        not_before=now() + undo_time() if undoable else None,
        photo_id=photo_id,
    )
    announce_reply(
        complaint=complaint,
        key=reply_key(line_id=line.pk),
        not_before=now() + undo_time() if undoable else None,
    )
    _audit(actor=actor, action="complaint.replied", complaint=complaint)
    tell_open_pages(complaint=complaint, actor=actor, kind=REPLIED)
    return line.pk


def take_reply_back(*, actor: Actor, reference: str, line_id: int) -> str:
    """The writer's own reply, while it waits to be sent; returns its words. Raises NotAllowed, TooLate, ComplaintUnknown."""
    require(actor=actor, act="reply")
    complaint = lock_complaint(reference=reference)
    line = Entry.objects.filter(
        complaint=complaint, pk=line_id, kind=Entry.Kind.REPLY, actor_kind=actor.kind, actor_id=actor.id
    ).first()
    if line is None or not take_back(key=reply_key(line_id=line.pk)):
        raise TooLate(line_id)
    take_announcement_back(complaint=complaint, key=reply_key(line_id=line.pk))
    words = line.text
    line.delete()
    _audit(actor=actor, action="complaint.reply_taken_back", complaint=complaint)
    tell_open_pages(complaint=complaint, actor=actor, kind=REPLIED)
    return words


def note(*, actor: Actor, reference: str, text: str, source_key: str) -> None:
    """Staff write something down that the resident never sees. Raises NotAllowed, NothingSaid, ComplaintUnknown."""
    require(actor=actor, act="note")
    complaint = lock_complaint(reference=reference)
    line = add_line(complaint=complaint, actor=actor, kind=Entry.Kind.NOTE, text=spoken(text), source_key=source_key)
    if line is None:
        return
    _audit(actor=actor, action="complaint.noted", complaint=complaint)
    tell_open_pages(complaint=complaint, actor=actor, kind=NOTED)


def _check_seen(*, complaint: Complaint, actor: Actor, seen: int | None) -> None:
    """A colleague's reply or the resident's words that the writer has not read; their own are no surprise."""
    if seen is None:
        return
    newer = Entry.objects.filter(complaint=complaint, pk__gt=seen, kind__in=[Entry.Kind.REPLY, Entry.Kind.COMMENT])
    if newer.exclude(actor_kind=actor.kind, actor_id=actor.id).exists():
        raise ChangedMeanwhile(complaint.reference)


def _audit(*, actor: Actor, action: str, complaint: Complaint) -> None:
    record(actor=actor, action=action, subject_kind="complaint", subject_id=complaint.reference)
