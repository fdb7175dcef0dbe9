"""A step of the preparation: done once, remembered by a stamp, repeated only when what it reads has changed."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from preparation.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VAR = ROOT / "var"
LINES_SHOWN = 25


class StepFailed(Exception):
    """A step could not be done; the text says why and what to do about it."""


class Journal:
    """The log of one step: every command and its output."""

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


# Steps that follow each other; and lanes that go on beside each other, as they need nothing of one another.
Lane = Sequence[Step]
Stage = Sequence[Lane]


def carry_out(stages: Sequence[Stage]) -> int:
    """Do what is due, stage by stage; a lane ends at its first failure, shown with its last lines and its remedy."""
    began = time.monotonic()
    numbers = {step.name: number for number, step in enumerate((s for st in stages for ln in st for s in ln), start=1)}
    progress = Progress(count=len(numbers))
    done = 0
    for stage in stages:
        with progress.shown(), ThreadPoolExecutor(len(stage)) as beside:
            outcomes = list(beside.map(lambda lane: _go_along(lane, numbers=numbers, progress=progress), stage))
        failures = [outcome for outcome in outcomes if isinstance(outcome, _Failure)]
        for failure in failures:
            _tell_failure(failure.step, failure.error)
        if failures:
            return 1
        done += sum(outcome for outcome in outcomes if isinstance(outcome, int))
    if done:
        print(f"Ready after {time.monotonic() - began:.1f} s.", flush=True)
    return 0


@dataclass(frozen=True)
class _Failure:
    step: Step
    error: Exception


def _go_along(lane: Lane, *, numbers: dict[str, int], progress: Progress) -> int | _Failure:
    """How many steps were due."""
    done = 0
    for step in lane:
        if step.is_done():
            continue
        try:
            with progress.of(step.title, number=numbers[step.name]):
                step.do()
        except (StepFailed, OSError) as error:
            return _Failure(step, error)
        done += 1
    return done


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


def _tell_failure(step: Step, error: Exception) -> None:
    log = VAR / "log" / f"{step.name}.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else []
    for line in lines[-LINES_SHOWN:]:
        print(f"    {line}")
    print(f"\n{step.title}: {error}.\nWhat helps: {step.remedy}\nThe whole log: {log}", flush=True)
