"""Measures the providers' door against a bare ASGI application that commits once per request.

    python benchmarks/ingress.py --requests 20000 --concurrency 50

Each runs on one uvicorn process with the same PostgreSQL and durable commits (an embedded one in a new directory, or
DATABASE_URL's), verifies the same signature over the same WhatsApp body and acknowledges after the commit. The load
comes from a process of its own. The bare application inserts one row and commits once per request: on one connection,
on twenty (where PostgreSQL itself lets commits share a flush), and on twenty with a job enqueued in the same
transaction, which is what the door does besides splitting, de-duplicating and limiting. They are measured in turn; the
middle one of several rounds counts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
SECRET = "benchmark-app-secret"
TOKEN = "benchmark-path-token"
DOOR_PATH = f"/in/whatsapp.meta_cloud/{TOKEN}/"


def body(number: int) -> bytes:
    """About a kilobyte, as Meta sends a text message."""
    sender = f"2782{number % 5000:07d}"
    message = {
        "from": sender,
        "id": f"wamid.HBgLMjc4MjAwMDAwMDAVAgASGBQ{os.getpid():08d}{number:012d}A",
        "timestamp": "1795000000",
        "type": "text",
        "text": {"body": "There has been no water in our street since this morning. " * 6},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "27110000000", "phone_number_id": "106540352242922"},
        "contacts": [{"profile": {"name": "Aline"}, "wa_id": sender}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}
    ).encode()


def request(number: int) -> bytes:
    from baraza.lib.signing import hmac_sha256_hex

    content = body(number)
    head = (
        f"POST {DOOR_PATH} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"content-length: {len(content)}\r\n"
        f"x-hub-signature-256: sha256={hmac_sha256_hex(secret=SECRET, body=content)}\r\n\r\n"
    )
    return head.encode() + content


# --- the two servers --------------------------------------------------------------------------------------------------


ROW = "INSERT INTO benchmark_event (item_id, payload) VALUES (%s, %s) ON CONFLICT (item_id) DO NOTHING"
ROW_AND_JOB = (
    f"WITH stored AS ({ROW} RETURNING item_id) INSERT INTO pgqueuer (priority, status, entrypoint, payload)"
    " SELECT 0, 'queued', 'benchmark', convert_to(item_id, 'UTF8') FROM stored"
)
# How many connections the bare application commits on, and what it commits for each request.
BARE = {"one": (1, ROW), "many": (20, ROW), "job": (20, ROW_AND_JOB)}


def bare_application(*, connections: int, statement: str) -> Any:
    """One commit per request."""
    from django.conf import settings
    from psycopg.conninfo import make_conninfo
    from psycopg_pool import AsyncConnectionPool

    from baraza.lib.signing import hmac_sha256_hex, matches

    pools: list[AsyncConnectionPool] = []

    async def pool() -> AsyncConnectionPool:
        if not pools:
            conninfo = make_conninfo(**settings.APP_DATABASE.conninfo())
            pools.append(
                AsyncConnectionPool(
                    conninfo, min_size=connections, max_size=connections, open=False, kwargs={"autocommit": True}
                )
            )
            await pools[0].open(wait=True)
        return pools[0]

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        content = (await receive())["body"]
        given = dict(scope["headers"]).get(b"x-hub-signature-256", b"").decode()
        status = 401
        if matches(expected=f"sha256={hmac_sha256_hex(secret=SECRET, body=content)}", given=given):
            item_id = json.loads(content)["entry"][0]["changes"][0]["value"]["messages"][0]["id"]
            async with (await pool()).connection() as connection:
                await connection.execute(statement, [item_id, content.decode()], prepare=True)
            status = 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    return application


def serve(which: str, port: int) -> None:
    import django
    import uvicorn

    django.setup()
    from baraza.core.ingress.door import Door
    from baraza.core.ingress.sources import register_source

    connections, statement = BARE.get(which, BARE["one"])
    application = bare_application(connections=connections, statement=statement)
    if which == "door":
        from baraza.channels.whatsapp.meta_cloud import MetaCloud

        register_source("whatsapp.meta_cloud", MetaCloud())
        application = Door(behind=application)
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=port,
        log_level="error",
        access_log=False,
        lifespan="off",
        proxy_headers=False,
    )


# --- the load ---------------------------------------------------------------------------------------------------------


class Visitor(asyncio.Protocol):
    """One connection with one request under way; every answer must be a 200."""

    def __init__(self, requests: Iterator[bytes], took: list[float], done: asyncio.Future[None]) -> None:
        self._requests, self._took, self._done = requests, took, done
        self._answer = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._next()

    def _next(self) -> None:
        content = next(self._requests, None)
        if content is None:
            self._transport.close()
            self._done.set_result(None)
            return
        self._began = time.perf_counter()
        self._transport.write(content)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, separator, rest = self._answer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(rest) < length:
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._transport.close()
            self._done.set_exception(RuntimeError(f"Not acknowledged: {head!r}"))
            return
        self._answer = b""
        self._took.append(time.perf_counter() - self._began)
        self._next()


async def send_load(port: int, *, first: int, count: int, concurrency: int) -> dict[str, float]:
    requests = iter([request(number) for number in range(first, first + count)])
    took: list[float] = []
    loop = asyncio.get_running_loop()
    finished = [loop.create_future() for _ in range(concurrency)]
    began = time.perf_counter()
    for done in finished:
        await loop.create_connection(lambda done=done: Visitor(requests, took, done), "127.0.0.1", port)
    await asyncio.gather(*finished)
    seconds = time.perf_counter() - began
    took.sort()
    return {
        "per_second": count / seconds,
        "p50": took[len(took) // 2] * 1000,
        "p99": took[int(len(took) * 0.99)] * 1000,
    }


def load(port: int, *, first: int, count: int, concurrency: int) -> dict[str, float]:
    command = [sys.executable, __file__, "load", str(port), str(first), str(count), str(concurrency)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    result: dict[str, float] = json.loads(done.stdout)
    return result


# --- the measurement --------------------------------------------------------------------------------------------------


@contextmanager
def database() -> Iterator[str]:
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    from baraza.operations.embedded_postgres import start

    folder = Path(tempfile.mkdtemp(prefix="baraza-benchmark-", dir="/tmp"))
    folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
    try:
        with start(data_directory=folder, durable=True) as server:
            yield server.url
    finally:
        shutil.rmtree(folder)


@contextmanager
def server(which: str) -> Iterator[tuple[int, psutil.Process]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, __file__, "serve", which, str(port)], cwd=ROOT)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def prepare() -> None:
    import django
    import psycopg
    from django.conf import settings

    django.setup()
    from baraza.core.ingress.connections import open_connection
    from baraza.core.organisations.actions import NewOrganisation, found_organisation
    from baraza.core.tenancy.preparation import prepare_database

    prepare_database(say=lambda _: None, verbosity=0)
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo()) as connection:
        connection.execute("DROP TABLE IF EXISTS benchmark_event")
        connection.execute(
            "CREATE TABLE benchmark_event (id bigserial PRIMARY KEY, item_id text UNIQUE, payload jsonb)"
        )
        connection.execute("DELETE FROM ingress_connection WHERE path_token = %s", [TOKEN])
        (durable,) = connection.execute("SELECT current_setting('fsync')").fetchone() or ("",)
    new = NewOrganisation(slug="benchmark", name="Benchmark", country="ZA", languages=("en",), phone_region="ZA")
    open_connection(
        organisation_id=found_organisation(new=new),
        source="whatsapp.meta_cloud",
        name="Benchmark",
        secrets={"app_secret": SECRET, "verify_token": "x", "access_token": "x"},
        options={"phone_number_id": "106540352242922"},
        path_token=TOKEN,
    )
    print(f"PostgreSQL at {settings.OWNER_DATABASE.host or 'the local socket'}, fsync {durable}")


def measure(*, count: int, concurrency: int, rounds: int) -> dict[str, dict[str, float]]:
    results: dict[str, list[dict[str, float]]] = {which: [] for which in [*BARE, "door"]}
    with ExitStack() as stack:
        ports = {which: stack.enter_context(server(which)) for which in results}
        first = 0
        for number in range(rounds + 1):
            for which, (port, process) in ports.items():
                size = count if number else max(count // 10, concurrency)
                before = sum(process.cpu_times()[:2])
                result = load(port, first=first, count=size, concurrency=concurrency)
                first += size
                result["cpu"] = (sum(process.cpu_times()[:2]) - before) / size * 1_000_000
                if number:
                    results[which].append(result)
    return {
        which: {key: statistics.median(round_[key] for round_ in found) for key in found[0]}
        for which, found in results.items()
    }


def report(found: dict[str, dict[str, float]]) -> None:
    names = {
        "one": "bare, one connection",
        "many": "bare, 20 connections",
        "job": "bare, 20 connections, also enqueues a job",
        "door": "the door",
    }
    print(f"{'':42} per second   p50 ms   p99 ms  server CPU us  door / this  door's p99 / this p50")
    for which, row in found.items():
        times = found["door"]["per_second"] / row["per_second"]
        tail = found["door"]["p99"] / row["p50"]
        figures = f"{row['per_second']:10.0f} {row['p50']:8.1f} {row['p99']:8.1f} {row['cpu']:14.0f}"
        print(f"{names[which]:42} {figures} {times:12.1f} {tail:22.2f}")


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
        return
    if sys.argv[1:2] == ["load"]:
        port, first, count, concurrency = map(int, sys.argv[2:6])
        import uvloop

        result = uvloop.run(send_load(port, first=first, count=count, concurrency=concurrency))
        print(json.dumps(result))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--concurrency", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with database() as url:
        os.environ["DATABASE_URL"] = url
        prepare()
        found = measure(count=chosen.requests, concurrency=chosen.concurrency, rounds=chosen.rounds)
    report(found)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baraza.config.settings.test")
os.environ.setdefault("BARAZA_REQUESTS_PER_SECOND", "1000000")
os.environ.setdefault("BARAZA_CONNECTION_REQUESTS_PER_SECOND", "1000000")

if __name__ == "__main__":
    main()
