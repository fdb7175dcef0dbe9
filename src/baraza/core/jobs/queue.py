"""Puts jobs into the queue, in the caller's transaction: what is rolled back was never asked for."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from pgqueuer.domain.types import OnConflict

from baraza.core.jobs.registry import job_named
from baraza.lib.clock import now
from baraza.lib.correlation import correlation_id

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def _statement(on_conflict: OnConflict) -> str:
    """PgQueuer's own statement, with its numbered parameters in the form that Django's cursor takes."""
    return re.sub(r"\$(\d)", r"%(p\1)s", QueryQueueBuilder().build_enqueue_query(on_conflict))


_ENQUEUE = _statement("raise")
# This one locks the waiting job until the caller commits. A worker passes over locked jobs, so the job that is
# already there starts after the commit and sees what the caller wrote; "skip" would let it start too early.
_ENQUEUE_ONCE = _statement("update_priority")
# The statement compares each with each.
_MOST_AT_ONCE = 100


def enqueue(
    *,
    job: str,
    organisation_id: int | None,
    arguments: Mapping[str, Json],
    run_at: datetime | None = None,
    key: str | None = None,
    priority: int = 0,
) -> None:
    """Runs the job of this name after the caller's commit, at `run_at` or as soon as a worker is free.

    With a `key`, nothing is added while a job of the same key waits to start; one that runs already does not count.
    Raises JobUnknown at once, because a job that nobody knows would wait for ever.
    """
    job_named(job)
    delay = max(run_at - now(), timedelta(0)) if run_at else timedelta(0)
    payload = encode(organisation_id=organisation_id, arguments=arguments)
    _put(job, [(key, payload)], priority=priority, delay=delay)


def enqueue_several(*, job: str, organisation_id: int | None, several: Mapping[str, Mapping[str, Json]]) -> None:
    """As `enqueue` with a key does for each, its arguments by its key, in a few statements."""
    job_named(job)
    waiting = [(key, encode(organisation_id=organisation_id, arguments=one)) for key, one in several.items()]
    for place in range(0, len(waiting), _MOST_AT_ONCE):
        _put(job, waiting[place : place + _MOST_AT_ONCE], priority=0, delay=timedelta(0))


def _put(job: str, several: Sequence[tuple[str | None, bytes]], *, priority: int, delay: timedelta) -> None:
    """With keys for all of them or for none."""
    keyed = several[0][0] is not None
    headers = json.dumps({"correlation_id": correlation_id.get(), "keyed": keyed})
    parameters: dict[str, Any] = {
        "p1": [priority] * len(several),
        "p2": [job] * len(several),
        "p3": [payload for _, payload in several],
        "p4": [delay] * len(several),
        "p5": [key and f"{job}:{key}" for key, _ in several],
        "p6": [headers] * len(several),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENQUEUE_ONCE if keyed else _ENQUEUE, parameters)


def encode(*, organisation_id: int | None, arguments: Mapping[str, Json]) -> bytes:
    return json.dumps({"organisation_id": organisation_id, "arguments": dict(arguments)}).encode()


def decode(payload: bytes | None) -> tuple[int | None, dict[str, Json]]:
    content = json.loads(payload or b"{}")
    return content.get("organisation_id"), content.get("arguments", {})
