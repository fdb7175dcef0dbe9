"""Runs one picked job in a thread and decides what becomes of it: done, again later, or given up."""

import asyncio
import logging
import random
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, connection, connections
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job
from pgqueuer.ports.driver import Driver
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)
from tenacity.wait import wait_base

from baraza.core.jobs.queue import decode
from baraza.core.jobs.registry import JobKind, RetryLater, job_named
from baraza.lib.call_stack import with_room
from baraza.lib.clock import now
from baraza.lib.correlation import correlation_id, new_correlation_id

logger = logging.getLogger(__name__)

# A worker's picked jobs are another's when its heartbeat is older than this. Beats come at half of it.
HEARTBEAT_TIMEOUT = timedelta(seconds=8)
# A job that takes its worker down with it must not take down one after the other.
MOST_TAKEOVERS = 3
_AWAY = retry_if_exception_type((OperationalError, InterfaceError))
_TOLD_TRIES, _TOLD_PAUSES = stop_after_attempt(5), wait_exponential(multiplier=0.5)
_BACK_OFF: wait_base = wait_exponential(multiplier=2, min=2, max=900) + wait_random(0, 2)


class TakesWorkersDown(RuntimeError):
    """Several workers died while they ran this job, so it is put aside."""


def back_off(*, failures: int) -> timedelta:
    """About 2, 4, 8 … seconds, at most fifteen minutes, with jitter so that failed jobs do not return together."""
    state = RetryCallState(retry_object=Retrying(), fn=None, args=(), kwargs={})
    state.attempt_number = failures
    return timedelta(seconds=_BACK_OFF(state) * random.uniform(0.8, 1.2))  # noqa: S311 - not a secret


class JobRunner:
    """Between PgQueuer, which picks jobs, and the functions of the registry."""

    def __init__(self, *, driver: Driver, threads: Executor) -> None:
        self._driver = driver
        self._threads = threads

    async def execute(self, job: Job) -> None:
        """Returns when done; raises RetryRequested to run again; anything else makes it a dead letter."""
        kind = job_named(job.entrypoint)
        try:
            await self._refuse_what_takes_workers_down(job)
            await asyncio.get_running_loop().run_in_executor(self._threads, run_job, kind, job)
        except RetryLater as later:
            await self._count_postponement(job)
            raise RetryRequested(delay=timedelta(seconds=later.seconds), reason=str(later)) from later
        except Exception as error:
            failures = job.attempts - _postponed(job) + 1
            if failures >= kind.attempts or isinstance(error, TakesWorkersDown):
                await self._give_up(kind, job)
                raise
            delay = back_off(failures=failures)
            logger.warning(
                "Job %s %d failed (%d of %d), again in %.0f s", kind.name, job.id, failures, kind.attempts,
                delay.total_seconds(), exc_info=error, extra={"correlation_id": _correlation(job)},
            )  # fmt: skip
            raise RetryRequested(delay=delay, reason=f"{type(error).__name__}: {error}") from error

    async def _give_up(self, kind: JobKind, job: Job) -> None:
        if kind.given_up is None:
            return
        tell = partial(asyncio.get_running_loop().run_in_executor, self._threads, _call, kind.given_up, kind, job)
        try:
            # Whoever waits for the job would wait for ever if the database were away, or full, at this very moment.
            async for attempt in AsyncRetrying(retry=_AWAY, stop=_TOLD_TRIES, wait=_TOLD_PAUSES, reraise=True):
                with attempt:
                    await tell()
        except Exception:
            # The job is put aside all the same, for the reason that it had.
            logger.exception("Nobody was told that job %s %d is given up", kind.name, job.id)

    async def _refuse_what_takes_workers_down(self, job: Job) -> None:
        if now() - job.execute_after < HEARTBEAT_TIMEOUT:
            # Too young to have been taken over.
            return
        rows = await self._driver.fetch(
            "SELECT count(*) AS picks FROM pgqueuer_log WHERE job_id = $1 AND status = 'picked' AND id >"
            " coalesce((SELECT max(id) FROM pgqueuer_log WHERE job_id = $1 AND status = 'queued'), 0)",
            job.id,
        )
        if int(str(rows[0]["picks"])) > MOST_TAKEOVERS + 1:
            raise TakesWorkersDown(f"{MOST_TAKEOVERS + 1} workers died while they ran this job.")

    async def _count_postponement(self, job: Job) -> None:
        await self._driver.execute(
            "UPDATE pgqueuer SET headers = coalesce(headers, '{}') || jsonb_build_object('postponed', $2::int)"
            " WHERE id = $1",
            job.id,
            _postponed(job) + 1,
        )


def run_job(kind: JobKind, job: Job) -> None:
    if (job.headers or {}).get("keyed"):
        _let_key_go(job.id)
    _call(kind.function, kind, job)


def _call(function: Callable[..., None], kind: JobKind, job: Job) -> None:
    """In a worker's thread, with the correlation id of whoever asked for the job."""
    organisation_id, arguments = decode(job.payload)
    token = correlation_id.set(_correlation(job) or new_correlation_id())
    try:
        if kind.for_organisation:
            with_room(function, organisation_id=organisation_id, **arguments)
        else:
            with_room(function, **arguments)
    finally:
        correlation_id.reset(token)
        connections.close_all()


def _let_key_go(job_id: int) -> None:
    """From now on another job of this key may wait. Waits for callers that found this one and have yet to commit."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pgqueuer SET dedupe_key = NULL WHERE id = %s", [job_id])


def _postponed(job: Job) -> int:
    return int(str((job.headers or {}).get("postponed", 0)))


def _correlation(job: Job) -> str:
    return str((job.headers or {}).get("correlation_id", ""))
