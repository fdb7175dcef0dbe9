"""A real web server with the door in front, on the loopback address, and a connection to send to."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg
import pytest
import uvicorn
from tests.conftest import CommittedDatabase
from tests.core.ingress.sources import AnsweringSource, StoringSource, signature
from tests.factories.core import make_connection, make_organisation

from baraza.core.ingress import handling, sources
from baraza.core.ingress.connections import webhook_path
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.door import Door
from baraza.lib.authorities import trusted


async def behind(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"behind the door"})


@dataclass
class Desk:
    """The tests' view of a served door and its database."""

    base: str
    facts: ConnectionFacts
    path: str
    database: CommittedDatabase
    door: Door
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20, verify=trusted()))

    def post(self, body: bytes, *, path: str | None = None, **headers: str) -> httpx.Response:
        values = {"content-type": "application/json", "x-signature": signature(body)}
        values |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(self.base + (path or self.path), content=body, headers=values)

    def post_together(self, bodies: list[bytes]) -> list[int]:
        """All under way at the same time; the status codes in the bodies' order."""

        async def one(client: httpx.AsyncClient, body: bytes) -> int:
            headers = {"content-type": "application/json", "x-signature": signature(body)}
            return (await client.post(self.base + self.path, content=body, headers=headers)).status_code

        async def all_of_them() -> list[int]:
            async with httpx.AsyncClient(
                timeout=30, limits=httpx.Limits(max_connections=100), verify=trusted()
            ) as client:
                return await asyncio.gather(*(one(client, body) for body in bodies))

        return asyncio.run(all_of_them())

    def wait_for_waiting_requests(self, count: int) -> None:
        """Until so many wait for the commit of those before them."""
        assert self.door._desk is not None
        deadline = time.monotonic() + 20
        while len(self.door._desk._writer._waiting) < count:
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def post_until_taken(self, body: bytes) -> httpx.Response:
        """As a provider does when it is asked to come back."""
        for _ in range(100):
            response = self.post(body)
            if response.status_code != 503:
                return response
            time.sleep(0.1)
        return response

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Asked as the organisation's member would see it, by the owner's role."""
        with psycopg.connect(**self.database.owner.conninfo()) as connection:
            connection.execute(
                "SELECT set_config('baraza.organisation_id', %s, true)", [str(self.facts.organisation_id)]
            )
            return connection.execute(query).fetchall()


def body_of(*ids: str, **fields: Any) -> bytes:
    return json.dumps({"items": [{"id": identity, **fields} for identity in ids]}).encode()


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"test.storing": StoringSource(), "test.answering": AnsweringSource()}
    monkeypatch.setattr(sources, "_sources", known)
    monkeypatch.setattr(handling, "_handlers", [])


@pytest.fixture
def storing(committed_database: CommittedDatabase, registered: None) -> Iterator[Desk]:
    yield from serve_door(committed_database, source="test.storing")


@pytest.fixture
def answering(committed_database: CommittedDatabase, registered: None) -> Iterator[Desk]:
    yield from serve_door(committed_database, source="test.answering")


def serve_door(database: CommittedDatabase, *, source: str, secret: str = "app_secret") -> Iterator[Desk]:
    facts = make_connection(
        organisation_id=make_organisation().id, source=source, secrets={secret: "s3cr3t"}, path_token="t0ken"
    )
    door = Door(behind=behind)
    server = uvicorn.Server(uvicorn.Config(door, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    desk = Desk(
        base=f"http://127.0.0.1:{port}",
        facts=facts,
        path=webhook_path(source=source, path_token="t0ken"),
        database=database,
        door=door,
    )
    with desk.client:
        yield desk
        server.should_exit = True
    thread.join(20)
    assert not thread.is_alive()
