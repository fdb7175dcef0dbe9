"""Load over HTTP/1.1: so many connections, each with at most one request under way, at once again or after a pause."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import cast

import uvloop


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


# Given the answer to the last request of this connection (None at first), the next one; None ends the connection.
Next = Callable[[Answer | None], bytes | None]


PATIENCE_SECONDS = 180.0
NO_CONTENT = 204


class Refused(Exception):
    """The server answered something else than 200 or 204, so there is nothing to measure."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    count: int
    per_second: float
    p50: float
    p99: float
    slowest: float

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def measured(took: list[float], *, seconds: float) -> Measured:
    """Times in milliseconds, of requests that took so long each, in seconds."""
    took.sort()
    return Measured(
        count=len(took),
        per_second=len(took) / seconds,
        p50=took[len(took) // 2] * 1000,
        p99=took[min(int(len(took) * 0.99), len(took) - 1)] * 1000,
        slowest=took[-1] * 1000,
    )


def post(*, path: str, body: bytes, content_type: str, headers: str = "") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {content_type}\r\ncontent-length: {len(body)}\r\n"
    return (head + headers + "\r\n").encode() + body


def get(*, path: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n".encode()


# How many seconds somebody looks at what came before they ask again.
Pause = Callable[[], float]


def run(port: int, people: list[Next], *, pause: Pause | None = None) -> Measured:
    """Each of `people` has a connection of their own; the clock runs from the first request to the last answer."""
    return uvloop.run(_run(port, people, pause))


async def _run(port: int, people: list[Next], pause: Pause | None) -> Measured:
    loop, took = asyncio.get_running_loop(), list[float]()
    done = [loop.create_future() for _ in people]
    began = time.perf_counter()
    for person, finished in zip(people, done, strict=True):
        await loop.create_connection(lambda p=person, f=finished: _Visitor(p, took, f, pause), "127.0.0.1", port)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*done)
    return measured(took, seconds=time.perf_counter() - began)


class _Visitor(asyncio.Protocol):
    """Reads answers that have a length; that is all that the doors here send."""

    def __init__(
        self, following: Next, took: list[float], done: asyncio.Future[None], pause: Pause | None = None
    ) -> None:
        self._following, self._took, self._done, self._pause = following, took, done, pause
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self._transport = cast("asyncio.Transport", transport)
        self._after_a_pause(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(error or Refused("The connection was closed."))

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, separator, body = self._read.partition(b"\r\n\r\n")
        if not separator:
            return
        status = int(head[9:12])
        # An answer without content (204) need not say how long it is.
        said = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        length = int(said or 0) if status == NO_CONTENT else int(said)
        if len(body) < length:
            return
        self._took.append(time.perf_counter() - self._began)
        self._read = b""
        self._after_a_pause(Answer(status, body))

    def _after_a_pause(self, answer: Answer | None) -> None:
        if self._pause is None:
            self._send(answer)
        else:
            asyncio.get_running_loop().call_later(self._pause(), self._send, answer)

    def _send(self, answer: Answer | None) -> None:
        try:
            if answer is not None and answer.status not in {200, NO_CONTENT}:
                raise Refused(f"{answer.status}: {answer.body[:200]!r}")  # noqa: TRY301 - one way out for all
            request = self._following(answer)
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            self._done.set_exception(error)
            self._transport.close()
            return
        if request is None:
            self._done.set_result(None)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)
