"""Threads of one person become one; what was said stays, as it belongs to the person, and so does what staff did."""

from baraza.conversation.models import Thread, ThreadEntry
from baraza.conversation.policies import ASSIGN
from baraza.conversation.threads.keeping import ThreadUnknown, lock_thread, note_act, saved
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require


class OtherPerson(ValueError):
    """The two threads are not of one person."""


def join(*, actor: Actor, thread_id: int, other_id: int) -> None:
    """The other thread goes into this one, which goes on. When the person writes over the other's connection again, a
    new thread opens there. Once more changes nothing. Raises NotAllowed, ThreadUnknown, OtherPerson.
    """
    require(actor=actor, permission=ASSIGN)
    first, second = sorted((thread_id, other_id))
    locked = {}
    for one in (first, second):
        try:
            locked[one] = lock_thread(thread_id=one)
        except ThreadUnknown:
            if one == other_id and one != thread_id and _was_joined(thread_id, other_id):
                return
            raise
    kept, gone = locked[thread_id], locked[other_id]
    if kept.contact_id != gone.contact_id or kept.pk == gone.pk:
        raise OtherPerson(other_id)
    gone_id = gone.pk
    absorb(kept=kept, gone=gone)
    note_act(thread=kept, actor=actor, kind="joined", key=f"joined:{gone_id}")
    saved(thread=kept, actor=actor, what="joined", changes={"thread": gone_id})


def _was_joined(thread_id: int, other_id: int) -> bool:
    return ThreadEntry.objects.filter(thread_id=thread_id, key=f"joined:{other_id}").exists()


def absorb(*, kept: Thread, gone: Thread) -> None:
    """Who waits goes on waiting; whoever has the one that goes has the one that stays, if nobody has it."""
    if gone.state in (Thread.State.WAITING, Thread.State.PERSON) and kept.state in (
        Thread.State.BOT,
        Thread.State.CLOSED,
    ):
        kept.state, kept.assignee_id, kept.team_id = gone.state, gone.assignee_id, gone.team_id
        kept.question, kept.waiting_since, kept.handled_until = gone.question, gone.waiting_since, gone.handled_until
    kept.unread += gone.unread
    kept.last_at = max(kept.last_at, gone.last_at)
    kept.save()
    known = ThreadEntry.objects.filter(thread=kept).exclude(key="").values("key")
    ThreadEntry.objects.filter(thread=gone).exclude(key__in=known).update(thread=kept)
    gone.delete()
