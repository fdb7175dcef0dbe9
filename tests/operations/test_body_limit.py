"""Whoever sends more than any form of ours takes is refused before it costs anything."""

import asyncio
from typing import Any

import pytest

from baraza.operations.body_limit import BodyLimit

Messages = list[dict[str, Any]]


class Pages:
    """Reads a body as Django does: all of it, or not at all when the line breaks."""

    def __init__(self) -> None:
        self.read: list[bytes] = []

    async def __call__(self, _scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message["body"]
            if not message.get("more_body"):
                break
        self.read.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


def post(pages: Pages, *, pieces: list[bytes], headers: list[tuple[bytes, bytes]]) -> Messages:
    sent: Messages = []
    waiting = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        for number, piece in enumerate(pieces, start=1)
    ]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    limited = BodyLimit(behind=pages, most_bytes=10)
    asyncio.run(limited({"type": "http", "headers": headers}, receive, send))
    return sent


def test_a_body_of_the_largest_size_is_read() -> None:
    pages = Pages()
    sent = post(pages, pieces=[b"01234", b"56789"], headers=[(b"content-length", b"10")])
    assert (sent[0]["status"], pages.read) == (200, [b"0123456789"])


@pytest.mark.parametrize("length", [b"11", b"99999999999999"])
def test_a_body_that_says_it_is_larger_is_refused_unread(length: bytes) -> None:
    pages = Pages()
    sent = post(pages, pieces=[b"never read"], headers=[(b"content-length", length)])
    assert (sent[0]["status"], sent[1]["body"], pages.read) == (413, b"Too large.\n", [])


def test_a_body_that_hides_its_length_is_not_read_to_its_end() -> None:
    pages = Pages()
    sent = post(pages, pieces=[b"0123456789", b"!", b"and more"], headers=[])
    assert (sent, pages.read) == ([], [])
