"""A child process under supervision: its output with a prefix, its end noticed, its restart put off a little longer each time."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from baraza.operations.parent_death import tie_to_parent

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
# Who has lived this long has got over whatever ended it before.
STEADY_AFTER_SECONDS = 60.0

Say = Callable[[str], None]


def one_at_a_time(say: Say) -> Say:
    """For lines that come from several threads."""
    turn = threading.Lock()

    def in_turn(line: str) -> None:
        with turn:
            say(line)

    return in_turn


@dataclass(frozen=True)
class Program:
    """What to run. Its name is the prefix of its output."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """One program, started by us and tied to us: it ends with us even when we are killed."""

    def __init__(self, *, program: Program, say: Say) -> None:
        self.program = program
        self._say = say
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._started_at = 0.0
        self._delay = FIRST_DELAY_SECONDS
        self._start_again_at = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            list(self.program.command),
            env={**os.environ, **self.program.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # Ctrl-C in the terminal reaches only us; we stop everything in order.
            start_new_session=True,
            preexec_fn=tie_to_parent(signal.SIGTERM),  # noqa: PLW1509 - one prepared system call
        )
        self._reader = threading.Thread(target=self._forward, args=[self._process], daemon=True)
        self._reader.start()

    def wait(self, *, until: Callable[[], bool]) -> int | None:
        """For a program that ends by itself: its exit code, or nothing when `until` came true first."""
        while self.is_running:
            if until():
                return None
            time.sleep(0.05)
        return self._finish()

    def keep_running(self) -> None:
        """Called often: notices the end of the program and starts it again when its pause is over."""
        if self.is_running:
            return
        now = time.monotonic()
        if self._process is not None:
            code = self._finish()
            self._process = None
            steady = now - self._started_at > STEADY_AFTER_SECONDS
            self._delay = FIRST_DELAY_SECONDS if steady else self._delay
            self._start_again_at = now + self._delay
            self._say(f"{self.program.name} ended ({_in_words(code)}); starting it again in {self._delay:.0f} s")
            self._delay = min(self._delay * 2, LONGEST_DELAY_SECONDS)
        elif now >= self._start_again_at:
            self.start()

    def ask_to_stop(self) -> None:
        self._signal(signal.SIGTERM)

    def make_stop(self, *, by: float) -> None:
        """Wait for the end until the given moment of the monotonic clock, then kill."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._say(f"{self.program.name} did not stop in time; killing it")
            self._signal(signal.SIGKILL)
        self._finish()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self.is_running:
            # The child leads its own group: what it started itself goes with it.
            os.killpg(self._process.pid, number)

    def _finish(self) -> int:
        assert self._process is not None
        code = self._process.wait()
        if self._reader is not None:
            # A grandchild may hold the pipe open; its last words are not worth waiting for.
            self._reader.join(timeout=2)
        return code

    def _forward(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._say(f"{self.program.name:<8}| {line.rstrip()}")


def _in_words(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {-code}"
