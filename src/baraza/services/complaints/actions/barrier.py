"""Somebody cannot use these pages and says so in writing: it becomes a report for staff, which the public does not see."""

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.actions.publicity import keep_from_public


def report_barrier(*, actor: Actor, words: str, language: str, contact_id: int | None, source_key: str) -> str:
    """Returns its reference; the same `source_key` again returns the first one's. Raises NotAllowed."""
    reference = open_complaint(
        actor=actor,
        new=NewComplaint(
            source_key=source_key,
            channel="web",
            language=language,
            description=words,
            category="other",
            priority="medium",
            contact_id=contact_id,
        ),
    )
    keep_from_public(actor=SYSTEM, reference=reference, what="all")
    return reference
