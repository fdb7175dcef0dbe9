"""What the door turns away is counted for the connection's page, and the log stays quiet about it."""

from __future__ import annotations

import asyncio
import logging

import pytest
from tests.core.ingress.conftest import Desk, body_of

from baraza.core.ingress import tallies


def test_refused_requests_are_counted_by_what_was_wrong_and_nothing_is_lost_or_complained_of(
    storing: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger=tallies.__name__):
        for _ in range(3):
            storing.post(body_of("a"), **{"x-signature": "forged"})
        storing.post(b"{}", **{"content-type": "text/html"})
        asyncio.run_coroutine_threadsafe(written(storing), loop_of(storing)).result(timeout=20)

    counted = dict(storing.rows("SELECT outcome, count FROM ingress_refusal"))
    assert counted == {"unverified": 3, "content_type": 1}
    assert caplog.messages == []


async def written(desk: Desk) -> None:
    assert desk.door._desk is not None
    await desk.door._desk._tallies.write()


def loop_of(desk: Desk) -> asyncio.AbstractEventLoop:
    """The server's, in a thread of its own."""
    assert desk.door._desk is not None
    task = desk.door._desk._tallies._task
    assert task is not None
    return task.get_loop()
