"""Staff say whether the guess was right; what they chose is kept so that triage can learn from it."""

from baraza.capabilities.triage.actions import record_correction
from baraza.capabilities.triage.guess import Guess
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.categories import CATEGORIES


def correct(*, actor: Actor, reference: str, category: str, priority: str, expected_version: int | None = None) -> None:
    """The same category and priority again confirm the guess. Raises NotAllowed, ChangedMeanwhile, ComplaintUnknown."""
    require(actor=actor, act="correct")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    changes: dict[str, object] = {}
    if category != complaint.category:
        changes["category"] = [complaint.category, category]
    if priority != complaint.priority:
        changes["priority"] = [complaint.priority, priority]
    if changes:
        complaint.category, complaint.priority = category, priority
        complaint.due_at = deadline(category=category, priority=priority, since=complaint.opened_at)
        save_change(complaint=complaint, actor=actor, changes=changes, action="complaint.corrected")
    _teach(complaint=complaint, actor=actor)


def _teach(*, complaint: Complaint, actor: Actor) -> None:
    """Complaints without a guess teach nothing, nor do the organisation's own categories: nobody else has them."""
    if not complaint.guess_model or not {complaint.category, complaint.guessed_category} <= set(CATEGORIES):
        return
    record_correction(
        organisation_id=current_organisation_id(),
        subject=complaint.reference,
        text=complaint.description,
        guessed=Guess(
            category=complaint.guessed_category,
            confidence=complaint.guess_confidence or 0.0,
            alternatives=(),
            priority=complaint.guessed_priority,
            language=complaint.language,
            language_confidence=0.0,
            is_emergency=complaint.emergency,
            model_version=complaint.guess_model,
            is_confident=False,
        ),
        chosen_category=complaint.category,
        chosen_priority=complaint.priority,
        by=actor,
    )
