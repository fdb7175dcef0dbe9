"""The bare reference: verifies Meta's signature, inserts one row per request, one commit per request. Nothing else.

Served as `measuring.bare:application` by the same uvicorn with the same options as the product. BARE_CONNECTIONS
says on how many database connections it commits; with several, PostgreSQL itself lets concurrent commits share a flush; with none, nothing is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Any, LiteralString

import psycopg
from psycopg_pool import AsyncConnectionPool

SECRET = b"benchmark-app-secret"
TABLE = "CREATE TABLE IF NOT EXISTS bare_event (id bigserial PRIMARY KEY, payload jsonb NOT NULL)"
INSERT = "INSERT INTO bare_event (payload) VALUES (%s)"
# With BARE_JOB, a job for the product's queue in the same transaction, as the door does besides.
INSERT_WITH_JOB = f"""
WITH stored AS ({INSERT} RETURNING id)
INSERT INTO pgqueuer (priority, status, entrypoint, payload)
SELECT 0, 'queued', 'benchmark', convert_to(id::text, 'UTF8') FROM stored
"""


def prepare(*, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(TABLE)


def _signatures(headers: dict[bytes, bytes], body: bytes) -> tuple[bytes, bytes]:
    """The one that came and the one that is right; BARE_PROVIDER=retell reads Retell's."""
    if os.environ.get("BARE_PROVIDER") == "retell":
        given = headers.get(b"x-retell-signature", b"")
        signed_at = given.partition(b",")[0].removeprefix(b"v=")
        digest = hmac.new(SECRET, body + signed_at, hashlib.sha256).hexdigest().encode()
        return given, b"v=" + signed_at + b",d=" + digest
    digest = hmac.new(SECRET, body, hashlib.sha256).hexdigest().encode()
    return headers.get(b"x-hub-signature-256", b""), b"sha256=" + digest


class Bare:
    def __init__(self) -> None:
        self._pool: AsyncConnectionPool | None = None
        self._statement: LiteralString = INSERT_WITH_JOB if os.environ.get("BARE_JOB") else INSERT

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body = (await receive())["body"]
        given, expected = _signatures(dict(scope["headers"]), body)
        status = 401
        if hmac.compare_digest(given, expected):
            if self._pool is not None:
                async with self._pool.connection() as connection:
                    await connection.execute(self._statement, [body.decode()], prepare=True)
            status = 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        size = int(os.environ["BARE_CONNECTIONS"])
        if size:
            self._pool = AsyncConnectionPool(
                os.environ["DATABASE_URL"], min_size=size, max_size=size, open=False, kwargs={"autocommit": True}
            )
            await self._pool.open(wait=True)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self._pool is not None:
            await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


application = Bare()
