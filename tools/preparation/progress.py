"""What a person sees of the preparation: a line for each step that is done, and on a terminal what is being done."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

CLEAR_LINE = "\r\x1b[2K"


class Progress:
    """Several steps may be under way; only what is finished gets a line of its own."""

    def __init__(self, *, count: int) -> None:
        self._count = count
        self._lock = threading.Lock()
        self._running: dict[str, float] = {}
        self._live = sys.stdout.isatty()

    @contextlib.contextmanager
    def shown(self) -> Iterator[None]:
        """On a terminal, its last line says what is being done and for how long."""
        over = threading.Event()
        ticker = threading.Thread(target=self._tick, args=[over], daemon=True)
        if self._live:
            ticker.start()
        try:
            yield
        finally:
            over.set()
            if self._live:
                ticker.join()
                self._write(CLEAR_LINE)

    @contextlib.contextmanager
    def of(self, title: str, *, number: int) -> Iterator[None]:
        began = time.monotonic()
        with self._lock:
            self._running[title] = began
        outcome = "failed after"
        try:
            yield
            outcome = "done in"
        finally:
            with self._lock:
                del self._running[title]
                line = f"[{number}/{self._count}] {title} … {outcome} {time.monotonic() - began:.1f} s\n"
                self._write((CLEAR_LINE if self._live else "") + line)

    def _tick(self, over: threading.Event) -> None:
        while not over.wait(0.5):
            with self._lock:
                if self._running:
                    seconds = time.monotonic() - min(self._running.values())
                    self._write(f"{CLEAR_LINE}{', '.join(self._running)} … {seconds:.0f} s")

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
