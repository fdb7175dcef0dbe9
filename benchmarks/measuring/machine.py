"""The machine under measurement: what it is, whether it is quiet, how its disk keeps a promise."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from baraza.operations.embedded_postgres import Server

QUIET_PERCENT = 15.0
_FDATASYNC = re.compile(r"\s*fdatasync\s.*?(\d+) usecs/op")


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """How busy others kept the processors just before a measurement, in percent of all of them."""

    percent: float
    waited: float


def wait_until_quiet(*, seconds: float) -> Quiet:
    """Waits for two calm seconds, at most so long; the figure is reported either way."""
    began = time.monotonic()
    while True:
        percent = psutil.cpu_percent(interval=2.0 if seconds else 0.2)
        waited = time.monotonic() - began
        if percent < QUIET_PERCENT or waited > seconds:
            return Quiet(percent=percent, waited=waited)


def describe(server: Server | None = None, *, and_its_disk: bool = False) -> str:
    """`and_its_disk` takes a second or two: the server's own program flushes it again and again."""
    database = f", PostgreSQL {server.version}" if server else ""
    if server and and_its_disk:
        database += f", {flush_in_words(server)}"
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, Python {platform.python_version()}{database}, load {load}"


def flush_in_words(server: Server) -> str:
    """What this disk takes to keep 8 kB, by PostgreSQL's own pg_test_fsync, without what a benchmark adds."""
    file = server.log.with_name("pg_test_fsync.out")
    command = [server.binaries / "pg_test_fsync", "-s", "1", "-f", file]
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as asked:
            assert asked.stdout is not None
            # The first such line is for one write of 8 kB; what comes after it is of no interest here.
            found = next(filter(None, (_FDATASYNC.match(line) for line in asked.stdout)), None)
            asked.terminate()
    except OSError:
        return "pg_test_fsync cannot be run"
    finally:
        Path(file).unlink(missing_ok=True)
    return f"a flush takes {found.group(1) if found else 'unknown'} µs by pg_test_fsync"
