"""What stands behind the copies of public pages in tests, and the clock they go by."""

from __future__ import annotations

import asyncio
from typing import Any

from baraza.web.portal.public_pages import WISH

PAGE_SECONDS = 10.0


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Pages:
    """Stands in for Django: says what it was asked, and how often."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.grants, self.fails, self.cookie = True, False, b""
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        self.asked.append(scope)
        number = len(self.asked)
        await self.may_go_on.wait()
        if self.fails:
            raise RuntimeError("broken")
        if WISH in scope:
            scope[WISH].granted = self.grants
        languages = dict(scope["headers"]).get(b"accept-language", b"")
        body = b"%d %s?%s %s" % (number, scope["path"].encode(), scope["query_string"], languages)
        headers = [(b"content-type", b"text/html"), (b"x-correlation-id", b"of one visitor")]
        headers += [(b"set-cookie", self.cookie)] if self.cookie else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})
