"""PgQueuer's psycopg driver with a connection of its own for listening.

With one connection for both, every statement waits until the listener lets go of it, up to a second each time
(psycopg holds the connection's lock inside `notifies`); a job that takes milliseconds then takes seconds.
"""

from pgqueuer.adapters.drivers.psycopg import PsycopgDriver
from psycopg import AsyncConnection


class ListeningApartDriver(PsycopgDriver):
    """Statements on one connection, notifications on the other; the caller closes both."""

    def __init__(self, *, statements: AsyncConnection, listening: AsyncConnection) -> None:
        super().__init__(listening)
        self._statements = PsycopgDriver(statements)

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return await self._statements.fetch(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        return await self._statements.execute(query, *args)
