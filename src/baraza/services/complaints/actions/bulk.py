"""One act on many complaints: each row by itself, and what became of it written down beside it.

1. The rows and their versions are written down as they are when the person asks.
2. Few are changed at once; many by a job, a batch per transaction, so that a stopped worker goes on where it was.
3. A row that a colleague changed meanwhile, or that the act is not possible for, is passed over and said.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from baraza.capabilities.live.actions import publish
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.queries import actor_for
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now
from baraza.services.complaints.actions.assign import NobodyOfOurs
from baraza.services.complaints.actions.bulk_acts import BEFORE, act_on
from baraza.services.complaints.actions.bulk_told import tell_of_bulk
from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.actions.move import ReasonMissing
from baraza.services.complaints.models import BulkAct, BulkRow, Complaint
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_versions
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.rules.bulk import AT_ONCE, BATCH, BULK_KINDS, MOST_ROWS
from baraza.services.complaints.states import MoveRefused

RUN_BULK = "complaints.bulk"


class TooMany(ValueError):
    """More than `most_rows` at once."""


class NothingChosen(ValueError):
    """No complaint is in it."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`key` is the form's own: sent twice, it is done once. `value` is an id or a code, by the kind of act."""

    key: uuid.UUID
    act: str
    value: str = ""
    reason: str = ""


def most_rows(*, actor: Actor) -> int:
    """Whoever helps as support changes no more than at once: a job would act later, under the member's name alone."""
    return MOST_ROWS if actor.impersonator is None else AT_ONCE


def start_bulk(*, actor: Actor, wish: Wish, rows: Sequence[tuple[str, int]] = (), wanted: Filter | None = None) -> int:
    """On these (reference, version), or on all of a list. Returns the id under which it can be watched.

    Raises NotAllowed, ReasonMissing, NothingChosen, TooMany.
    """
    kind = BULK_KINDS[wish.act]
    require(actor=actor, act=kind.permission)
    if kind.needs_reason and not wish.reason.strip():
        raise ReasonMissing(wish.act)
    organisation_id = current_organisation_id()
    known = BulkAct.objects.filter(organisation_id=organisation_id, key=wish.key).first()
    if known is not None:
        return known.pk
    chosen = list(rows) if wanted is None else list_versions(wanted=wanted, most=MOST_ROWS + 1)
    if not chosen:
        raise NothingChosen
    if len(chosen) > most_rows(actor=actor):
        raise TooMany(most_rows(actor=actor))
    bulk = BulkAct.objects.create(
        organisation_id=organisation_id,
        actor_id=actor.id,
        key=wish.key,
        act=wish.act,
        value=wish.value,
        reason=wish.reason.strip(),
        total=len(chosen),
        asked_at=now(),
    )
    BulkRow.objects.bulk_create(
        (
            BulkRow(organisation_id=organisation_id, bulk=bulk, reference=reference, version=version)
            for reference, version in dict(chosen).items()
        ),
        batch_size=1000,
    )
    record(
        actor=actor,
        action="complaints.bulk",
        subject_kind="bulk_act",
        subject_id=str(bulk.pk),
        changes={"act": wish.act, "value": wish.value, "complaints": len(chosen)},
    )
    _go_on(bulk=bulk, actor=actor)
    return bulk.pk


def run_batch(*, actor: Actor, bulk_id: int) -> bool:
    """Does the next rows; false when there is nothing more to do. In a transaction of its own."""
    bulk = BulkAct.objects.select_for_update().get(pk=bulk_id)
    if bulk.stage != BulkAct.Stage.RUNNING:
        return False
    waiting = BulkRow.objects.filter(bulk=bulk, outcome=BulkRow.Outcome.WAITING).order_by("id")[:BATCH]
    for row in waiting:
        _do(bulk=bulk, row=row, actor=actor)
    more = BulkRow.objects.filter(bulk=bulk, outcome=BulkRow.Outcome.WAITING).exists()
    if not more:
        bulk.stage, bulk.finished_at = BulkAct.Stage.DONE, now()
        bulk.save(update_fields=["stage", "finished_at"])
        tell_of_bulk(bulk)
        publish(kind="complaints.bulk_done", subject=str(bulk.pk))
    return more


def bulk_actor(*, bulk_id: int) -> Actor:
    """Who asked, with the rights they have now; without any when they have left."""
    asked = BulkAct.objects.get(pk=bulk_id)
    user_id = asked.actor_id
    actor = actor_for(user_id=user_id, organisation_id=asked.organisation_id) if user_id else None
    return actor or Actor(kind="member", id=user_id)


def _go_on(*, bulk: BulkAct, actor: Actor) -> None:
    if bulk.total > AT_ONCE:
        enqueue(job=RUN_BULK, organisation_id=bulk.organisation_id, arguments={"bulk_id": bulk.pk}, key=str(bulk.pk))
        return
    run_batch(actor=actor, bulk_id=bulk.pk)


def _do(*, bulk: BulkAct, row: BulkRow, actor: Actor) -> None:
    """What goes wrong with one row takes nothing with it but that row."""
    before = Complaint.objects.filter(reference=row.reference).first()
    row.before = {} if before is None else {name: _plain(getattr(before, name)) for name in BEFORE}
    try:
        with transaction.atomic():
            act_on(actor=actor, bulk=bulk, row=row)
    except ChangedMeanwhile:
        row.outcome = BulkRow.Outcome.MEANWHILE
    except (MoveRefused, NobodyOfOurs):
        row.outcome = BulkRow.Outcome.NOT_POSSIBLE
    except NotAllowed:
        row.outcome = BulkRow.Outcome.NOT_ALLOWED
    except ComplaintUnknown:
        row.outcome = BulkRow.Outcome.GONE
    else:
        version = Complaint.objects.values_list("version", flat=True).get(reference=row.reference)
        row.outcome = BulkRow.Outcome.CHANGED if version != row.version else BulkRow.Outcome.SAME
        row.version_after = version
    row.save(update_fields=["before", "outcome", "version_after"])


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)
