"""The ASGI application in front of Django: providers' webhooks at `/in/<source>/<token>/`, everything else behind it.

No session, no CSRF, no ORM on the way in: a webhook costs a signature, a look-up in memory and a share of a commit.
"""

import logging
import time
from collections.abc import Awaitable, Callable

from baraza.core.ingress import refusals
from baraza.core.ingress.contract import RawResponse
from baraza.core.ingress.desk import Desk
from baraza.core.ingress.metrics import UNKNOWN, requests_counter, seconds_histogram
from baraza.core.ingress.refusals import Refused
from baraza.core.ingress.requests import PREFIX, Incomplete, Receive, Scope, Send, read_address

logger = logging.getLogger(__name__)

AsgiApplication = Callable[[Scope, Receive, Send], Awaitable[None]]


class Door:
    """`behind` gets every request that is not a provider's."""

    def __init__(self, *, behind: AsgiApplication) -> None:
        self._behind = behind
        self._desk: Desk | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._behind(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        source, outcome, retry_after = UNKNOWN, "taken", None
        tempo = "refused"
        try:
            if self._desk is None:
                self._desk = Desk()
            entry = await self._desk.find(read_address(scope["path"]))
            source = entry.facts.source
            response = await self._desk.serve(entry, scope, receive)
            tempo = "inline" if entry.source.inline else "stored"
        except Refused as refusal:
            response, outcome, retry_after = refusal.response, refusal.outcome, refusal.retry_after
        except Incomplete:
            requests_counter(source, "incomplete").inc()
            return
        except Exception:
            logger.exception("A webhook of %s failed", source)
            response, outcome = refusals.failed().response, "failed"
        await _send(send, response, retry_after=retry_after)
        requests_counter(source, outcome).inc()
        seconds_histogram(tempo).observe(time.perf_counter() - began)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Django has no use for these messages; the door stores what waits before the server ends."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self._desk is not None:
                    await self._desk.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _send(send: Send, response: RawResponse, *, retry_after: int | None) -> None:
    headers = [
        (b"content-type", response.content_type.encode("latin-1")),
        (b"content-length", str(len(response.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
