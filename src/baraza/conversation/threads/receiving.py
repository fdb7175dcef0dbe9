"""What comes in, as far as threads are concerned: is a person answering here, and must somebody be told?"""

from django.db import connection

from baraza.capabilities.live.actions import tell_member
from baraza.conversation.models import Thread
from baraza.conversation.threads.joining import absorb
from baraza.conversation.threads.keeping import thread_with, told
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.inbox import Incoming

_IN_PASSING = """
    UPDATE conversation_thread SET last_at = %s, state = CASE state WHEN 'closed' THEN 'bot' ELSE state END
    WHERE contact_id = %s AND connection_id = %s
"""


def is_with_person(*, incoming: Incoming) -> bool:
    """Notes the message in its thread; True when a person answers there and the dialogue stays silent.

    A session channel always gets its screen: who dials cannot be left with nothing.
    """
    if incoming.inline:
        _noted_in_passing(incoming)
        return False
    thread = thread_with(contact_id=incoming.contact_id, connection_id=incoming.connection.id)
    before = thread.state
    moved_on(thread)
    is_unread = thread.state in (Thread.State.WAITING, Thread.State.PERSON)
    thread.unread += int(is_unread)
    thread.last_at = clock.now()
    thread.save()
    if is_unread or before != thread.state:
        told(thread=thread, kind="inbox.message")
    tell_assignee(thread, key=str(incoming.message_id))
    return thread.state == Thread.State.PERSON


def tell_assignee(thread: Thread, *, key: str) -> None:
    """Who has the thread hears of the first message that they have not read, once by its `key`."""
    if thread.state == Thread.State.PERSON and thread.unread == 1 and thread.assignee_id is not None:
        tell_member(
            member_id=thread.assignee_id, kind="inbox.message", subject=str(thread.pk), key=f"inbox.message:{key}"
        )


def moved_on(thread: Thread) -> None:
    """Who writes to a closed thread opens it; a person who has been silent for a day no longer has it alone."""
    now = clock.now()
    if thread.state == Thread.State.CLOSED:
        thread.state, thread.assignee_id, thread.team_id = Thread.State.BOT, None, None
    elif thread.state == Thread.State.PERSON and thread.handled_until is not None and thread.handled_until < now:
        thread.state, thread.waiting_since = Thread.State.WAITING, now


def _noted_in_passing(incoming: Incoming) -> None:
    """One statement, since a person looks at their screen meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_PASSING, [clock.now(), incoming.contact_id, incoming.connection.id])
        if cursor.rowcount:
            return
    Thread.objects.create(
        organisation_id=current_organisation_id(),
        contact_id=incoming.contact_id,
        connection_id=incoming.connection.id,
        last_at=clock.now(),
    )


def merge(*, kept_id: int, gone_id: int) -> None:
    """Two contacts are one person: where both wrote over one connection, the thread of the kept one goes on."""
    known = {thread.connection_id: thread for thread in Thread.objects.filter(contact_id=kept_id)}
    for gone in Thread.objects.select_for_update(of=("self",)).filter(contact_id=gone_id).order_by("pk"):
        kept = known.get(gone.connection_id)
        if kept is None:
            gone.contact_id = kept_id
            gone.save()
            continue
        absorb(kept=kept, gone=gone)
