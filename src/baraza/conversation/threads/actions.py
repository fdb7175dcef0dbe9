"""What staff do with threads: answer, take, give away, hand back to the menu, close; and who asks for a person."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, override

from baraza.capabilities.live.actions import tell_member
from baraza.capabilities.notifications.actions import More, Photo, Told, notify
from baraza.capabilities.notifications.timing import Haste, waits_until
from baraza.conversation.models import Thread
from baraza.conversation.policies import ASSIGN, REPLY
from baraza.conversation.threads.approved import approved
from baraza.conversation.threads.keeping import (
    contact_of_thread,
    give_to_person,
    lock_thread,
    note_act,
    saved,
    thread_with,
    told,
)
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.identity.queries import list_members, list_teams
from baraza.lib import clock
from baraza.messaging import outbox
from baraza.messaging.actions import block_contact, unblock_contact
from baraza.messaging.contract import Image, Text
from baraza.messaging.queries import contact_details, contact_language
from baraza.messaging.reaching import route_by

_QUESTION_LENGTH: Final = 4_000
_WAYS: Final = {
    Told.PUSHED: "reply",
    Told.WAITS: "reply_waits",
    Told.NOT_WANTED: "reply_unwanted",
    Told.NOWHERE: "reply_nowhere",
}


class NothingSaid(ValueError):
    """A reply, a reason or a question without words."""


class NotTold(Exception):
    """The words could not go anywhere; nothing was kept. `why` is not_wanted, nowhere or blocked."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NobodyThere(LookupError):
    """The member or the team does not work in this organisation (any more)."""


@dataclass(frozen=True, kw_only=True)
class Replied:
    """`waits` is True when the person reads it at their next dial."""

    waits: bool


def ask_for_person(*, contact_id: int, connection_id: int | None, text: str, key: str) -> None:
    """A resident wants a person; the thread waits until somebody takes it. The same `key` asks once."""
    thread = thread_with(contact_id=contact_id, connection_id=connection_id)
    words = text.strip()[:_QUESTION_LENGTH]
    if not note_act(thread=thread, actor=Actor(kind="contact", id=contact_id), kind="asked", text=words, key=key):
        return
    thread.question, thread.last_at = words, clock.now()
    thread.unread += 1
    if thread.state != Thread.State.PERSON:
        thread.state, thread.waiting_since = Thread.State.WAITING, clock.now()
    thread.save()
    told(thread=thread, kind="inbox.waiting")


def reply(*, actor: Actor, thread_id: int, text: str, key: str, photo_id: str = "") -> Replied:
    """Staff write to the person, and have the thread from now on. The same `key` again says nothing twice.

    Where the channel's window is closed the words go inside an approved message, if they are short enough for it.
    Raises NotAllowed, ThreadUnknown, NothingSaid, NotTold.
    """
    require(actor=actor, permission=REPLY)
    thread = lock_thread(thread_id=thread_id)
    words = text.strip()
    if not words:
        raise NothingSaid
    if contact_details(contact_id=thread.contact_id).blocked:
        raise NotTold("blocked")
    went = _send(thread, words, photo_id, key=f"inbox.reply:{thread.pk}:{key}")
    if went in (Told.NOT_WANTED, Told.NOWHERE):
        raise NotTold(went.value)
    # A pushed message is a line of the thread itself; what waits for the next dial is shown by its entry.
    kept = words if went is Told.WAITS else ""
    if note_act(thread=thread, actor=actor, kind=_WAYS[went], text=kept, key=f"reply:{key}"):
        give_to_person(thread, member_id=thread.assignee_id or actor.id)
        thread.unread, thread.question, thread.last_at = 0, "", clock.now()
        saved(thread=thread, actor=actor, what="replied")
    return Replied(waits=went is Told.WAITS)


def assign(*, actor: Actor, thread_id: int, member_id: int | None = None, team_id: int | None = None) -> None:
    """To a member, to a team, to both, or to nobody; with a member the person is answered by them, not by the dialogue.

    Raises NotAllowed, ThreadUnknown, NobodyThere.
    """
    require(actor=actor, permission=ASSIGN)
    thread = lock_thread(thread_id=thread_id)
    member, team = _member_name(member_id), _team_name(team_id)
    before = [thread.assignee_id, thread.team_id]
    if before == [member_id, team_id] and thread.state == Thread.State.PERSON:
        return
    thread.assignee_id, thread.team_id = member_id, team_id
    if member_id is not None:
        give_to_person(thread, member_id=member_id)
    elif thread.state != Thread.State.CLOSED:
        thread.state, thread.waiting_since = Thread.State.WAITING, thread.waiting_since or clock.now()
    given_to = ", ".join(name for name in (member, team) if name)
    if member_id is not None and member_id == actor.id:
        note_act(thread=thread, actor=actor, kind="taken")
    else:
        note_act(thread=thread, actor=actor, kind="assigned" if given_to else "released", text=given_to)
    changes: dict[str, object] = {"assignee": [before[0], member_id], "team": [before[1], team_id]}
    saved(thread=thread, actor=actor, what="assigned", changes=changes)
    if member_id is not None and member_id != actor.id:
        tell_member(
            member_id=member_id,
            kind="inbox.assigned",
            subject=str(thread.pk),
            key=f"inbox.assigned:{thread.pk}:{clock.now().isoformat()}",
        )


def hand_back(*, actor: Actor, thread_id: int) -> None:
    """The dialogue answers again; the person is told how to go on, in their language. Raises NotAllowed, ThreadUnknown."""
    require(actor=actor, permission=REPLY)
    thread = lock_thread(thread_id=thread_id)
    if thread.state == Thread.State.BOT:
        return
    with override(contact_language(contact_id=thread.contact_id)):
        text = gettext("Our colleague has finished here. Write “menu” to see what else we can do for you.")
    _released(thread, Thread.State.BOT)
    note_act(thread=thread, actor=actor, kind="handed_back")
    saved(thread=thread, actor=actor, what="handed_back")
    if not contact_details(contact_id=thread.contact_id).blocked and not _by_letter(thread):
        notify(
            contact_id=thread.contact_id,
            text=text,
            template=None,
            key=f"inbox.back:{thread.pk}:{clock.now().isoformat()}",
            preferred_connection_id=thread.connection_id,
        )


def _by_letter(thread: Thread) -> bool:
    """Nothing answers by e-mail but a person: there is no menu to go back to."""
    if thread.connection_id is None:
        return False
    way = route_by(contact_id=thread.contact_id, connection_id=thread.connection_id)
    return way is not None and way.provider.limits.letters


def close(*, actor: Actor, thread_id: int) -> None:
    """Nothing is left to do; the thread opens by itself when they write again. Raises NotAllowed, ThreadUnknown."""
    require(actor=actor, permission=REPLY)
    thread = lock_thread(thread_id=thread_id)
    if thread.state == Thread.State.CLOSED:
        return
    _released(thread, Thread.State.CLOSED)
    note_act(thread=thread, actor=actor, kind="closed")
    saved(thread=thread, actor=actor, what="closed")


def mark_unread(*, actor: Actor, thread_id: int) -> None:
    require(actor=actor, permission=REPLY)
    thread = lock_thread(thread_id=thread_id)
    thread.unread = max(thread.unread, 1)
    saved(thread=thread, actor=actor, what="marked")


def mark_read(*, actor: Actor, thread_id: int) -> None:
    """Whoever may answer has seen what came in; a viewer's look changes nothing."""
    require(actor=actor, permission=REPLY)
    thread = lock_thread(thread_id=thread_id)
    if thread.unread:
        thread.unread = 0
        thread.save(update_fields=["unread"])
        told(thread=thread, kind="inbox.seen", actor=actor)


def block(*, actor: Actor, thread_id: int, reason: str) -> None:
    """What they write from now on is counted and not answered. Raises NotAllowed, ThreadUnknown, ReasonMissing."""
    # The contact first, as for a message that comes in: two who lock in another order wait for each other.
    block_contact(contact_id=contact_of_thread(thread_id=thread_id), actor=actor, reason=reason)
    thread = lock_thread(thread_id=thread_id)
    _released(thread, Thread.State.CLOSED)
    note_act(thread=thread, actor=actor, kind="blocked", text=reason.strip())
    saved(thread=thread, actor=actor, what="blocked")


def unblock(*, actor: Actor, thread_id: int) -> None:
    """Raises NotAllowed, ThreadUnknown."""
    unblock_contact(contact_id=contact_of_thread(thread_id=thread_id), actor=actor)
    thread = lock_thread(thread_id=thread_id)
    note_act(thread=thread, actor=actor, kind="unblocked")
    saved(thread=thread, actor=actor, what="unblocked")


def note_report(*, actor: Actor, thread_id: int, reference: str) -> None:
    """A report was made of what is said here."""
    thread = lock_thread(thread_id=thread_id)
    if note_act(thread=thread, actor=actor, kind="reported", text=reference, key=f"report:{reference}"):
        saved(thread=thread, actor=actor, what="reported", changes={"report": reference})


def note_added(*, actor: Actor, thread_id: int, reference: str, lines: int) -> None:
    """What the person said here was added to a report of theirs."""
    thread = lock_thread(thread_id=thread_id)
    note_act(thread=thread, actor=actor, kind="added", text=reference)
    saved(thread=thread, actor=actor, what="added", changes={"report": reference, "lines": lines})


def _send(thread: Thread, words: str, photo_id: str, *, key: str) -> Told:
    """An answer where the person asked, while they may be answered there; else by whatever way reaches them."""
    way = None
    if thread.connection_id is not None:
        way = route_by(contact_id=thread.contact_id, connection_id=thread.connection_id)
    # Who dials reads it at the next dial; a message on a channel on which they never wrote would surprise them.
    dials = way is not None and way.session
    if way is None or way.session or way.unreachable or not way.window_open or len(words) > way.provider.limits.text:
        return notify(
            contact_id=thread.contact_id,
            text=words,
            template=None if dials else approved(words=words, language=contact_language(contact_id=thread.contact_id)),
            key=key,
            preferred_connection_id=thread.connection_id,
            more=More(photo=Photo(id=photo_id, page="") if photo_id else None),
            haste=Haste.ANSWER,
        )
    carries_photo = photo_id and len(words) <= way.provider.limits.caption
    content = Image(caption=words, photo_id=photo_id) if carries_photo else Text(body=words)
    any_time = contact_details(contact_id=thread.contact_id).any_time
    morning = waits_until(ways=(way,), haste=Haste.ANSWER, any_time=any_time, not_before=None)
    outbox.post(
        contact_id=thread.contact_id,
        connection_id=way.connection.id,
        content=content,
        key=key,
        delay=outbox.Delay(until=morning, holds_others=False) if morning else None,
    )
    return Told.PUSHED


def _released(thread: Thread, state: Thread.State) -> None:
    thread.state, thread.assignee_id, thread.team_id = state, None, None
    thread.unread, thread.question, thread.waiting_since, thread.handled_until = 0, "", None, None


def _member_name(member_id: int | None) -> str:
    if member_id is None:
        return ""
    names = {member.id: member.name for member in list_members()}
    if member_id not in names:
        raise NobodyThere(member_id)
    return names[member_id]


def _team_name(team_id: int | None) -> str:
    if team_id is None:
        return ""
    names = {team.id: team.name for team in list_teams()}
    if team_id not in names:
        raise NobodyThere(team_id)
    return names[team_id]
