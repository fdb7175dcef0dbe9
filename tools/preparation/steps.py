"""A step of the preparation: done once, remembered by a stamp, repeated only when what it reads has changed."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VAR = ROOT / "var"
LINES_SHOWN = 25


class StepFailed(Exception):
    """A step could not be done; the text says why and what to do about it."""


class Journal:
    """The log of one step: every command, its output, and the one progress line on the terminal."""

    def __init__(self, *, file: TextIO) -> None:
        self._file = file

    def note(self, text: str) -> None:
        self._file.write(f"{text}\n")
        self._file.flush()

    def run(
        self, command: Sequence[str | Path], *, folder: Path = ROOT, environment: dict[str, str] | None = None
    ) -> None:
        """Run a command with its output in the log; a failure is the step's failure."""
        words = [str(part) for part in command]
        self.note(f"$ {' '.join(words)}")
        done = subprocess.run(
            words,
            check=False,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )
        if done.returncode != 0:
            raise StepFailed(f"{Path(words[0]).name} ended with code {done.returncode}")


@dataclass(frozen=True)
class Step:
    """`reads` decides whether it is due again, `makes` must exist afterwards, `remedy` is told when it fails."""

    name: str
    title: str
    act: Callable[[Journal], None]
    reads: Callable[[], Iterable[Path]]
    makes: Callable[[], Iterable[Path]]
    remedy: str
    also: Sequence[str] = field(default=())
    stamps: Path = VAR / "stamps"

    @property
    def stamp(self) -> Path:
        return self.stamps / self.name

    def fingerprint(self) -> str:
        """Changes when a file it reads changes, or one of the facts in `also`."""
        digest = hashlib.sha256("\0".join(self.also).encode())
        for path in sorted(self.reads()):
            digest.update(f"\0{path.relative_to(ROOT)}\0".encode("utf-8", "surrogateescape"))
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def is_done(self) -> bool:
        return self._stamped() == self.fingerprint() and all(path.exists() for path in self.makes())

    def _stamped(self) -> str | None:
        return self.stamp.read_text(encoding="ascii") if self.stamp.is_file() else None

    def do(self) -> None:
        # Taken before the work: a file edited meanwhile makes the step due again.
        fingerprint = self.fingerprint()
        self.stamp.unlink(missing_ok=True)
        log = VAR / "log" / f"{self.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w", encoding="utf-8", errors="replace") as file:
            self.act(Journal(file=file))
        missing = [str(path) for path in self.makes() if not path.exists()]
        if missing:
            raise StepFailed(f"it left nothing at {', '.join(missing)}")
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(fingerprint, encoding="ascii")


def files_under(*folders: Path, suffixes: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[Path]:
    """The regular files below the folders; whole folders named in `without` are left out."""
    found: list[Path] = []
    for folder in folders:
        for place, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if name not in without]
            found += [Path(place, name) for name in names if not suffixes or name.endswith(suffixes)]
    return [path for path in found if path.is_file()]


def carry_out(steps: Sequence[Step]) -> int:
    """Do what is due, in order; stop at the first failure, with its last lines and its remedy."""
    began = time.monotonic()
    done = 0
    for number, step in enumerate(steps, start=1):
        if step.is_done():
            continue
        heading = f"[{number}/{len(steps)}] {step.title}"
        try:
            with _progress(heading):
                step.do()
        except (StepFailed, OSError) as error:
            _tell_failure(step, error)
            return 1
        done += 1
    if done:
        print(f"Ready after {time.monotonic() - began:.1f} s.", flush=True)
    return 0


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two preparations of one checkout would undo each other; the second waits and then finds all done."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "prepare.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another preparation of this folder is running; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _progress(heading: str) -> Iterator[None]:
    """One line per step; on a terminal its seconds count up while it works."""
    began = time.monotonic()
    over = threading.Event()
    live = sys.stdout.isatty()

    def count() -> None:
        while not over.wait(1):
            sys.stdout.write(f"\r{heading} … {time.monotonic() - began:.0f} s")
            sys.stdout.flush()

    sys.stdout.write(f"{heading} …")
    sys.stdout.flush()
    counter = threading.Thread(target=count, daemon=True)
    if live:
        counter.start()
    outcome = "failed after"
    try:
        yield
        outcome = "done in"
    finally:
        over.set()
        if live:
            counter.join()
        start = f"\r{heading} …" if live else ""
        sys.stdout.write(f"{start} {outcome} {time.monotonic() - began:.1f} s\n")
        sys.stdout.flush()


def _tell_failure(step: Step, error: Exception) -> None:
    log = VAR / "log" / f"{step.name}.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else []
    for line in lines[-LINES_SHOWN:]:
        print(f"    {line}")
    print(f"\n{step.title}: {error}.\nWhat helps: {step.remedy}\nThe whole log: {log}", flush=True)
