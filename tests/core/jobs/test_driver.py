"""The two connections of a worker: what it says to itself is heard, however late it begins to listen."""

import asyncio

from psycopg import AsyncConnection
from tests.conftest import CommittedDatabase

from baraza.core.jobs.driver import ListeningApartDriver


async def test_what_is_said_before_anybody_listens_waits_until_it_is_heard(
    committed_database: CommittedDatabase,
) -> None:
    address, heard = committed_database.owner.conninfo(), asyncio.Queue[str | bytes | bytearray]()
    async with (
        await AsyncConnection.connect(**address, autocommit=True) as statements,
        await AsyncConnection.connect(**address, autocommit=True) as listening,
        ListeningApartDriver(statements=statements, listening=listening) as driver,
    ):
        # given
        saying = asyncio.create_task(driver.notify("a_channel", "Do I hear myself?"))
        await asyncio.wait({saying}, timeout=0.2)
        # when
        await driver.add_listener("a_channel", heard.put_nowait)
        # then
        assert await asyncio.wait_for(heard.get(), 10) == "Do I hear myself?"
        await saying
