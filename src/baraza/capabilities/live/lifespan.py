"""Starts listening with the web process and ends the streams as soon as it is asked to stop."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

from baraza.capabilities.live.hub import HUB
from baraza.capabilities.live.listening import listen

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class LiveUpdates:
    """Around the whole application: passes everything on, and starts and stops with it."""

    def __init__(self, *, behind: AsgiApplication) -> None:
        self._behind = behind
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._behind(scope, receive, send)
            return

        async def heard() -> Message:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._start()
            elif message["type"] == "lifespan.shutdown":
                await self._stop()
            return message

        await self._behind(scope, heard, send)

    def _start(self) -> None:
        self._listening = asyncio.create_task(listen(HUB), name="live updates")
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                _end_streams_on(number, asyncio.get_running_loop())

    async def _stop(self) -> None:
        HUB.close()
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening


def _end_streams_on(number: signal.Signals, loop: asyncio.AbstractEventLoop) -> None:
    """The server waits for open connections before it says that it stops, and a stream would never end by itself."""
    before = signal.getsignal(number)

    def stop(caught: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(HUB.close)
        if callable(before):
            before(caught, frame)

    signal.signal(number, stop)
