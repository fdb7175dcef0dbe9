"""Changes of a thread that every act shares: found and locked, noted for staff, told to open pages."""

from datetime import timedelta
from typing import Final

from django.db.models import Q

from baraza.capabilities.live.actions import publish
from baraza.conversation.models import Thread, ThreadEntry
from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock

# A person who took a thread and says nothing for a day no longer keeps the dialogue from answering.
HANDLED_FOR: Final = timedelta(hours=24)


class ThreadUnknown(LookupError):
    """No such thread in this organisation."""


def lock_thread(*, thread_id: int) -> Thread:
    """Raises ThreadUnknown."""
    rows = Thread.objects.select_for_update(of=("self",)).filter(organisation_id=current_organisation_id())
    thread = rows.filter(pk=thread_id).first()
    if thread is None:
        raise ThreadUnknown(f"No thread {thread_id}.")
    return thread


def contact_of_thread(*, thread_id: int) -> int:
    """Raises ThreadUnknown."""
    rows = Thread.objects.filter(organisation_id=current_organisation_id(), pk=thread_id)
    contact_id = rows.values_list("contact_id", flat=True).first()
    if contact_id is None:
        raise ThreadUnknown(f"No thread {thread_id}.")
    return contact_id


def thread_with(*, contact_id: int, connection_id: int | None) -> Thread:
    """Locked; made when it is the first word with this person on this connection."""
    over = Q(connection__isnull=True) if connection_id is None else Q(connection_id=connection_id)
    known = Thread.objects.select_for_update(of=("self",)).filter(over, contact_id=contact_id)
    thread = known.first()
    if thread is not None:
        return thread
    new = Thread(
        organisation_id=current_organisation_id(),
        contact_id=contact_id,
        connection_id=connection_id,
        last_at=clock.now(),
    )
    # Two first words at the same moment make one thread.
    Thread.objects.bulk_create([new], ignore_conflicts=True)
    return known.get()


def note_act(*, thread: Thread, actor: Actor, kind: str, text: str = "", key: str = "") -> bool:
    """Whether it is new: the same `key` is noted once."""
    if key and ThreadEntry.objects.filter(thread=thread, key=key).exists():
        return False
    ThreadEntry.objects.create(
        organisation_id=thread.organisation_id,
        thread=thread,
        kind=kind,
        actor_id=actor.id if actor.kind == "member" else None,
        actor_name=actor.name if actor.kind == "member" else "",
        text=text,
        key=key,
        at=clock.now(),
    )
    return True


def give_to_person(thread: Thread, *, member_id: int | None) -> None:
    thread.state = Thread.State.PERSON
    thread.assignee_id = member_id if member_id is not None else thread.assignee_id
    thread.waiting_since = None
    thread.handled_until = clock.now() + HANDLED_FOR


def saved(*, thread: Thread, actor: Actor, what: str, changes: dict[str, object] | None = None) -> None:
    """The row, the audit trail and the open pages; what residents do is theirs and not audited."""
    thread.save()
    if actor.kind == "member":
        record(actor=actor, action=f"thread.{what}", subject_kind="thread", subject_id=str(thread.pk), changes=changes)
    told(thread=thread, kind=f"inbox.{what}", actor=actor)


def told(*, thread: Thread, kind: str, actor: Actor = SYSTEM) -> None:
    facts: dict[str, str | int] = {"state": str(thread.state), "unread": thread.unread}
    if actor.kind == "member" and actor.id is not None:
        facts["by"] = actor.id
    publish(kind=kind, subject=str(thread.pk), facts=facts)
