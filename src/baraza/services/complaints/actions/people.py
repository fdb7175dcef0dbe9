"""Residents who want to talk to a person: their thread waits until somebody takes it."""

from baraza.conversation.threads.actions import ask_for_person
from baraza.core.identity.actor import Actor
from baraza.services.complaints.policies import require


def ask_person(*, actor: Actor, text: str, connection_id: int | None, source_key: str) -> None:
    """Raises NotAllowed. The same `source_key` again asks nothing twice."""
    require(actor=actor, act="ask_person")
    assert actor.id is not None
    ask_for_person(contact_id=actor.id, connection_id=connection_id, text=text, key=source_key)
