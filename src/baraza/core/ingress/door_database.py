"""The door's own connections to the database: least rights, opened again after a break, never waiting long."""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from baraza.lib.clock import now

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 3
# The role's statement_timeout ends a slow statement; this ends waiting for a server that does not answer at all.
PATIENCE_SECONDS = 12.0
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 3.0


class DatabaseAway(Exception):
    """No statement can be run at present; whether an interrupted one took effect is unknown."""


class _Broken(DatabaseAway):
    """The connection is gone; the server may well be there."""


class DoorConnection:
    """One connection; statements run one after the other."""

    def __init__(self, *, conninfo: dict[str, str], name: str) -> None:
        self._conninfo = conninfo
        self._name = name
        self._connection: AsyncConnection[tuple[Any, ...]] | None = None
        self._lock = asyncio.Lock()
        self._pause = 0.0
        self._not_before = 0.0

    async def run(self, statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """In a transaction of its own that is committed when this returns.

        Raises DatabaseAway, at once while a broken connection is given time, and psycopg.DataError and the like
        when the server refuses the statement.
        """
        async with self._lock:
            try:
                return await self._run(statement, parameters)
            except _Broken:
                # A connection that broke, perhaps long ago, says nothing of the server; a fresh one does. Running
                # twice does no harm: the second run meets what the first one stored.
                return await self._run(statement, parameters)

    async def _run(self, statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        connection = await self._open()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                cursor = await connection.execute(statement, parameters, prepare=True)
                return await cursor.fetchall() if cursor.description else []
        except (psycopg.OperationalError, psycopg.InterfaceError, TimeoutError, OSError) as error:
            kind = _Broken if connection.broken else DatabaseAway
            await self._drop(error)
            raise kind(str(error)) from error
        except asyncio.CancelledError:
            await self._drop(None)
            raise

    async def close(self) -> None:
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None

    async def _open(self) -> "AsyncConnection[tuple[Any, ...]]":
        if self._connection is not None and not self._connection.closed:
            return self._connection
        if time.monotonic() < self._not_before:
            raise DatabaseAway("The database was away a moment ago.")
        try:
            self._connection = await AsyncConnection.connect(
                make_conninfo(**self._conninfo, connect_timeout=CONNECT_SECONDS, application_name=self._name),
                autocommit=True,
            )
        except (psycopg.Error, OSError) as error:
            self._wait_before_next(error)
            raise DatabaseAway(str(error)) from error
        self._pause = 0.0
        return self._connection

    async def _drop(self, error: BaseException | None) -> None:
        connection, self._connection = self._connection, None
        if error is not None:
            self._wait_before_next(error)
        if connection is not None:
            await connection.close()

    def _wait_before_next(self, error: BaseException) -> None:
        # Not after the first break: a restarted server is there again at once.
        self._not_before = time.monotonic() + self._pause
        self._pause = min(max(self._pause * 2, _FIRST_PAUSE_SECONDS), _LONGEST_PAUSE_SECONDS)
        logger.warning("The door's database connection %s broke at %s: %s", self._name, now(), error)
