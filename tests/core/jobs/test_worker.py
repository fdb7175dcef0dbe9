"""Workers as processes: they run what is committed, retry, give up, take over from the dead, and stop in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tests.core.jobs.worker_process as jobs_of_the_tests
from django.core.management import call_command
from django.db import connection, transaction
from tests.conftest import CommittedDatabase, OwnServer
from tests.factories.core import make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.jobs.actions import purge_dead_letters, replay_dead_letters
from baraza.core.jobs.queries import dead_letters, queue_length, worker_heartbeat_age_seconds
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.badday

ROOT = Path(__file__).resolve().parents[3]


class Workers:
    """Starts worker processes and sees to it that none is left."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        self._environment = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "tests.core.jobs.settings",
            "PYTHONPATH": os.pathsep.join(paths),
            "BARAZA_LOG_LEVEL": "INFO",
        }
        self.log = log
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.core.jobs.worker_process"],
                cwd=ROOT,
                env=self._environment | environment,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def stop_all(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait(10)


@pytest.fixture
def workers(committed_database: CommittedDatabase, tmp_path: Path) -> Iterator[Workers]:
    started = Workers(committed_database.environment, tmp_path / "workers.log")
    yield started
    started.stop_all()


@pytest.fixture
def organisation_id(committed_database: CommittedDatabase) -> int:
    return make_organisation().id


def _marks(organisation_id: int, action: str) -> int:
    with organisation_scope(organisation_id=organisation_id):
        return AuditEntry.objects.filter(action=action).count()


def _wait(condition: Callable[[], object], *, workers: Workers) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, workers.log.read_text()
        time.sleep(0.05)


def test_committed_jobs_are_run_and_leave_the_queue(workers: Workers, organisation_id: int) -> None:
    workers.start()

    for number in range(20):
        enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": f"n{number}"})

    _wait(lambda: _marks(organisation_id, "n19") and queue_length() == 0, workers=workers)
    assert [_marks(organisation_id, f"n{number}") for number in range(20)] == [1] * 20


def test_a_job_that_fails_is_retried_then_put_aside_and_can_be_replayed_or_purged(
    workers: Workers, organisation_id: int, capsys: pytest.CaptureFixture[str]
) -> None:
    workers.start()
    enqueue(job="test.fail", organisation_id=organisation_id, arguments={"note": "tried"})

    _wait(dead_letters, workers=workers)
    (letter,) = dead_letters()
    call_command("jobs", "dead-letters")
    replayed = replay_dead_letters(ids=[letter.id])
    _wait(lambda: _marks(organisation_id, "tried") == 4 and dead_letters(), workers=workers)

    assert (letter.job, letter.arguments, letter.attempts, letter.error) == (
        "test.fail",
        {"note": "tried"},
        2,
        "RuntimeError: cannot",
    )
    assert "RuntimeError: cannot" in capsys.readouterr().out
    assert (replayed, purge_dead_letters(), dead_letters()) == (1, 1, [])
    assert _marks(organisation_id, "given up") == 2


def test_a_job_that_asks_to_come_back_later_is_not_failing(
    workers: Workers, organisation_id: int, tmp_path: Path
) -> None:
    workers.start()
    enqueue(job="test.later", organisation_id=organisation_id, arguments={"path": str(tmp_path / "now")})

    _wait(lambda: _marks(organisation_id, "asked") >= 3, workers=workers)
    (tmp_path / "now").touch()
    _wait(lambda: _marks(organisation_id, "done"), workers=workers)

    assert (_marks(organisation_id, "done"), dead_letters()) == (1, [])


def test_a_killed_workers_job_is_taken_over_and_finished_once(
    workers: Workers, organisation_id: int, tmp_path: Path
) -> None:
    first = workers.start(TEST_HEARTBEAT_SECONDS="2")
    enqueue(job="test.wait_for_file", organisation_id=organisation_id, arguments={"path": str(tmp_path / "go")})
    _wait(lambda: _marks(organisation_id, "started") == 1, workers=workers)

    first.kill()
    workers.start(TEST_HEARTBEAT_SECONDS="2")
    workers.start(TEST_HEARTBEAT_SECONDS="2")
    _wait(lambda: _marks(organisation_id, "started") == 2, workers=workers)
    (tmp_path / "go").touch()
    _wait(lambda: _marks(organisation_id, "finished") and not _unfinished(), workers=workers)

    assert (_marks(organisation_id, "started"), _marks(organisation_id, "finished")) == (2, 1)


def _unfinished() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE 'test.%%'")
        return int(cursor.fetchone()[0])


def test_a_job_that_takes_its_worker_down_again_and_again_is_put_aside(workers: Workers, organisation_id: int) -> None:
    enqueue(job="test.die", organisation_id=organisation_id, arguments={})
    for _ in range(running_attempts()):
        workers.start(TEST_HEARTBEAT_SECONDS="1").wait(30)

    survivor = workers.start(TEST_HEARTBEAT_SECONDS="1")
    _wait(dead_letters, workers=workers)

    assert survivor.poll() is None
    assert _marks(organisation_id, "dying") == running_attempts()
    assert dead_letters()[0].error.startswith("TakesWorkersDown: ")
    assert _marks(organisation_id, "given up") == 1


def running_attempts() -> int:
    return jobs_of_the_tests.running.MOST_TAKEOVERS + 1


def test_what_is_due_is_run_once_per_period_however_many_workers_there_are(
    workers: Workers, organisation_id: int
) -> None:
    workers.start()
    workers.start()

    _wait(lambda: _marks(organisation_id, "tick") >= 4, workers=workers)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), EXTRACT(EPOCH FROM max(created) - min(created)) FROM pgqueuer_log"
            " WHERE entrypoint = 'periodic.test.tick' AND status = 'queued'"
        )
        enqueued, seconds = cursor.fetchone()
    # One at the start and one for every full period since; never two for one period.
    assert enqueued <= 1 + float(seconds) + 0.5


def test_a_stopped_worker_finishes_what_runs_and_leaves_the_rest(
    workers: Workers, organisation_id: int, tmp_path: Path
) -> None:
    process = workers.start()
    enqueue(job="test.wait_for_file", organisation_id=organisation_id, arguments={"path": str(tmp_path / "go")})
    _wait(lambda: _marks(organisation_id, "started") == 1, workers=workers)

    process.send_signal(signal.SIGTERM)
    _wait(lambda: worker_heartbeat_age_seconds() is None, workers=workers)
    enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": "after"})
    (tmp_path / "go").touch()

    assert process.wait(20) == 0
    assert (_marks(organisation_id, "finished"), _marks(organisation_id, "after")) == (1, 0)
    assert _unfinished() == 1
    assert worker_heartbeat_age_seconds() is None


def test_a_worker_says_that_it_is_well(workers: Workers, organisation_id: int) -> None:
    before = worker_heartbeat_age_seconds()
    workers.start()

    _wait(lambda: worker_heartbeat_age_seconds() is not None, workers=workers)

    assert before is None


def test_a_job_enqueued_while_its_twin_waits_starts_after_the_commit_that_asked_for_it(
    workers: Workers, organisation_id: int
) -> None:
    enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": "first"}, key="k")
    with transaction.atomic():
        enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": "second"}, key="k")
        workers.start()
        enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": "other"})
        _wait(lambda: worker_heartbeat_age_seconds() is not None, workers=workers)
        time.sleep(1)
        before_the_commit = AuditEntry.objects.count()

    _wait(lambda: _marks(organisation_id, "first"), workers=workers)
    assert before_the_commit == 0
    assert _marks(organisation_id, "second") == 0


def test_a_worker_outlives_a_restart_of_the_database(own_server: OwnServer, tmp_path: Path) -> None:
    organisation_id = make_organisation().id
    workers = Workers(own_server.database.environment, tmp_path / "workers.log")
    try:
        process = workers.start()
        enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": "before"})
        _wait(lambda: _marks(organisation_id, "before"), workers=workers)
        connection.close()

        own_server.stop()
        own_server.start()
        enqueue(job="test.mark", organisation_id=organisation_id, arguments={"note": "after"})
        _wait(lambda: _marks(organisation_id, "after"), workers=workers)

        assert process.poll() is None
    finally:
        workers.stop_all()
        connection.close()
