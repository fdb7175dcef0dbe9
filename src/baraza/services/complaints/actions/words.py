"""What residents say about a complaint: comments and photos; and that they have the same problem."""

from collections.abc import Mapping
from typing import Final

from baraza.capabilities.live.actions import tell_member
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.alarm import raise_alarm_if_dangerous
from baraza.services.complaints.actions.changing import tell_open_pages
from baraza.services.complaints.actions.followers import pass_followers_on
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.models import Complaint, Entry, Follower
from baraza.services.complaints.policies import require

COMMENTED: Final = "complaints.commented"
REPLIED_TO: Final = "complaints.replied_to"


class NothingSaid(ValueError):
    """The text is empty."""


def spoken(text: str) -> str:
    words = text.strip()
    if not words:
        raise NothingSaid
    return words


def comment(*, actor: Actor, reference: str, text: str, source_key: str, channel: str = "") -> None:
    """A resident adds words; danger to life in them makes the complaint an emergency.

    `channel` is named where it is not the one of their conversation. Raises NotAllowed, NothingSaid, ComplaintUnknown.
    """
    require(actor=actor, act="comment")
    complaint = lock_complaint(reference=reference)
    say(complaint=complaint, actor=actor, text=spoken(text), facts=_came_by(channel), source_key=source_key)


def add_photo(*, actor: Actor, reference: str, media_id: str, source_key: str, channel: str = "") -> None:
    """A resident adds a photo. Raises NotAllowed, ComplaintUnknown."""
    require(actor=actor, act="add_photo")
    complaint = lock_complaint(reference=reference)
    line = add_line(
        complaint=complaint,
        actor=actor,
        kind=Entry.Kind.PHOTO,
        media_id=media_id,
        changes=_came_by(channel),
        source_key=source_key,
    )
    if line is not None:
        tell_open_pages(complaint=complaint, actor=actor, kind=COMMENTED)


def follow(*, actor: Actor, reference: str, words: str, source_key: str) -> None:
    """A resident has the same problem: they are told what becomes of it. Raises NotAllowed, ComplaintUnknown."""
    require(actor=actor, act="follow")
    complaint = lock_complaint(reference=reference)
    if actor.kind == "contact" and actor.id is not None and actor.id != complaint.contact_id:
        # Whoever was brought by a merged report and now says so themselves stays when it is split off.
        Follower.objects.update_or_create(
            complaint=complaint,
            contact_id=actor.id,
            defaults={"merged_from": None},
            create_defaults={"organisation_id": complaint.organisation_id},
        )
        pass_followers_on(duplicate=complaint)
    if words.strip():
        say(complaint=complaint, actor=actor, text=words.strip(), source_key=source_key)


def unfollow(*, actor: Actor, reference: str) -> None:
    """A resident who followed is told nothing more. Raises NotAllowed, ComplaintUnknown."""
    require(actor=actor, act="unfollow")
    complaint = lock_complaint(reference=reference)
    if actor.kind != "contact" or actor.id is None:
        return
    gone, _ = Follower.objects.filter(complaint=complaint, contact_id=actor.id).delete()
    if gone:
        pass_followers_on(duplicate=complaint)
        record(actor=actor, action="complaint.unfollowed", subject_kind="complaint", subject_id=complaint.reference)


def _came_by(channel: str) -> dict[str, object]:
    return {"channel": channel} if channel else {}


def say(
    *, complaint: Complaint, actor: Actor, text: str, source_key: str, facts: Mapping[str, object] | None = None
) -> None:
    """A resident's words in the timeline of a complaint that is locked; whoever works on it is told."""
    line = add_line(
        complaint=complaint,
        actor=actor,
        kind=Entry.Kind.COMMENT,
        text=text,
        changes=facts,
        source_key=source_key,
    )
    if line is None:
        return
    raise_alarm_if_dangerous(complaint=complaint, text=text)
    tell_open_pages(complaint=complaint, actor=actor, kind=COMMENTED)
    if complaint.assignee_id is not None and actor.kind == "contact":
        key = f"{REPLIED_TO}:{line.pk}"
        tell_member(member_id=complaint.assignee_id, kind=REPLIED_TO, subject=complaint.reference, key=key)
