"""A worker process with the tests' own jobs: `python -m tests.core.jobs.worker_process`."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path

from baraza.config.cli import load

# Only when run as a program: the tests import the names below when Django is set up already.
if __name__ == "__main__":
    load()

from baraza.core.audit import actions as audit
from baraza.core.identity.actor import SYSTEM
from baraza.core.jobs import running, worker
from baraza.core.jobs.registry import RetryLater, job, periodic
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope

PATIENCE_SECONDS = 30


def mark(organisation_id: int, action: str) -> None:
    """A trace that the test can count."""
    with organisation_scope(organisation_id=organisation_id):
        audit.record(actor=SYSTEM, action=action, subject_kind="test", subject_id=str(os.getpid()))


@job(name="test.mark")
def mark_once(*, organisation_id: int, note: str) -> None:
    mark(organisation_id, note)


@job(name="test.wait_for_file")
def wait_for_file(*, organisation_id: int, path: str) -> None:
    mark(organisation_id, "started")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not Path(path).exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    mark(organisation_id, "finished")


def say_given_up(*, organisation_id: int, **_arguments: object) -> None:
    mark(organisation_id, "given up")


@job(name="test.fail", attempts=2, given_up=say_given_up)
def fail(*, organisation_id: int, note: str) -> None:
    mark(organisation_id, note)
    raise RuntimeError("cannot")


@job(name="test.later", attempts=1)
def later(*, organisation_id: int, path: str) -> None:
    mark(organisation_id, "asked")
    if not Path(path).exists():
        raise RetryLater(0.1)
    mark(organisation_id, "done")


@job(name="test.die", given_up=say_given_up)
def die(*, organisation_id: int) -> None:
    mark(organisation_id, "dying")
    os._exit(9)


@periodic(name="test.tick", every_seconds=1)
def tick() -> None:
    for organisation_id in list_organisation_ids():
        mark(organisation_id, "tick")


def main() -> None:
    seconds = float(os.environ.get("TEST_HEARTBEAT_SECONDS", "8"))
    running.HEARTBEAT_TIMEOUT = worker.HEARTBEAT_TIMEOUT = timedelta(seconds=seconds)
    running.back_off = lambda *, failures: timedelta(seconds=0.1 * failures)

    async def work() -> None:
        await worker.Worker(threads=4).run()

    try:
        asyncio.run(work())
    finally:
        worker.close_pool()


if __name__ == "__main__":
    main()
