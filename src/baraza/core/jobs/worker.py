"""The worker process: picks jobs as they come, runs a few at a time, survives the database's absence, stops in order."""

import asyncio
import contextlib
import logging
import os
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import FailingListenerError
from psycopg.conninfo import make_conninfo

from baraza.core.jobs.driver import ListeningApartDriver
from baraza.core.jobs.pulse import Pulse
from baraza.core.jobs.registry import job_kinds
from baraza.core.jobs.running import HEARTBEAT_TIMEOUT, JobRunner, back_off

logger = logging.getLogger(__name__)

# A notification wakes the worker at once; this is for those that get lost.
POLL = timedelta(seconds=5)
BEAT_SECONDS = 1.0
GRACE_SECONDS = 25.0
LONGEST_WAIT_SECONDS = 10.0
# After this long without trouble, the next trouble counts as the first.
CALM_SECONDS = 60.0


class Worker:
    """Run once; `stop` lets running jobs finish and leaves the rest to others."""

    def __init__(self, *, threads: int) -> None:
        self._thread_count = max(threads, 2)
        self._threads = ThreadPoolExecutor(self._thread_count, thread_name_prefix="job")
        self._clock = ThreadPoolExecutor(1, thread_name_prefix="pulse")
        self._pulse = Pulse(worker_id=uuid.uuid4())
        self._stopping = asyncio.Event()
        self._manager: QueueManager | None = None

    async def run(self) -> None:
        self._heed_signals()
        pulse = asyncio.create_task(self._beat())
        try:
            await self._serve_until_stopped()
        finally:
            # Whatever ended it: a pulse without anybody at work would go on saying that all is well.
            self._stopping.set()
            await pulse
            self._threads.shutdown()
            self._clock.shutdown()

    def stop(self) -> None:
        if self._stopping.is_set():
            logger.warning("Stopped for the second time: leaving running jobs to other workers.")
            os._exit(1)
        logger.info("Stopping: running jobs may finish within %.0f s.", GRACE_SECONDS)
        self._stopping.set()
        if self._manager is not None:
            self._manager.shutdown.set()
        asyncio.get_running_loop().call_later(GRACE_SECONDS, self._give_up_waiting)

    @staticmethod
    def _give_up_waiting() -> None:
        logger.error("Jobs still run after %.0f s; other workers will take them over.", GRACE_SECONDS)
        os._exit(1)

    def _heed_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.stop)

    async def _serve_until_stopped(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                await self._serve()
            except (psycopg.Error, FailingListenerError, OSError) as error:
                failures = 1 if time.monotonic() - began > CALM_SECONDS else failures + 1
                wait = min(back_off(failures=failures).total_seconds() / 4, LONGEST_WAIT_SECONDS)
                logger.warning("The database cannot be used (%r); again in %.1f s.", error, wait)
                await self._pause(wait)

    async def _serve(self) -> None:
        """Until stopped, or until the connection breaks."""
        async with await _connect("baraza-worker") as statements, await _connect("baraza-listener") as listening:
            driver = ListeningApartDriver(statements=statements, listening=listening)
            manager = QueueManager(Queries(driver))
            runner = JobRunner(driver=driver, threads=self._threads)
            for kind in job_kinds():
                manager.entrypoint(kind.name, on_failure="hold", accepts_context=False)(runner.execute)
            self._manager = manager
            if self._stopping.is_set():
                return
            logger.info("Worker ready: %d kinds of jobs, %d threads.", len(job_kinds()), self._thread_count)
            await manager.run(
                dequeue_timeout=POLL,
                batch_size=self._thread_count // 2,
                max_concurrent_tasks=self._thread_count,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
            )

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            try:
                await loop.run_in_executor(self._clock, self._pulse.beat)
            except (DatabaseError, InterfaceError) as error:
                logger.warning("No heartbeat written: %s", error)
            except Exception:
                # Who watches the heartbeat is told by its absence; the next one may do better.
                logger.exception("No heartbeat written")
            await self._pause(BEAT_SECONDS)
        with contextlib.suppress(DatabaseError, InterfaceError):
            await loop.run_in_executor(self._clock, self._pulse.stop)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def _connect(name: str) -> psycopg.AsyncConnection:
    address = settings.APP_DATABASE.conninfo()
    conninfo = make_conninfo(**address, connect_timeout=5, application_name=name, keepalives_idle=15)
    return await psycopg.AsyncConnection.connect(conninfo, autocommit=True)


def close_pool() -> None:
    """Ends the threads of Django's pool, which would keep the process alive."""
    close = getattr(connection, "close_pool", None)
    connection.close()
    if close is not None:
        close()
