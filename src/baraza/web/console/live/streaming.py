"""One page's stream of server-sent events; while it is open it holds neither a thread nor a database connection."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from typing import Final

from asgiref.sync import SyncToAsync, sync_to_async
from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest

from baraza.capabilities.live.events import Event
from baraza.capabilities.live.hub import HUB, Sign, Stream
from baraza.web.console.access import Desk
from baraza.web.console.live.admission import actor_still_admitted

HEARTBEAT_SECONDS: Final = 15.0
# Then the page comes back through every door of the console, as any other request does.
LONGEST_SECONDS: Final = 15 * 60.0
HEADERS: Final = {
    "Cache-Control": "no-store, private, no-transform",
    # nginx passes it on at once, and nothing compresses it: a compressor waits for more.
    "X-Accel-Buffering": "no",
    "Content-Encoding": "identity",
}


async def events_of(*, request: HttpRequest, desk: Desk, after: int | None) -> AsyncIterator[bytes]:
    """What happens from now on, with what was missed since `after` first."""
    await _let_go()
    stream = Stream(organisation_id=desk.organisation.id, actor=desk.actor)
    HUB.join(stream)
    try:
        yield _opening(stream, after)
        async for piece in _pieces(request, stream):
            yield piece
    finally:
        HUB.leave(stream)


async def _pieces(request: HttpRequest, stream: Stream) -> AsyncIterator[bytes]:
    now = asyncio.get_running_loop().time
    ends, check = now() + LONGEST_SECONDS, now() + settings.LIVE_CHECK_SECONDS
    while now() < ends:
        try:
            async with asyncio.timeout(max(min(HEARTBEAT_SECONDS, check - now()), 0.01)):
                item = await stream.next()
        except TimeoutError:
            yield b": still here\n\n"
        else:
            if item is Sign.END:
                return
            if item is Sign.CHECK:
                check = now()
            else:
                yield _written(item)
        if now() >= check:
            if not await _still_admitted(request, stream):
                yield _named("ended")
                return
            check = now() + settings.LIVE_CHECK_SECONDS


async def _still_admitted(request: HttpRequest, stream: Stream) -> bool:
    try:
        actor = await actor_still_admitted(request=request, organisation_id=stream.organisation_id)
    except Error:
        # Nobody can be asked: the page is sent to the front door, which says so.
        stream.finish()
        return True
    if actor is not None:
        stream.actor = actor
    return actor is not None


def _opening(stream: Stream, after: int | None) -> bytes:
    """Pages come back at different times after a restart, not all in the same second."""
    retry = f"retry: {1500 + secrets.randbelow(2000)}\n\n".encode()
    if after is None:
        return retry + _named("hello", HUB.newest())
    missed = HUB.since(sequence=after, actor=stream.actor, organisation_id=stream.organisation_id)
    if missed is None:
        return retry + _named("refresh", HUB.newest())
    return retry + _named("hello") + b"".join(_written(event) for event in missed)


def _written(item: Event | Sign) -> bytes:
    if isinstance(item, Sign):
        return _named(item.value, HUB.newest())
    return f"id: {item.sequence}\ndata: {item.as_json}\n\n".encode()


def _named(name: str, newest: int = 0) -> bytes:
    place = f"id: {newest}\n" if newest else ""
    return f"{place}event: {name}\ndata: {{}}\n\n".encode()


async def _let_go() -> None:
    """The request's thread gives its connection back and ends; Django would keep both until the stream ends."""
    await sync_to_async(connections.close_all)()
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context is not None else None
    if executor is not None:
        executor.shutdown(wait=False)
