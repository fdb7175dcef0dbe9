"""The connection that hears of events, against a real server: other processes, and days on which it is lost."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation

from baraza.capabilities.live import listening
from baraza.capabilities.live.actions import publish
from baraza.capabilities.live.hub import Hub, Sign, Stream
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import organisation_scope

CLERK = Actor(kind="member", id=7, role="agent")


@contextlib.asynccontextmanager
async def listening_hub() -> AsyncIterator[Hub]:
    hub = Hub()
    task = asyncio.create_task(listening.listen(hub))
    await until_listening(hub)
    yield hub
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def until_listening(hub: Hub) -> None:
    async with asyncio.timeout(20):
        while not hub.listening:  # noqa: ASYNC110 - the hub has no event of its own for this
            await asyncio.sleep(0.01)


def joined(hub: Hub, organisation_id: int) -> Stream:
    stream = Stream(organisation_id=organisation_id, actor=CLERK)
    hub.join(stream)
    return stream


def say(organisation_id: int, *subjects: str, fails: bool = False) -> None:
    try:
        with contextlib.suppress(ZeroDivisionError), organisation_scope(organisation_id=organisation_id):
            for subject in subjects:
                publish(kind="complaints.opened", subject=subject)
            if fails:
                raise ZeroDivisionError
    finally:
        # The thread goes on to other tests, whose database is another one.
        connection.close()


async def subject_of(stream: Stream) -> str:
    async with asyncio.timeout(20):
        item = await stream.next()
    assert not isinstance(item, Sign)
    return item.subject


@pytest.fixture
def organisation_id(committed_database: CommittedDatabase) -> int:
    return make_organisation().id


async def test_every_process_hears_what_was_committed_and_nothing_that_was_rolled_back(organisation_id: int) -> None:
    async with listening_hub() as one, listening_hub() as other:
        streams = [joined(hub, organisation_id) for hub in (one, other)]

        await sync_to_async(say)(organisation_id, "never", fails=True)
        await sync_to_async(say)(organisation_id, "first", "second")

        assert [[await subject_of(stream), await subject_of(stream)] for stream in streams] == [["first", "second"]] * 2


async def test_pages_look_anew_after_the_connection_was_killed_and_hear_what_comes_then(
    organisation_id: int,
) -> None:
    async with listening_hub() as hub:
        stream = joined(hub, organisation_id)
        # A role may end its own connections.
        with psycopg.connect(**settings.APP_DATABASE.conninfo(), autocommit=True) as same_role:
            killed = same_role.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'baraza live'"
                " AND datname = current_database()"
            ).fetchall()

        async with asyncio.timeout(20):
            told = await stream.next()
        await until_listening(hub)
        await sync_to_async(say)(organisation_id, "afterwards")

        assert killed == [(True,)]
        assert told is Sign.REFRESH
        assert await subject_of(stream) == "afterwards"


async def test_what_is_not_ours_on_the_channel_is_passed_over(
    committed_database: CommittedDatabase, organisation_id: int
) -> None:
    async with listening_hub() as hub:
        stream = joined(hub, organisation_id)
        with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as owner:  # type: ignore[arg-type]
            owner.execute("SELECT pg_notify('baraza_live', 'hello')")

        await sync_to_async(say)(organisation_id, "still here")

        assert await subject_of(stream) == "still here"
