"""Forgets a caller who asked for it: every call of their number keeps what figures and bills rest on, and no more.

1. Bills are worked out, because some calls are left out of them by their number. 2. The first calls go at once, in the
statements of one batch; what is more goes in jobs, each a batch and a transaction. 3. Calls of which more will be told
go a day later. Jobs know calls, not the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from baraza.capabilities.live.actions import publish
from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.phone import mask
from baraza.services.call_analytics.actions.forgetting import forget_calls
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.callers import FINISHED_BY_THEN, calls_of_number

FORGET_CALLS: Final = "calls.forget_calls"
_BATCH: Final = 500


@dataclass(frozen=True, kw_only=True)
class CallerForgotten:
    """Numbers of calls: gone already, going in the next minutes, and going in a day."""

    now: int
    soon: int
    tomorrow: int


def forget_caller(*, actor: Actor, number: str, region: str) -> CallerForgotten:
    """All calls of this number in E.164 that there are by now; nothing and no trail without any. Raises NotAllowed."""
    require(actor=actor, act="forget")
    work_out()
    found = calls_of_number(actor=actor, number=number, region=region)
    if not found.total:
        return CallerForgotten(now=0, soon=0, tomorrow=0)
    masked = mask(number)
    at_once = forget_batch(actor=actor, masked=masked, call_ids=found.finished[:_BATCH])
    later = found.finished[_BATCH:]
    _ask_jobs(masked, later, delayed=False)
    _ask_jobs(masked, found.unfinished, delayed=True)
    return CallerForgotten(now=at_once, soon=len(later), tomorrow=len(found.unfinished))


def forget_batch(*, actor: Actor, masked: str, call_ids: Sequence[int]) -> int:
    """`masked` is what the trail says instead of the number."""
    count = forget_calls(call_ids=call_ids)
    if count:
        changes = {"calls": count}
        record(
            actor=actor, action="calls.caller_forgotten", subject_kind="caller", subject_id=masked, changes=changes
        )  # fmt: skip
        publish(kind="calls.told", subject="", facts=changes)
    return count


def forget_later(*, masked: str, call_ids: Sequence[int]) -> None:
    work_out()
    forget_batch(actor=SYSTEM, masked=masked, call_ids=call_ids)


def _ask_jobs(masked: str, call_ids: Sequence[int], *, delayed: bool) -> None:
    for first in range(0, len(call_ids), _BATCH):
        enqueue(
            job=FORGET_CALLS,
            organisation_id=current_organisation_id(),
            arguments={"masked": masked, "call_ids": list(call_ids[first : first + _BATCH])},
            run_at=clock.now() + FINISHED_BY_THEN if delayed else None,
        )
