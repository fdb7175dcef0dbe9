"""PgQueuer's psycopg driver with a connection of its own for listening.

With one connection for both, every statement waits until the listener lets go of it, up to a second each time
(psycopg holds the connection's lock inside `notifies`); a job that takes milliseconds then takes seconds.
"""

import asyncio

from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from pgqueuer.ports.driver import NotifyCallback
from psycopg import AsyncConnection


class ListeningApartDriver(PsycopgDriver):
    """Statements on one connection, notifications on the other; the caller closes both."""

    def __init__(self, *, statements: AsyncConnection, listening: AsyncConnection) -> None:
        super().__init__(listening)
        self._statements = PsycopgDriver(statements)
        self._hears = asyncio.Event()

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return await self._statements.fetch(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        return await self._statements.execute(query, *args)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await super().add_listener(channel, callback)
        self._hears.set()

    async def notify(self, channel: str, payload: str) -> None:
        """Not before we listen: PgQueuer begins to ask itself whether it hears while it still says that it wants to.

        On two connections the question would at times come first, be heard by nobody, and pass for a broken connection.
        """
        await self._hears.wait()
        await super().notify(channel, payload)
