"""Keeps a few programs running, brings back what dies, and stops everything in order when it is asked to."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from baraza.operations.children import Child, Program, Say

# The worker lets running jobs finish for 25 seconds; what is left is taken over by the next one.
STOP_PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.2


class AlreadyServing(Exception):
    """Another supervisor of this folder runs; the text says where and as which process."""


class StepFailed(Exception):
    """A program that had to succeed before the others may start did not."""


class Stopping(Exception):
    """We were asked to stop in the middle of starting."""


class Supervisor:
    """Call `run_once` for what must come first, then `start`, then `watch` until somebody asks for a stop."""

    def __init__(self, *, say: Say) -> None:
        self._say = say
        self._children: list[Child] = []
        self._asked_to_stop = threading.Event()

    @property
    def is_stopping(self) -> bool:
        return self._asked_to_stop.is_set()

    def ask_to_stop(self) -> None:
        self._asked_to_stop.set()

    @contextlib.contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """Ctrl-C, `kill` and a closed terminal all mean: stop cleanly."""

        def heed(_number: int, _frame: FrameType | None) -> None:
            self.ask_to_stop()

        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, heed) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def run_once(self, program: Program) -> None:
        """Run to the end; anything but success is an error."""
        child = Child(program=program, say=self._say)
        self._children = [child]
        child.start()
        code = child.wait(until=lambda: self.is_stopping)
        if code is None:
            raise Stopping
        self._children = []
        if code != 0:
            raise StepFailed(f"`{' '.join(program.command)}` ended with code {code}")

    def start(self, programs: Sequence[Program]) -> None:
        self._children = [Child(program=program, say=self._say) for program in programs]
        for child in self._children:
            child.start()

    def watch(self, *, until: Callable[[], bool] = lambda: False, beside: Callable[[], None] = lambda: None) -> None:
        """Returns when asked to stop, or when `until` is true; calls `beside` at every look."""
        while not until() and not self._asked_to_stop.wait(LOOK_EVERY_SECONDS):
            beside()
            for child in self._children:
                child.keep_running()

    def stop(self) -> None:
        """Ask all at once, then wait for each; who does not listen is killed."""
        for child in self._children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_PATIENCE_SECONDS
        for child in self._children:
            child.make_stop(by=deadline)


@contextlib.contextmanager
def only_one(*, lock: Path) -> Iterator[Callable[[str], None]]:
    """One supervisor per folder. Yields a function that notes the address for whoever is turned away.

    The kernel lets go of the lock when its holder dies, so a kill -9 leaves nothing to clean up.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    # Not opened for appending or truncation: who is turned away must be able to read what is in it.
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            known = os.pread(descriptor, 1000, 0).decode(errors="replace").strip()
            raise AlreadyServing(f"Baraza already runs from this folder: {known or 'it is just starting'}.") from None
        yield lambda note: _write_note(descriptor, note)
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _write_note(descriptor: int, note: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, note.encode(), 0)
