"""A supervisor gives a complaint another due time, and says why."""

from datetime import datetime

from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.move import ReasonMissing
from baraza.services.complaints.policies import require
from baraza.services.complaints.states import OPEN, MoveRefused, State


class DueBeforeOpened(ValueError):
    """Nothing can be due before it was reported."""


def set_due(
    *, actor: Actor, reference: str, due_at: datetime, reason: str, expected_version: int | None = None
) -> None:
    """Raises NotAllowed, ReasonMissing, DueBeforeOpened, MoveRefused, ChangedMeanwhile, ComplaintUnknown."""
    require(actor=actor, act="set_due")
    if not reason.strip():
        raise ReasonMissing("due_at")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    state = State(complaint.state)
    if state not in OPEN:
        raise MoveRefused(current=state, wanted=state)
    if due_at <= complaint.opened_at:
        raise DueBeforeOpened(due_at)
    if due_at == complaint.due_at:
        return
    changes = {"due_at": [complaint.due_at.isoformat(), due_at.isoformat()], "reason": reason.strip()}
    complaint.due_at = due_at
    save_change(complaint=complaint, actor=actor, changes=changes)
