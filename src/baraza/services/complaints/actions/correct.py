"""Staff correct the category or priority; the correction is kept so that triage can learn from it."""

from baraza.capabilities.triage.actions import record_correction
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.models import Entry
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.due import due_at


def correct(*, actor: Actor, reference: str, category: str, priority: str, expected_version: int | None = None) -> None:
    """Raises NotAllowed, ChangedMeanwhile, ComplaintUnknown."""
    require(actor=actor, act="correct")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    changes: dict[str, object] = {}
    if category != complaint.category:
        changes["category"] = [complaint.category, category]
    if priority != complaint.priority:
        changes["priority"] = [complaint.priority, priority]
    if not changes:
        return
    complaint.category, complaint.priority = category, priority
    complaint.due_at = due_at(category=category, priority=priority, opened_at=complaint.opened_at)
    complaint.version += 1
    complaint.save()
    add_line(complaint=complaint, actor=actor, kind=Entry.Kind.CHANGE, changes=changes)
    record(
        actor=actor,
        action="complaint.corrected",
        subject_kind="complaint",
        subject_id=reference,
        changes=changes,
    )
    record_correction(
        organisation_id=current_organisation_id(),
        reference=reference,
        text=complaint.description,
        guessed=complaint.guessed_category,
        chosen=category,
        chosen_priority=priority,
        by=actor.kind,
    )
