"""The priority is set by staff without a word about the guess of the category; the due time follows."""

from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.policies import require


def prioritise(*, actor: Actor, reference: str, priority: str, expected_version: int | None = None) -> None:
    """The same again changes nothing. Raises NotAllowed, ChangedMeanwhile, ComplaintUnknown."""
    require(actor=actor, act="correct")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    if priority == complaint.priority:
        return
    changes: dict[str, object] = {"priority": [complaint.priority, priority]}
    complaint.priority = priority
    complaint.due_at = deadline(category=complaint.category, priority=priority, since=complaint.opened_at)
    save_change(complaint=complaint, actor=actor, changes=changes, action="complaint.corrected")
