"""How far an act on many complaints is, and what became of its rows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import BulkAct, BulkRow
from baraza.services.complaints.rules.bulk import BULK_KINDS, UNDO_WITHIN

MOST_NAMED = 200
_PASSED_OVER = (
    BulkRow.Outcome.MEANWHILE,
    BulkRow.Outcome.NOT_POSSIBLE,
    BulkRow.Outcome.NOT_ALLOWED,
    BulkRow.Outcome.GONE,
    BulkRow.Outcome.KEPT,
)


@dataclass(frozen=True, kw_only=True)
class BulkProgress:
    """`outcomes` counts rows by their outcome's code; `passed_over` names the first of those that were not changed."""

    id: int
    act: str
    value: str
    actor_id: int | None
    total: int
    stage: str
    outcomes: dict[str, int]
    passed_over: list[tuple[str, str]]
    undo_until: datetime | None

    @property
    def done(self) -> int:
        return self.total - self.outcomes.get(BulkRow.Outcome.WAITING, 0)

    @property
    def running(self) -> bool:
        return self.stage in {BulkAct.Stage.RUNNING, BulkAct.Stage.UNDOING}


def get_bulk(*, bulk_id: int) -> BulkProgress | None:
    """None for what is not of this organisation. `undo_until` is None for what cannot be taken back."""
    bulk = BulkAct.objects.filter(organisation_id=current_organisation_id(), pk=bulk_id).first()
    if bulk is None:
        return None
    rows = BulkRow.objects.filter(bulk=bulk)
    counted = rows.values("outcome").order_by().annotate(number=Count("pk")).values_list("outcome", "number")
    passed_over = rows.filter(outcome__in=_PASSED_OVER).order_by("id").values_list("reference", "outcome")
    undoable = bulk.stage == BulkAct.Stage.DONE and BULK_KINDS[bulk.act].undoable and bulk.finished_at is not None
    return BulkProgress(
        id=bulk.pk,
        act=bulk.act,
        value=bulk.value,
        actor_id=bulk.actor_id,
        total=bulk.total,
        stage=bulk.stage,
        outcomes=dict(counted),
        passed_over=list(passed_over[:MOST_NAMED]),
        undo_until=bulk.finished_at + UNDO_WITHIN if undoable and bulk.finished_at else None,
    )
