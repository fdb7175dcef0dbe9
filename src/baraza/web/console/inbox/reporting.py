"""A report made of what a resident said in a conversation: the service opens it, the conversation notes it."""

from baraza.capabilities.triage.queries import classify
from baraza.conversation.threads.actions import note_report
from baraza.conversation.threads.queries import get_thread
from baraza.core.identity.actor import Actor
from baraza.messaging.queries import contact_language
from baraza.services.complaints.actions.open import NewComplaint, open_complaint


def open_report(*, actor: Actor, thread_id: int, description: str, place: str, key: str) -> str:
    """The reference. In the request's transaction: both or nothing. Raises ThreadUnknown, NotAllowed."""
    thread = get_thread(thread_id=thread_id)
    guess = classify(text=description)
    reference = open_complaint(
        actor=actor,
        new=NewComplaint(
            source_key=f"thread:{thread_id}:{key}",
            channel=thread.channel or "web",
            language=contact_language(contact_id=thread.contact_id),
            description=description,
            category=guess.category,
            priority=guess.priority,
            contact_id=thread.contact_id,
            connection_id=thread.connection_id,
            guessed_category=guess.category,
            guessed_priority=guess.priority,
            guess_confidence=guess.confidence,
            guess_model=guess.model_version,
            emergency=guess.is_emergency,
            place_text=place,
        ),
    )
    note_report(actor=actor, thread_id=thread_id, reference=reference)
    return reference
