"""Where tests put what nobody keeps: in memory where the machine has plenty, for making files costs processor time."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

MEMORY = Path("/dev/shm")
# Copies of databases, photos and the profiles of browsers take a quarter of this.
NEEDED_BYTES = 2 * 1024**3
FORGOTTEN_AFTER_SECONDS = 24 * 3600
# Set for the processes of one run, so that all of them use what the first one chose.
CHOSEN = "BARAZA_TESTS_SCRATCH"


def choose() -> None:
    """Before anything else of a run: its temporary files, and those of all programs that it starts, go there."""
    if CHOSEN in os.environ:
        return
    folder = _in_memory()
    if folder is None:
        folder = Path(tempfile.gettempdir())
    else:
        _remove_forgotten(folder)
    os.environ[CHOSEN] = os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)


def root() -> Path:
    return Path(os.environ[CHOSEN])


@contextlib.contextmanager
def open_folder(name: str) -> Iterator[Path]:
    """Pytest's own temporary folder is closed to other users, and PostgreSQL does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix=f"baraza-{name}-", dir=root()))
    folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _in_memory() -> Path | None:
    try:
        room = os.statvfs(MEMORY)
    except OSError:
        return None
    # Tests write small programs and start them.
    if room.f_flag & os.ST_NOEXEC or min(room.f_bavail * room.f_frsize, _free_memory()) < NEEDED_BYTES:
        return None
    folder = MEMORY / f"baraza-tests-{os.geteuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    # Anybody may have made a folder of that name; under any umask, ours is open.
    if found.st_uid != os.geteuid() or folder.is_symlink():
        return None
    folder.chmod(0o755)
    return folder


def _remove_forgotten(folder: Path) -> None:
    """Of runs that were killed; no run takes as long as this."""
    for left in folder.iterdir():
        if left.stat().st_mtime < time.time() - FORGOTTEN_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _free_memory() -> int:
    """What programs can still have without anything being moved to a disk."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0
