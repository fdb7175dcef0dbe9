"""Takes browsers' reports of what the content policy refused, and writes them to the log, a few a minute.

In front of Django: a browser sends no token with it, and nothing is stored.
"""

import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from baraza.lib.correlation import new_correlation_id

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_MOST_BYTES = 16 * 1024
_MOST_A_MINUTE = 20
_LONGEST = 200
_TOLD = ("violated-directive", "effective-directive", "blocked-uri", "document-uri", "source-file", "line-number")


class PolicyReports:
    """Passes on to `behind` everything that is not posted to `path`."""

    def __init__(self, *, behind: Callable[[Scope, Receive, Send], Awaitable[None]], path: str) -> None:
        self._behind = behind
        self._path = path
        self._minute, self._written = 0.0, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._behind(scope, receive, send)
            return
        status = 204 if scope["method"] == "POST" else 405
        if status == 204:  # noqa: PLR2004 - the status of above
            self._write(await _body(receive))
        await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
        await send({"type": "http.response.body", "body": b""})

    def _write(self, body: bytes) -> None:
        report = _report(body)
        if report is None or not self._may_write():
            return
        logger.warning(
            "A browser refused something on our page: %s", report, extra={"correlation_id": new_correlation_id()}
        )

    def _may_write(self) -> bool:
        """Anybody can post here; the log is not theirs to fill."""
        if time.monotonic() - self._minute > 60:  # noqa: PLR2004 - seconds
            self._minute, self._written = time.monotonic(), 0
        self._written += 1
        return self._written <= _MOST_A_MINUTE


def _report(body: bytes) -> dict[str, str] | None:
    """The parts that help to find the fault, cut short; None for anything that is no report."""
    try:
        given = json.loads(body)["csp-report"]
        # Without the query: what people searched for stays out of the log.
        return {name: str(given[name]).split("?")[0][:_LONGEST] for name in _TOLD if name in given} or None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


async def _body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= _MOST_BYTES:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    return body if len(body) <= _MOST_BYTES else b""
