"""In front of Django: a body larger than any form of ours is refused before it is written to the disk.

Django spools a body to a temporary file as a whole before its first middleware runs, whatever its size.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_TEXT = b"Too large.\n"


class BodyLimit:
    """Passes on everything to `behind` that is at most `most_bytes` long."""

    def __init__(self, *, behind: Callable[[Scope, Receive, Send], Awaitable[None]], most_bytes: int) -> None:
        self._behind = behind
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _declared(scope) > self._most_bytes:
            await _refuse(send)
            return
        left = self._most_bytes

        async def counted() -> Message:
            """A body that comes in pieces says nothing of its length: too long a one ends like a broken line."""
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        await self._behind(scope, counted, send)


def _declared(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(length) for length in lengths if length.isdigit()), default=0)


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(_TEXT)).encode()),
        # What is still coming is not read, so the line cannot be used again.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _TEXT})
