"""Programs under supervision: restarted, stopped in order, never left behind."""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from baraza.operations import children, supervisor
from baraza.operations.children import Program
from baraza.operations.supervisor import AlreadyServing, StepFailed, Stopping, Supervisor, only_one

SLEEPER = "import time; print('up'); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(600)"


def python(name: str, code: str) -> Program:
    return Program(name=name, command=[sys.executable, "-c", code])


def exists(pid: int | None) -> bool:
    return pid is not None and Path(f"/proc/{pid}").exists()


def within_seconds(condition: Callable[[], bool]) -> Callable[[], bool]:
    """A condition that also comes true when it has taken far too long, so that a failing test ends."""
    deadline = time.monotonic() + 30
    return lambda: condition() or time.monotonic() > deadline


def test_output_carries_the_name_of_its_program() -> None:
    said: list[str] = []

    Supervisor(say=said.append).run_once(python("prepare", "print('one'); print('two')"))

    assert said == ["prepare | one", "prepare | two"]


def test_a_first_step_that_fails_is_an_error_with_its_code() -> None:
    with pytest.raises(StepFailed, match="ended with code 3"):
        Supervisor(say=lambda _line: None).run_once(python("prepare", "raise SystemExit(3)"))


def test_a_program_that_dies_is_started_again_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "FIRST_DELAY_SECONDS", 0.01)
    said: list[str] = []
    watched = Supervisor(say=said.append)

    watched.start([python("web", "print('up'); raise SystemExit(7)")])
    watched.watch(until=within_seconds(lambda: said.count("web     | up") >= 2))
    watched.stop()

    assert said[:3] == ["web     | up", "web ended (exit code 7); starting it again in 0 s", "web     | up"]


def test_the_pause_before_a_restart_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(children.time, "monotonic", lambda: now)
    said: list[str] = []
    child = children.Child(program=python("web", "raise SystemExit(1)"), say=said.append)

    for _ in range(7):
        child.start()
        child.wait(until=lambda: False)
        child.keep_running()

    assert [int(line.split()[-2]) for line in said] == [1, 2, 4, 8, 16, 30, 30]


def test_everything_is_stopped_when_asked() -> None:
    said: list[str] = []
    watched = Supervisor(say=said.append)
    watched.start([python("web", SLEEPER), python("worker", SLEEPER)])
    pids = [child.pid for child in watched._children]
    watched.watch(until=within_seconds(lambda: len(said) == 2))

    watched.stop()

    assert sorted(said) == ["web     | up", "worker  | up"]
    assert [exists(pid) for pid in pids] == [False, False]


def test_a_program_that_does_not_listen_is_killed_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_PATIENCE_SECONDS", 0.3)
    said: list[str] = []
    watched = Supervisor(say=said.append)
    watched.start([python("worker", DEAF)])
    pid = watched._children[0].pid
    watched.watch(until=within_seconds(lambda: "worker  | up" in said))

    watched.stop()

    assert said == ["worker  | up", "worker did not stop in time; killing it"]
    assert not exists(pid)


def test_a_stop_in_the_middle_of_a_first_step_is_heeded() -> None:
    said: list[str] = []
    watched = Supervisor(say=said.append)
    asking = threading.Thread(target=watched.ask_to_stop)
    asking.start()
    asking.join()

    with pytest.raises(Stopping):
        watched.run_once(python("seed", SLEEPER))
    pid = watched._children[0].pid
    watched.stop()

    assert not exists(pid)


def test_a_second_supervisor_of_the_folder_is_told_where_the_first_runs(tmp_path: Path) -> None:
    lock = tmp_path / "var" / "serve.lock"
    with only_one(lock=lock) as note:
        note(f"http://127.0.0.1:8000 (process {os.getpid()})")
        with pytest.raises(AlreadyServing) as refused, only_one(lock=lock):
            pass
    assert str(refused.value) == (
        f"Baraza already runs from this folder: http://127.0.0.1:8000 (process {os.getpid()})."
    )


def test_the_folder_is_free_again_after_the_first(tmp_path: Path) -> None:
    lock = tmp_path / "serve.lock"
    with only_one(lock=lock) as note:
        note("http://127.0.0.1:8000")
    with only_one(lock=lock):
        assert lock.read_text() == ""
