"""A worker that cannot go on ends, so that whoever watches over it starts another one."""

import asyncio

import pytest

from baraza.core.jobs.pulse import Pulse
from baraza.core.jobs.worker import Worker


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setattr(Worker, "_heed_signals", lambda _: None)
    monkeypatch.setattr(Pulse, "stop", lambda _: None)
    return Worker(threads=2)


async def test_a_worker_without_its_tables_ends_instead_of_beating_on(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    async def no_tables(_: Worker) -> None:
        raise RuntimeError("The required table 'pgqueuer' is missing.")

    monkeypatch.setattr(Worker, "_serve", no_tables)
    monkeypatch.setattr(Pulse, "beat", lambda _: None)

    # when
    with pytest.raises(RuntimeError, match="is missing"):
        await asyncio.wait_for(worker.run(), 5)


async def test_a_heartbeat_that_fails_is_tried_again(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    beats = list[int]()

    def beat(_: Pulse) -> None:
        beats.append(1)
        if len(beats) == 1:
            raise ValueError("Nobody thought of this.")
        loop.call_soon_threadsafe(worker._stopping.set)

    async def until_stopped(_: Worker) -> None:
        await worker._stopping.wait()

    loop = asyncio.get_running_loop()
    monkeypatch.setattr("baraza.core.jobs.worker.BEAT_SECONDS", 0.001)
    monkeypatch.setattr(Pulse, "beat", beat)
    monkeypatch.setattr(Worker, "_serve", until_stopped)

    # when
    await asyncio.wait_for(worker.run(), 5)

    # then
    assert len(beats) == 2
