"""What each kind of act does to one complaint of many, by the same actions as on its own page."""

from typing import Final

from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.assign import assign
from baraza.services.complaints.actions.move import move, take
from baraza.services.complaints.actions.prioritise import prioritise
from baraza.services.complaints.models import BulkAct, BulkRow
from baraza.services.complaints.states import State

# What an undo puts back.
BEFORE: Final = ("state", "assignee_id", "team_id", "priority", "due_at", "acknowledged_at", "resolved_at", "closed_at")
_MOVES: Final = {"acknowledge": State.ACKNOWLEDGED, "start": State.IN_PROGRESS, "resolve": State.RESOLVED}


def act_on(*, actor: Actor, bulk: BulkAct, row: BulkRow) -> None:
    """Raises what the act raises."""
    if bulk.act == "take":
        take(actor=actor, reference=row.reference, expected_version=row.version)
    elif bulk.act == "priority":
        prioritise(actor=actor, reference=row.reference, priority=bulk.value, expected_version=row.version)
    elif bulk.act in _MOVES:
        wanted = _MOVES[bulk.act]
        move(actor=actor, reference=row.reference, wanted=wanted, reason=bulk.reason, expected_version=row.version)
    else:
        _assign(actor=actor, bulk=bulk, row=row)


def _assign(*, actor: Actor, bulk: BulkAct, row: BulkRow) -> None:
    """The other of team and person stays as it was."""
    given = int(bulk.value) if bulk.value else None
    team_id, assignee_id = row.before.get("team_id"), row.before.get("assignee_id")
    if bulk.act == "team":
        team_id = given
    else:
        assignee_id = given
    assign(
        actor=actor,
        reference=row.reference,
        team_id=team_id,
        assignee_id=assignee_id,
        reason=bulk.reason,
        expected_version=row.version,
        # Once for all of them, when they are done.
        tell=False,
    )
