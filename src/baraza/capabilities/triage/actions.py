"""The writes of triage: what a person decided about a guess."""

from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.masking import mask_personal
from baraza.capabilities.triage.models import Correction
from baraza.capabilities.triage.taxonomy import CATEGORIES, PRIORITIES
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

# As long as the longest message we take; the masked text may not grow beyond it.
TEXT_LIMIT = 4096


class UnknownCode(ValueError):
    """A category or priority that is not in the taxonomy; map an organisation's own category to its code first."""


def record_correction(
    *,
    organisation_id: int,
    subject: str,
    text: str,
    guessed: Guess,
    chosen_category: str,
    chosen_priority: str,
    by: Actor,
) -> None:
    """Keep what a person chose for a matter, inside the organisation's scope; a later choice replaces it.

    Call it with the guess unchanged when staff confirm it, otherwise the accuracy figure knows only the mistakes.
    """
    if chosen_category not in CATEGORIES or chosen_priority not in PRIORITIES:
        raise UnknownCode(f"Not in the taxonomy: {chosen_category!r}, {chosen_priority!r}.")
    Correction.objects.update_or_create(
        organisation_id=organisation_id,
        subject=subject,
        defaults={
            "text": mask_personal(text)[:TEXT_LIMIT],
            "language": guessed.language,
            "guessed_category": guessed.category,
            "guessed_priority": guessed.priority,
            "confidence": guessed.confidence,
            "model_version": guessed.model_version,
            "chosen_category": chosen_category,
            "chosen_priority": chosen_priority,
            "decided_by": by.id if by.kind == "member" else None,
            "decided_at": now(),
        },
    )
    record(
        actor=by,
        action="triage.decided",
        subject_kind="triage",
        subject_id=subject[:60],
        changes={
            "category": [guessed.category, chosen_category],
            "priority": [guessed.priority, chosen_priority],
        },
    )


def forget_decision(*, subject: str) -> None:
    """Of the organisation in scope: the matter's words go; what was guessed and chosen stays for the figures."""
    Correction.objects.filter(organisation_id=current_organisation_id(), subject=subject).update(text="")
