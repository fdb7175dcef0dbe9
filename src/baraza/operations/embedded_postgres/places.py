"""Where the embedded PostgreSQL keeps its data, its lock, its log and its private socket."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baraza.operations.embedded_postgres.account import Account, may_read
from baraza.operations.embedded_postgres.errors import PostgresError, PostgresUnavailable

SYSTEM_ROOT = Path("/var/lib/baraza")
# sun_path holds 108 bytes on Linux and 104 on macOS; the server adds "/.s.PGSQL.5432.lock" to the folder.
LONGEST_SOCKET_DIRECTORY = 90
# A comma separates several folders in the server's setting and several hosts in a client's address.
PLAIN_PATH = re.compile(r"[\w/ .+@=~-]+", re.ASCII)
LOCK_PATIENCE_SECONDS = 90.0
PRIVATE = 0o700


@dataclass(frozen=True)
class Home:
    """One server's folder. Ours from the outside; only `data` and the socket folder belong to the server's account."""

    path: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def log(self) -> Path:
        return self.path / "server.log"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def socket_record(self) -> Path:
        """Names the socket folder when it had to be put elsewhere."""
        return self.path / "socket-directory"


def data_root() -> Path:
    """Root's data stays out of a closed home folder, because the server's own account must reach it."""
    if os.geteuid() == 0:
        return SYSTEM_ROOT
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / "baraza"


def default_data_directory(*, project: Path, purpose: str = "") -> Path:
    """One data directory per checkout (and purpose), so that two checkouts never share a database.

    It does not lie in the checkout: root's checkout is often in a home that the server's account cannot enter.
    """
    digest = hashlib.sha256(os.fsencode(project.resolve())).hexdigest()[:12]
    return data_root() / (f"{digest}-{purpose}" if purpose else digest)


def open_home(*, path: Path, account: Account) -> Home:
    """Create the folder if need be and make sure that the server's account can get to it."""
    path = path.absolute()
    create_folder(path, mode=0o755 if account.switch else 0o700)
    if not may_read(path, account=account):
        raise PostgresUnavailable(
            f"The account {account.name!r}, which runs PostgreSQL for root, cannot reach {path}: a folder above "
            "it is closed to other users. Choose a data directory elsewhere; we do not open up folders."
        )
    return Home(path=path, account=account)


def create_folder(path: Path, *, mode: int) -> None:
    """Like mkdir -p, but the mode holds under any umask, and for the folders above that are missing too."""
    if path.is_dir():
        return
    create_folder(path.parent, mode=mode)
    with contextlib.suppress(FileExistsError):
        path.mkdir()
        path.chmod(mode)


def give_to_server(path: Path, *, account: Account) -> None:
    """A folder that only the server's account may enter."""
    path.mkdir(mode=PRIVATE, exist_ok=True)
    path.chmod(PRIVATE)
    if account.switch:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def socket_directory(home: Home) -> Path:
    """The folder of the private socket; a short one of its own where the project's path is too long for a socket."""
    beside_the_data = home.path / "socket"
    if len(os.fsencode(beside_the_data)) <= LONGEST_SOCKET_DIRECTORY and PLAIN_PATH.fullmatch(str(beside_the_data)):
        give_to_server(beside_the_data, account=home.account)
        return beside_the_data
    recorded = _recorded_directory(home)
    if recorded is not None:
        return recorded
    # mkdtemp makes a folder that nobody else can have prepared, and with mode 0700.
    created = Path(tempfile.mkdtemp(prefix="baraza-", dir="/tmp"))
    give_to_server(created, account=home.account)
    home.socket_record.write_text(str(created), encoding="utf-8")
    return created


@contextlib.contextmanager
def starting_alone(home: Home) -> Iterator[None]:
    """One starter or stopper at a time. The kernel lets go of the lock when its holder dies, however it dies."""
    descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        _wait_for_lock(descriptor, home=home)
        yield
    finally:
        os.close(descriptor)


def _wait_for_lock(descriptor: int, *, home: Home) -> None:
    deadline = time.monotonic() + LOCK_PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise PostgresError(
                    f"Another process has been starting or stopping the server in {home.path} "
                    f"for more than {LOCK_PATIENCE_SECONDS:.0f} seconds."
                ) from None
            time.sleep(0.1)
        else:
            return


def _recorded_directory(home: Home) -> Path | None:
    """The folder made earlier, if it is still there and still closed to everybody but the server's account."""
    try:
        recorded = Path(home.socket_record.read_text(encoding="utf-8"))
        found = recorded.lstat()
    except FileNotFoundError:
        return None
    is_private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == PRIVATE
    return recorded if is_private and found.st_uid == home.account.uid else None
