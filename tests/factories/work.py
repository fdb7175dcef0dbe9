"""What staff keep for their work on complaints: a saved view, an act on many, an export and one that comes every week."""

import uuid
from dataclasses import asdict, dataclass

from baraza.capabilities.exports.actions import ask_export
from baraza.capabilities.exports.scheduling import Plan, write_schedule
from baraza.capabilities.saved_views.actions import save_view
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.bulk import Wish, start_bulk


@dataclass(frozen=True, kw_only=True)
class WorkRows:
    view: int
    bulk: int
    export: str
    schedule: int

    def words(self) -> dict[str, int | str]:
        return asdict(self)


def make_work_rows(*, organisation_id: int, actor: Actor) -> WorkRows:
    with organisation_scope(organisation_id=organisation_id):
        weekly = {"title": "Weekly", "kind": "complaints", "format": "csv", "every": "week", "hour": 7}
        return WorkRows(
            view=save_view(actor=actor, of="complaints", name="Pipes", query="category=burst_pipe", shared=True),
            bulk=start_bulk(actor=actor, wish=Wish(key=uuid.uuid4(), act="take"), rows=[("UB-2026-XXXXXX", 1)]),
            export=ask_export(actor=actor, kind="complaints", format="csv", narrowing={}),
            schedule=write_schedule(actor=actor, plan=Plan(**weekly, recipient_ids=(actor.id or 0,))),
        )
