"""What people say about a complaint: residents' comments and photos, staff's replies and notes."""

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.models import Complaint, Entry, Follower
from baraza.services.complaints.notices import tell_reply
from baraza.services.complaints.policies import require


class NothingSaid(ValueError):
    """The text is empty."""


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise NothingSaid
    return words


def _audit(*, actor: Actor, action: str, complaint: Complaint) -> None:
    record(actor=actor, action=action, subject_kind="complaint", subject_id=complaint.reference)


def comment(*, actor: Actor, reference: str, text: str, source_key: str) -> None:
    """A resident adds words. Raises NotAllowed, NothingSaid, ComplaintUnknown."""
    require(actor=actor, act="comment")
    complaint = lock_complaint(reference=reference)
    add_line(complaint=complaint, actor=actor, kind=Entry.Kind.COMMENT, text=_words(text), source_key=source_key)


def add_photo(*, actor: Actor, reference: str, media_id: str, source_key: str) -> None:
    """A resident adds a photo. Raises NotAllowed, ComplaintUnknown."""
    require(actor=actor, act="add_photo")
    complaint = lock_complaint(reference=reference)
    add_line(complaint=complaint, actor=actor, kind=Entry.Kind.PHOTO, media_id=media_id, source_key=source_key)


def follow(*, actor: Actor, reference: str, words: str, source_key: str) -> None:
    """A resident has the same problem: they are told what becomes of it. Raises NotAllowed, ComplaintUnknown."""
    require(actor=actor, act="follow")
    complaint = lock_complaint(reference=reference)
    if actor.kind == "contact" and actor.id is not None and actor.id != complaint.contact_id:
        Follower.objects.get_or_create(
            complaint=complaint,
            contact_id=actor.id,
            defaults={"organisation_id": complaint.organisation_id},
        )
    if words.strip():
        add_line(complaint=complaint, actor=actor, kind=Entry.Kind.COMMENT, text=words.strip(), source_key=source_key)


def reply(*, actor: Actor, reference: str, text: str, source_key: str) -> None:
    """Staff answer the resident on the channel they used. Raises NotAllowed, NothingSaid, ComplaintUnknown."""
    require(actor=actor, act="reply")
    complaint = lock_complaint(reference=reference)
    words = _words(text)
    line = add_line(complaint=complaint, actor=actor, kind=Entry.Kind.REPLY, text=words, source_key=source_key)
    if line is None:
        return
    tell_reply(complaint=complaint, text=words, key=f"complaints.reply:{line.pk}")
    _audit(actor=actor, action="complaint.replied", complaint=complaint)


def note(*, actor: Actor, reference: str, text: str, source_key: str) -> None:
    """Staff write something down that the resident never sees. Raises NotAllowed, NothingSaid, ComplaintUnknown."""
    require(actor=actor, act="note")
    complaint = lock_complaint(reference=reference)
    add_line(complaint=complaint, actor=actor, kind=Entry.Kind.NOTE, text=_words(text), source_key=source_key)
    _audit(actor=actor, action="complaint.noted", complaint=complaint)
