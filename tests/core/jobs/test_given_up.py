"""Who waits for a job is told when it is put aside, although the database is away just then."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError
from pgqueuer.domain.models import Job
from tenacity import wait_none

from baraza.core.jobs import running
from baraza.core.jobs.queue import encode
from baraza.core.jobs.registry import JobKind

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


class Spoilt(Exception):
    """What the job itself fails with."""


def spoilt(**_arguments: object) -> None:
    raise Spoilt


class NoPicks:
    """Stands in for PgQueuer's connection: no worker ever died with this job."""

    async def fetch(self, *_query: object) -> list[dict[str, Any]]:
        return [{"picks": 1}]


class Waiting:
    """Whoever waits: told after so many failures."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.told: list[object] = []

    def tell(self, *, organisation_id: int, **_arguments: object) -> None:
        if self._failures:
            raise self._failures.pop(0)
        self.told.append(organisation_id)


@pytest.fixture
def put_aside(monkeypatch: pytest.MonkeyPatch) -> Any:
    def put(waiting: Waiting) -> None:
        kind = JobKind(name="test.spoilt", function=spoilt, attempts=1, given_up=waiting.tell)
        monkeypatch.setattr(running, "job_named", lambda _name: kind)
        monkeypatch.setattr(running, "_TOLD_PAUSES", wait_none())
        job = Job(
            id=1, priority=0, created=BEGAN, updated=BEGAN, heartbeat=BEGAN, execute_after=BEGAN, status="picked",
            entrypoint="test.spoilt", payload=encode(organisation_id=7, arguments={}), queue_manager_id=None, headers={},
        )  # fmt: skip
        with ThreadPoolExecutor(1) as threads:
            runner = running.JobRunner(driver=NoPicks(), threads=threads)  # type: ignore[arg-type]
            asyncio.run(runner.execute(job))

    return put


def test_it_is_tried_again_while_the_database_is_away(put_aside: Any) -> None:
    waiting = Waiting(OperationalError("sorry, too many clients already"), OperationalError("gone"))

    with pytest.raises(Spoilt):
        put_aside(waiting)

    assert waiting.told == [7]


@pytest.mark.parametrize("failures", [[OperationalError("gone")] * 9, [ValueError("a mistake of ours")]])
def test_the_job_is_put_aside_for_the_reason_that_it_had_although_nobody_can_be_told(
    put_aside: Any, failures: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    waiting = Waiting(*failures)

    with pytest.raises(Spoilt):
        put_aside(waiting)

    assert waiting.told == []
    assert "Nobody was told that job test.spoilt 1 is given up" in caplog.text
