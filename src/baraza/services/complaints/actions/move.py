"""A complaint goes from state to state: permission, move, timeline, audit, notice, in one transaction."""

from datetime import datetime

from baraza.core.identity.actor import Actor
from baraza.lib.clock import now
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.models import Complaint, Entry
from baraza.services.complaints.notices import tell_state
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.keys import state_key
from baraza.services.complaints.states import NEEDS_REASON, REOPENABLE_BY_RESIDENT, MoveRefused, State, check_move

_TOLD = frozenset({State.IN_PROGRESS, State.RESOLVED, State.REJECTED})
_STAMPS = {State.ACKNOWLEDGED: "acknowledged_at", State.RESOLVED: "resolved_at", State.CLOSED: "closed_at"}


class ReasonMissing(ValueError):
    """This move has to be explained."""


def take(*, actor: Actor, reference: str, expected_version: int | None = None) -> None:
    """The member makes the complaint theirs. Raises NotAllowed, MoveRefused, ChangedMeanwhile, ComplaintUnknown."""
    require(actor=actor, act="take")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    before = complaint.assignee_id
    complaint.assignee_id = actor.id
    hand_over(complaint=complaint, actor=actor, changes={"assignee": [before, actor.id]})


def move(
    *,
    actor: Actor,
    reference: str,
    wanted: State,
    reason: str = "",
    expected_version: int | None = None,
) -> None:
    """Staff move a complaint. Raises NotAllowed, MoveRefused, ReasonMissing, ChangedMeanwhile, ComplaintUnknown.

    A duplicate needs the other report: see `merge`. A merged report is split off before it can be opened again.
    """
    require(actor=actor, act="move")
    if wanted in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(wanted)
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    if wanted is State.DUPLICATE or complaint.duplicate_of_id is not None:
        raise MoveRefused(current=State(complaint.state), wanted=wanted)
    _move(complaint=complaint, actor=actor, wanted=wanted, reason=reason.strip(), changes={})


def reopen(*, actor: Actor, reference: str, reason: str, source_key: str) -> None:
    """The resident says that it is not fixed. Raises NotAllowed, MoveRefused, ComplaintUnknown."""
    require(actor=actor, act="reopen")
    complaint = lock_complaint(reference=reference)
    line = add_line(
        complaint=complaint,
        actor=actor,
        kind=Entry.Kind.COMMENT,
        text=reason,
        source_key=source_key,
    )
    if line is None:
        return
    current = State(complaint.state)
    if current not in REOPENABLE_BY_RESIDENT:
        raise MoveRefused(current=current, wanted=State.REOPENED)
    _move(complaint=complaint, actor=actor, wanted=State.REOPENED, reason="", changes={})


def hand_over(*, complaint: Complaint, actor: Actor, changes: dict[str, object]) -> None:
    """Whoever it was given to is set; it becomes ASSIGNED, or stays in work when a colleague goes on with it."""
    if complaint.state in {State.ASSIGNED, State.IN_PROGRESS}:
        save_change(complaint=complaint, actor=actor, changes=changes)
        return
    _move(complaint=complaint, actor=actor, wanted=State.ASSIGNED, reason="", changes=changes)


def _move(
    *,
    complaint: Complaint,
    actor: Actor,
    wanted: State,
    reason: str,
    changes: dict[str, object],
) -> None:
    current = State(complaint.state)
    check_move(current=current, wanted=wanted)
    complaint.state = wanted
    at = now()
    _stamp(complaint=complaint, wanted=wanted, at=at)
    moved: dict[str, object] = {"state": [current.value, wanted.value], **changes}
    save_change(complaint=complaint, actor=actor, changes=moved, text=reason)
    if wanted in _TOLD:
        key = state_key(state=wanted, complaint_id=complaint.pk, version=complaint.version)
        tell_state(complaint=complaint, reason=reason, key=key)


def _stamp(*, complaint: Complaint, wanted: State, at: datetime) -> None:
    field = _STAMPS.get(wanted)
    if field:
        setattr(complaint, field, at)
    if wanted is State.REOPENED:
        complaint.due_at = deadline(category=complaint.category, priority=complaint.priority, since=at)
        complaint.resolved_at = complaint.closed_at = None
        complaint.reopened_at = at
    # Whatever staff do first shows that somebody has seen it.
    if complaint.acknowledged_at is None and wanted is not State.REOPENED:
        complaint.acknowledged_at = at
