"""The web process's one connection that hears of events; it comes back by itself when the database went away."""

import asyncio
import logging
from typing import Final

import psycopg
from django.conf import settings
from prometheus_client import Counter
from psycopg.conninfo import make_conninfo

from baraza.capabilities.live.events import CHANNEL, EventUnreadable, read_event
from baraza.capabilities.live.hub import Hub

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS: Final = 0.25
LONGEST_WAIT_SECONDS: Final = 10.0
# A connection that a firewall forgot says nothing; asking finds out.
ASK_AFTER_SECONDS: Final = 30.0

_RECONNECTS = Counter("baraza_live_reconnects_total", "Times the connection for live updates was lost.")


async def listen(hub: Hub) -> None:
    """Runs until cancelled. After every loss the pages are told to look anew, since events may have passed unheard."""
    wait, was_lost = FIRST_WAIT_SECONDS, False
    while True:
        try:
            async with await _connected() as connection:
                await connection.execute(f"LISTEN {CHANNEL}".encode())
                if was_lost:
                    hub.interrupted()
                    logger.warning("Live updates are back.")
                hub.listening, wait = True, FIRST_WAIT_SECONDS
                await _hear(connection, hub)
        except (psycopg.Error, OSError) as error:
            if hub.listening or not was_lost:
                logger.warning("Live updates pause until the database answers: %s", error)
            _RECONNECTS.inc()
        finally:
            hub.listening = False
        was_lost = True
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT_SECONDS)


async def _connected() -> psycopg.AsyncConnection:
    address = make_conninfo(
        **settings.APP_DATABASE.conninfo(), connect_timeout=5, keepalives_idle=30, application_name="baraza live"
    )
    return await psycopg.AsyncConnection.connect(address, autocommit=True)


async def _hear(connection: psycopg.AsyncConnection, hub: Hub) -> None:
    while True:
        async for notification in connection.notifies(timeout=ASK_AFTER_SECONDS):
            try:
                hub.deliver(read_event(notification.payload))
            except EventUnreadable:
                logger.exception("A notification on our channel is not ours")
        await connection.execute(b"SELECT 1")
