"""Starts the processes under measurement and ends them again, each by its own id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from baraza.operations.parent_death import tie_to_parent
from baraza.operations.serving import choose_port

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
PATIENCE_SECONDS = 60.0
# Below those that connections get. The tests' own servers begin at 20,000, above the last and those tried after it.
FIRST_PORT, PORTS = 10_000, 9_900
# The limits of the door are not what is measured.
NO_LIMITS = {"BARAZA_REQUESTS_PER_SECOND": "1000000", "BARAZA_CONNECTION_REQUESTS_PER_SECOND": "1000000"}
# As `baraza serve` starts the web process.
UVICORN = (
    "--no-proxy-headers",
    "--no-access-log",
    "--no-server-header",
    "--log-level",
    "warning",
    "--lifespan",
    "auto",
)


class DidNotStart(Exception):
    """The process ended or did not listen in time."""


def free_port() -> int:
    """None that the kernel gives to somebody else before the server has started; that one is awaited before the next."""
    return choose_port(host="127.0.0.1", wanted=FIRST_PORT + os.getpid() % PORTS, fixed=False)


@contextmanager
def uvicorn_serving(
    application: str, *, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[int, psutil.Process]]:
    """One process of uvicorn on a free port."""
    port = free_port()
    address = ["--host", "127.0.0.1", "--port", str(port), "--app-dir", str(BENCHMARKS)]
    command = [sys.executable, "-m", "uvicorn", application, *address, *UVICORN]
    with running(command, environment=environment) as process:
        wait_until_listening(port, process)
        yield port, process


@contextmanager
def granian_serving(application: str) -> Iterator[tuple[int, psutil.Process]]:
    """One worker of granian on a free port; the requests are served by its child process."""
    port = free_port()
    options = [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--loop",
        "uvloop",
        "--http",
        "1",
        "--no-ws",
    ]
    granian = str(Path(sys.executable).with_name("granian"))
    with running([granian, "--interface", "asgi", *options, "--log-level", "warning", application]) as process:
        wait_until_listening(port, process)
        yield port, process


@contextmanager
def worker(*, environment: Mapping[str, str] | None = None) -> Iterator[psutil.Process]:
    command = [sys.executable, str(Path(sys.executable).with_name("baraza")), "worker"]
    with running(command, environment=environment) as process:
        yield process


@contextmanager
def running(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Iterator[psutil.Process]:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **NO_LIMITS, **(environment or {})},
        preexec_fn=tie_to_parent(signal.SIGTERM),  # noqa: PLW1509 - one prepared system call
    ) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_listening(port: int, process: psutil.Process) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            raise DidNotStart(f"Process {process.pid} ended.")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise DidNotStart(f"Nothing listens on port {port}.")


def cpu_seconds(process: psutil.Process) -> float:
    """Of the process and its children."""
    family = [process, *process.children(recursive=True)]
    return float(sum(each.cpu_times().user + each.cpu_times().system for each in family))


def megabytes(process: psutil.Process) -> float:
    return float(max(each.memory_info().rss for each in [process, *process.children(recursive=True)])) / 1e6
