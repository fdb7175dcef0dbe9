"""How long it takes until everybody who has a page open hears of a change, and what an open page costs.

    python benchmarks/live.py [--listeners 500] [--events 40]

So many signed-in members hold a stream of the real web process. A change is committed by another process; each stream
notes when the event came in. Also: what a stream adds to the process's memory, threads and database connections.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil
from measuring import figures, machine
from measuring.database import found_benchmark_organisation, own_database, prepare
from measuring.figures import Figure
from measuring.processes import uvicorn_serving

TARGET_MILLISECONDS = 1_000.0
PATH = "/console/live/events/"
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class Found:
    first: list[float]
    last: list[float]
    bytes_each: float
    threads_more: int
    connections: int


class Lost(Exception):
    """A stream did not open or did not hear of everything."""


def signed_in(organisation_id: int) -> str:
    """The session of a supervisor, as sign-in would make it; all streams are theirs."""
    from django.conf import settings
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    from baraza.core.identity.actions import enrol_member
    from baraza.core.identity.models import User

    user_id = enrol_member(
        email="live@example.org",
        name="Live",
        password="correct horse battery staple",
        organisation_id=organisation_id,
        role="supervisor",
    )
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert SessionStore(key).get(SESSION_KEY) == str(user_id)
    return f"{settings.SESSION_COOKIE_NAME}={key}"


async def hold(port: int, cookie: str, opened: asyncio.Event, heard: dict[str, list[float]]) -> None:
    """One page: `heard` gets the moment at which each event came in, by its subject."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode())
        status = await reader.readline()
        if b" 200 " not in status:
            raise Lost(status.decode())
        while line := await reader.readline():
            if line.startswith(b"event: hello"):
                opened.set()
            elif line.startswith(b'data: {"sequence"'):
                heard[json.loads(line[6:])["subject"]].append(time.perf_counter())
    finally:
        writer.close()


async def listen(
    port: int, server: psutil.Process, cookie: str, organisation_id: int, *, listeners: int, events: int
) -> Found:
    before = server.memory_info().rss, server.num_threads()
    heard: dict[str, list[float]] = {str(number): [] for number in range(events)}
    doors = [asyncio.Event() for _ in range(listeners)]
    pages = []
    for door in doors:
        pages.append(asyncio.create_task(hold(port, cookie, door, heard)))
        # A city does not open its browsers in the same millisecond, and the door has four threads.
        await asyncio.sleep(0.005)
    await asyncio.wait_for(asyncio.gather(*(door.wait() for door in doors)), timeout=120)
    await asyncio.sleep(1)
    after = server.memory_info().rss, server.num_threads()
    first, last = [], []
    for number in range(events):
        committed = await asyncio.to_thread(commit, organisation_id, str(number))
        came = heard[str(number)]
        await _until_heard(came, listeners)
        first.append((min(came) - committed) * 1000)
        last.append((max(came) - committed) * 1000)
        await asyncio.sleep(PAUSE_SECONDS)
    connections = await asyncio.to_thread(count_connections)
    for page in pages:
        page.cancel()
    await asyncio.gather(*pages, return_exceptions=True)
    return Found(
        first=first,
        last=last,
        bytes_each=(after[0] - before[0]) / listeners,
        threads_more=after[1] - before[1],
        connections=connections,
    )


async def _until_heard(came: list[float], listeners: int) -> None:
    until = time.perf_counter() + 10
    while len(came) < listeners:
        if time.perf_counter() > until:
            raise Lost(f"{len(came)} of {listeners} heard of a change.")
        await asyncio.sleep(0.002)


def commit(organisation_id: int, subject: str) -> float:
    """The moment at which the commit was asked for."""
    from django.db import transaction

    from baraza.capabilities.live.actions import publish
    from baraza.core.tenancy.scope import organisation_scope

    with transaction.atomic():
        with organisation_scope(organisation_id=organisation_id):
            publish(kind="complaints.changed", subject=subject)
        return time.perf_counter()


def count_connections() -> int:
    """Of the web process, the benchmark's own two left out."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()")
        row = cursor.fetchone()
    return int(row[0])


def measure(*, listeners: int, events: int) -> Found:
    organisation_id = found_benchmark_organisation()
    cookie = signed_in(organisation_id)
    with uvicorn_serving("baraza.config.asgi:application") as (port, server):
        return asyncio.run(listen(port, server, cookie, organisation_id, listeners=listeners, events=events))


def summarise(found: Found, *, listeners: int, events: int) -> list[Figure]:
    slowest = max(found.last)
    return [
        Figure(
            what="live update, until all have it",
            ours=f"median {statistics.median(found.last):.0f} ms, slowest {slowest:.0f} ms",
            reference=f"{listeners} pages of one process",
            ratio=slowest / TARGET_MILLISECONDS,
            target="≤ 1",
            met=slowest <= TARGET_MILLISECONDS,
            samples=f"{events} changes",
        ),
        Figure(
            what="live update, until the first has it",
            ours=f"median {statistics.median(found.first):.1f} ms",
            reference=f"{listeners} pages of one process",
            ratio=None,
            target="–",
            met=None,
            samples=f"{events} changes",
        ),
        Figure(
            what="an open page",
            ours=f"{found.bytes_each / 1024:.0f} KiB of memory",
            reference=f"{found.threads_more} threads and {found.connections} database connections for all",
            ratio=None,
            target="–",
            met=None,
            samples=f"{listeners}",
        ),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--listeners", type=int, default=500)
    options.add_argument("--events", type=int, default=40)
    chosen = options.parse_args(arguments)
    listeners, events = (10, 3) if chosen.quick else (chosen.listeners, chosen.events)
    with own_database() as server:
        print(machine.describe(server))
        prepare()
        found = measure(listeners=listeners, events=events)
    figures.publish(summarise(found, listeners=listeners, events=events), file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
