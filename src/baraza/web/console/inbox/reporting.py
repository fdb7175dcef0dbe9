"""A report made of what a resident said in a conversation, or what they said added to one: the service does it, the
conversation notes it.
"""

from baraza.conversation.threads.actions import note_added, note_report
from baraza.conversation.threads.queries import get_thread, last_added_at
from baraza.core.identity.actor import Actor
from baraza.messaging.queries import contact_language
from baraza.messaging.queries import thread as messages_of
from baraza.services.complaints.actions.heard import Said, take_over
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.queries.guessing import guess_category, guessed

_MOST = 200
_WORDS = frozenset({"text", "image"})


def open_report(*, actor: Actor, thread_id: int, description: str, place: str, key: str) -> str:
    """The reference. In the request's transaction: both or nothing. Raises ThreadUnknown, NotAllowed."""
    thread = get_thread(thread_id=thread_id)
    guess = guess_category(text=description)
    reference = open_complaint(
        actor=actor,
        new=NewComplaint(
            source_key=f"thread:{thread_id}:{key}",
            channel=thread.channel or "web",
            language=contact_language(contact_id=thread.contact_id),
            description=description,
            category=guess.category,
            contact_id=thread.contact_id,
            connection_id=thread.connection_id,
            **guessed(guess=guess),
            place_text=place,
        ),
    )
    note_report(actor=actor, thread_id=thread_id, reference=reference)
    return reference


def add_to_report(*, actor: Actor, thread_id: int, reference: str) -> int:
    """How many messages became part of the report: the person's, since something of this was last made into one.

    In the request's transaction. Raises ThreadUnknown, NotAllowed, ComplaintUnknown, NotTheirReport.
    """
    thread = get_thread(thread_id=thread_id)
    since = last_added_at(thread_id=thread_id)
    lines = messages_of(contact_id=thread.contact_id, limit=_MOST)
    said = [
        Said(
            key=f"message:{line.id}",
            text=line.text,
            photo_id=str(line.details.get("media_id", "")) if line.kind == "image" else "",
            at=line.created_at,
        )
        for line in reversed(lines)
        if line.incoming and line.kind in _WORDS and (since is None or line.created_at > since)
    ]
    said = [one for one in said if one.text or one.photo_id]
    new = take_over(
        actor=actor, reference=reference, contact_id=thread.contact_id, said=said, source=f"thread {thread_id}"
    )
    if new:
        note_added(actor=actor, thread_id=thread_id, reference=reference, lines=new)
    return new
