"""What was done to many is taken back within ten minutes: rows that were changed since stay as they are, and that is said."""

from datetime import datetime

from baraza.capabilities.live.actions import publish
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.actions.bulk import RUN_BULK, most_rows
from baraza.services.complaints.actions.bulk_acts import BEFORE
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.models import BulkAct, BulkRow, Complaint
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.bulk import AT_ONCE, BATCH, BULK_KINDS, UNDO_WITHIN


class BulkUnknown(LookupError):
    """No such act of this organisation."""


class TooLateToUndo(Exception):
    """It is not done yet, was undone, is older than ten minutes, or residents were told of it."""


def undo_bulk(*, actor: Actor, bulk_id: int) -> None:
    """Raises NotAllowed (a colleague's act), BulkUnknown, TooLateToUndo."""
    bulk = BulkAct.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=bulk_id).first()
    if bulk is None:
        raise BulkUnknown(bulk_id)
    kind = BULK_KINDS[bulk.act]
    require(actor=actor, act=kind.permission)
    if bulk.actor_id != actor.id:
        raise NotAllowed("A colleague did this.")
    if bulk.total > most_rows(actor=actor):
        raise NotAllowed("Support takes back no more than is done at once.")
    if bulk.stage != BulkAct.Stage.DONE or not kind.undoable or now() > (bulk.finished_at or now()) + UNDO_WITHIN:
        raise TooLateToUndo(bulk_id)
    bulk.stage = BulkAct.Stage.UNDOING
    bulk.save(update_fields=["stage"])
    record(actor=actor, action="complaints.bulk_undone", subject_kind="bulk_act", subject_id=str(bulk.pk))
    if bulk.total > AT_ONCE:
        enqueue(job=RUN_BULK, organisation_id=bulk.organisation_id, arguments={"bulk_id": bulk.pk}, key=str(bulk.pk))
        return
    undo_batch(actor=actor, bulk_id=bulk.pk)


def undo_batch(*, actor: Actor, bulk_id: int) -> bool:
    """Takes the next rows back; false when there is nothing more to do. In a transaction of its own."""
    bulk = BulkAct.objects.select_for_update().get(pk=bulk_id)
    if bulk.stage != BulkAct.Stage.UNDOING:
        return False
    done = BulkRow.objects.filter(bulk=bulk, outcome=BulkRow.Outcome.CHANGED)
    for row in done.order_by("id")[:BATCH]:
        _put_back(row, actor=actor)
    more = done.exists()
    if not more:
        bulk.stage, bulk.undone_at = BulkAct.Stage.UNDONE, now()
        bulk.save(update_fields=["stage", "undone_at"])
        publish(kind="complaints.bulk_done", subject=str(bulk.pk))
    return more


def _put_back(row: BulkRow, *, actor: Actor) -> None:
    complaint = Complaint.objects.select_for_update().filter(reference=row.reference).first()
    if complaint is None or complaint.version != row.version_after:
        row.outcome = BulkRow.Outcome.KEPT
    else:
        changes = _restore(complaint, before=row.before)
        save_change(complaint=complaint, actor=actor, changes=changes, action="complaint.undone")
        row.outcome = BulkRow.Outcome.UNDONE
    row.save(update_fields=["outcome"])


def _restore(complaint: Complaint, *, before: dict[str, object]) -> dict[str, object]:
    """The values of then; what changes by it in the timeline's words."""
    shown = {"state": "state", "assignee_id": "assignee", "team_id": "team", "priority": "priority"}
    changes: dict[str, object] = {}
    for name in BEFORE:
        current = getattr(complaint, name)
        kept = before[name]
        value = datetime.fromisoformat(str(kept)) if kept is not None and name.endswith("_at") else kept
        if name in shown and value != current:
            changes[shown[name]] = [current, value]
        setattr(complaint, name, value)
    return changes
