"""A PostgreSQL of the benchmark's own, with durable commits, in a folder that is gone afterwards."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import TypeVar

import psycopg
from django.db import connections
from psycopg import sql

from baraza.operations.embedded_postgres import Server, start

SETTINGS = "baraza.config.settings.local"
SLOW_FLUSH = 1_000
# Names the folder of a server that `keep_prepared` runs: several short runs share it and its tables, each in a copy.
PREPARED = "BARAZA_BENCHMARK_PREPARED"
Answer = TypeVar("Answer")

# Sleeps after each flush of the log, as a disk does that keeps its promise of durability.
_SLOW_FLUSH = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    int result = real(file);
    struct timespec pause = {0, FLUSH_MICROSECONDS * 1000L};
    nanosleep(&pause, 0);
    return result;
}
"""


@contextmanager
def own_database(*, flush_microseconds: int = 0) -> Iterator[Server]:
    """Sets DATABASE_URL and the settings module, for this process and those that it starts.

    With `flush_microseconds`, each flush of the log takes so much longer (Linux with a C compiler only).
    """
    # Asked to end, everything is still put away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Asked to stop."))
    folder = Path(tempfile.mkdtemp(prefix="baraza-benchmark-", dir="/tmp"))
    folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
    try:
        prepared = os.environ.get(PREPARED)
        with _copy_in(Path(prepared)) if prepared else _server(folder, flush_microseconds) as server:
            _lead_to(server, folder)
            yield server
    finally:
        shutil.rmtree(folder)


def keep_prepared(folder: Path) -> None:
    """Runs a server with all tables, for `own_database` when PREPARED names it, until nobody holds our input open.

    Short runs measure nothing, so nothing has to reach the disk.
    """
    with start(data_directory=folder, durable=False) as server:
        _lead_to(server, folder)
        prepare()
        connections.close_all()
        print("ready", flush=True)
        sys.stdin.read()


def _lead_to(server: Server, folder: Path) -> None:
    os.environ["DATABASE_URL"] = server.url
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["BARAZA_RUN_DIRECTORY"] = str(folder / "run")
    os.environ.setdefault("BARAZA_LOG_LEVEL", "WARNING")
    # Where the web process looks for files; it warns when there is no such folder.
    (folder / "run" / "static").mkdir(parents=True, exist_ok=True)


def _copy_in(prepared: Path) -> Server:
    """The prepared database once more, under a name of its own, in the server that runs already; it goes with it."""
    name = f"benchmark_{os.getpid()}"
    shared = start(data_directory=prepared, attach=True)
    with psycopg.connect(shared.url, autocommit=True, dbname="postgres") as administration:
        administration.execute(sql.SQL("CREATE DATABASE {} TEMPLATE baraza").format(sql.Identifier(name)))
    return start(data_directory=prepared, database=name, attach=True)


@contextmanager
def _server(folder: Path, flush_microseconds: int) -> Iterator[Server]:
    if not flush_microseconds:
        with start(data_directory=folder, durable=True) as server:
            yield server
        return
    with start(data_directory=folder, durable=True) as server:
        programs = server.binaries
    os.environ["PG_BIN"] = str(_slow_programs(folder / "slow", programs, flush_microseconds))
    try:
        with start(data_directory=folder, durable=True) as server:
            yield server
    finally:
        del os.environ["PG_BIN"]


def both_disks(*, quick: bool) -> Iterator[tuple[str, Server]]:
    """A fresh database on this disk as it is and, where there is a C compiler, with a flush that takes longer.

    Many a virtual disk acknowledges a flush that it has yet to make; a disk that keeps its promise takes such a time.
    """
    with own_database() as server:
        yield "this disk", server
    if quick:
        return
    if shutil.which("cc") is None:
        print("Not measured with a slower flush: that needs a C compiler.")
        return
    with own_database(flush_microseconds=SLOW_FLUSH) as server:
        yield f"flush +{SLOW_FLUSH / 1000:.0f} ms", server


def in_a_process_of_its_own(work: Callable[..., Answer], *given: object) -> Answer:
    """What `work` answers; it finds Django set up.

    Django keeps the first database that it was shown, and a process its peak of memory: each needs another process. A
    short run has one database and measures nothing, so it does all of it itself.
    """
    if os.environ.get(PREPARED):
        return work(*given)
    context = multiprocessing.get_context("spawn")
    answers: SimpleQueue[Answer] = context.SimpleQueue()
    process = context.Process(target=_answer, args=(answers, work, given))
    process.start()
    process.join()
    if process.exitcode != 0:
        raise RuntimeError(f"{work.__name__} ended with code {process.exitcode}.")
    return answers.get()


def _answer(answers: SimpleQueue[Answer], work: Callable[..., Answer], given: tuple[object, ...]) -> None:
    from baraza.config.cli import load

    load()
    answers.put(work(*given))


def _slow_programs(folder: Path, programs: Path, flush_microseconds: int) -> Path:
    """The same programs, the server's with the slow flush put before it."""
    folder.mkdir(mode=0o755)
    source, library = folder / "slow_flush.c", folder / "slow_flush.so"
    source.write_text(_SLOW_FLUSH, encoding="utf-8")
    define = f"-DFLUSH_MICROSECONDS={flush_microseconds}"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", define, "-o", library, source, "-ldl"], check=True)
    for program in programs.iterdir():
        (folder / program.name).symlink_to(program)
    server = folder / "postgres"
    server.unlink()
    server.write_text(f'#!/bin/sh\nLD_PRELOAD={library} exec {programs / "postgres"} "$@"\n', encoding="utf-8")
    server.chmod(0o755)
    return folder


def prepare() -> None:
    """Roles, tables, rights, unless the database is a copy that has them; Django is set up in this process."""
    from baraza.config.cli import load

    load()
    if os.environ.get(PREPARED):
        return
    from baraza.core.tenancy.preparation import prepare_database

    prepare_database(say=lambda _: None, verbosity=0)


def found_benchmark_organisation(*, slug: str = "benchmark") -> int:
    from baraza.core.organisations.actions import NewOrganisation, found_organisation

    return found_organisation(
        new=NewOrganisation(
            slug=slug,
            name="Benchmark",
            country="ZA",
            languages=("en", "af", "zu", "xh"),
            phone_region="ZA",
            reference_prefix="BM",
            services=("complaints",),
        )
    )
