"""The web process's one connection that hears of events; it comes back by itself when the database went away."""

import asyncio
import logging
import secrets
from typing import Final

import psycopg
from django.conf import settings
from prometheus_client import Counter
from psycopg import sql
from psycopg.conninfo import make_conninfo

from baraza.capabilities.live.events import CHANNEL, EventUnreadable, read_event
from baraza.capabilities.live.hub import Hub

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS: Final = 0.25
LONGEST_WAIT_SECONDS: Final = 10.0
# A connection that a firewall forgot says nothing, nor does one through a pooler: a call to ourselves finds out.
CALL_EVERY_SECONDS: Final = 30.0
ECHO_WITHIN_SECONDS: Final = 5.0

_RECONNECTS = Counter("baraza_live_reconnects_total", "Times the connection for live updates was lost.")


class Deaf(OSError):
    """The connection answers and hears nothing."""

    def __init__(self) -> None:
        super().__init__(
            "the connection does not get notifications; behind a pooler set BARAZA_LIVE_DATABASE_URL to the database"
        )


async def listen(hub: Hub) -> None:
    """Runs until cancelled. After every loss the pages are told to look anew, since events may have passed unheard."""
    wait, was_lost = FIRST_WAIT_SECONDS, False
    while True:
        try:
            async with await _connected() as connection:
                ear = _Ear(connection)
                await ear.open()
                if was_lost:
                    hub.interrupted()
                    logger.warning("Live updates are back.")
                else:
                    hub.begin()
                wait = FIRST_WAIT_SECONDS
                await ear.hear(hub)
        except (psycopg.Error, OSError) as error:
            if hub.listening or not was_lost:
                logger.warning("Live updates pause: %s", error)
            _RECONNECTS.inc()
        finally:
            hub.listening = False
        was_lost = True
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT_SECONDS)


async def _connected() -> psycopg.AsyncConnection:
    direct = settings.LIVE_DATABASE_URL or make_conninfo(**settings.APP_DATABASE.conninfo())
    address = make_conninfo(direct, connect_timeout=5, keepalives_idle=30, application_name="baraza live")
    return await psycopg.AsyncConnection.connect(address, autocommit=True)


class _Ear:
    """Listens on the channel of all and on one of its own, on which it calls itself."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection
        self._own = f"{CHANNEL}_{secrets.token_hex(8)}"

    async def open(self) -> None:
        """Raises Deaf."""
        for channel in (CHANNEL, self._own):
            await self._connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        await self._call(None)

    async def hear(self, hub: Hub) -> None:
        """Until the connection is lost."""
        while True:
            async for notification in self._connection.notifies(timeout=CALL_EVERY_SECONDS):
                _pass_on(notification, hub)
            await self._call(hub)

    async def _call(self, hub: Hub | None) -> None:
        await self._connection.execute(sql.SQL("NOTIFY {}").format(sql.Identifier(self._own)))
        async for notification in self._connection.notifies(timeout=ECHO_WITHIN_SECONDS):
            if notification.channel == self._own:
                return
            if hub is not None:
                _pass_on(notification, hub)
        raise Deaf


def _pass_on(notification: psycopg.Notify, hub: Hub) -> None:
    if notification.channel != CHANNEL:
        return
    try:
        hub.deliver(read_event(notification.payload))
    except EventUnreadable:
        logger.exception("A notification on our channel is not ours")
    except Exception:
        # Whoever reads it fails, such as on an event of a newer release: the process must not be deaf from then on.
        logger.exception("An event was not passed on")
