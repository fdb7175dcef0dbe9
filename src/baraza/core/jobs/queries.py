"""What operators ask of the queue: how old, how alive, what was given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from baraza.core.jobs.queue import decode


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """A job that failed as often as it may; it stays until somebody replays or purges it."""

    id: int
    job: str
    organisation_id: int | None
    arguments: Mapping[str, Any]
    attempts: int
    failed_at: datetime
    error: str


def queue_age_seconds() -> float:
    """How long the oldest job that could run has been waiting; 0 when none waits."""
    return _number(
        "SELECT EXTRACT(EPOCH FROM clock_timestamp() - min(execute_after)) FROM pgqueuer"
        " WHERE status = 'queued' AND execute_after <= clock_timestamp()"
    )


def queue_length() -> int:
    """Jobs that wait, those of a later time too."""
    return int(_number("SELECT count(*) FROM pgqueuer WHERE status = 'queued'"))


def dead_letter_count() -> int:
    return int(_number("SELECT count(*) FROM pgqueuer WHERE status = 'failed'"))


def tried_again(*, job: str, organisation_id: int) -> list[Mapping[str, Any]]:
    """With which arguments jobs of this name failed that come back by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload FROM pgqueuer WHERE entrypoint = %s AND status IN ('queued', 'picked') AND attempts > 0",
            [job],
        )
        found = [decode(bytes(payload)) for (payload,) in cursor.fetchall()]
    return [arguments for whose, arguments in found if whose == organisation_id]


def worker_heartbeat_age_seconds() -> float | None:
    """Seconds since any worker last said that it is well; None when there is no worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp() - max(beat_at)) FROM jobs_worker")
        (age,) = cursor.fetchone()
    return None if age is None else max(float(age), 0.0)


def dead_letters(*, limit: int = 100) -> list[DeadLetter]:
    """Newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT q.id, q.entrypoint, q.payload, q.attempts, q.updated, coalesce(l.error, '')
            FROM pgqueuer q
            LEFT JOIN LATERAL (
                SELECT traceback->>'exception_type' || ': ' || (traceback->>'exception_message') AS error
                FROM pgqueuer_log WHERE job_id = q.id AND traceback IS NOT NULL ORDER BY id DESC LIMIT 1
            ) l ON true
            WHERE q.status = 'failed' ORDER BY q.updated DESC, q.id DESC LIMIT %s
            """,
            [limit],
        )
        rows = cursor.fetchall()
    return [_dead_letter(row) for row in rows]


def _dead_letter(row: tuple[Any, ...]) -> DeadLetter:
    identity, name, payload, attempts, failed_at, error = row
    organisation_id, arguments = decode(bytes(payload) if payload is not None else None)
    return DeadLetter(
        id=identity,
        job=name,
        organisation_id=organisation_id,
        arguments=arguments,
        attempts=attempts + 1,
        failed_at=failed_at,
        error=error,
    )


def _number(query: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(query)
        (value,) = cursor.fetchone()
    return float(value or 0)
