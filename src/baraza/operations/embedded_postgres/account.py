"""The operating-system account under which PostgreSQL runs: ourselves, or an unprivileged one when we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from baraza.operations.embedded_postgres.errors import PostgresError, PostgresUnavailable

OWN_ACCOUNT = "baraza"
KNOWN_ACCOUNTS = ("postgres", OWN_ACCOUNT)
# An ordinary user's PATH, and the one of a bare `env -i`, often lack the folders of useradd.
ADMINISTRATION_PATH = "/usr/local/sbin:/usr/sbin:/sbin"


@dataclass(frozen=True)
class Account:
    """Who owns the data and runs the server. `switch` says whether we must change user to become it."""

    name: str
    uid: int
    gid: int
    switch: bool


def server_account() -> Account:
    """PostgreSQL refuses to run as root, so root lends the work to an unprivileged system account."""
    if os.geteuid() != 0:
        return Account(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), switch=False)
    for name in KNOWN_ACCOUNTS:
        found = _look_up(name)
        if found is not None:
            return found
    return _create_own_account()


def run(command: Sequence[str | Path], *, account: Account, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a short command as the account, away from our working directory and from any PG… variable."""
    return subprocess.run(  # noqa: S603 - programs and arguments are our own
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
        cwd="/",
        env=clean_environment(),
        user=account.uid if account.switch else None,
        group=account.gid if account.switch else None,
        extra_groups=[] if account.switch else None,
    )


def run_checked(command: Sequence[str | Path], *, account: Account, timeout: float = 120) -> str:
    """Like `run`, but a failure is an error that carries what the command said."""
    result = run(command, account=account, timeout=timeout)
    if result.returncode != 0:
        said = (result.stderr or result.stdout).strip()
        raise PostgresError(f"{Path(command[0]).name} failed with code {result.returncode}: {said}")
    return result.stdout


def clean_environment() -> dict[str, str]:
    """PGHOST, PGPORT, PGDATA and their like would silently point the tools at some other server."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return environment | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def may_read(path: Path, *, account: Account) -> bool:
    """Whether the account can really reach and read the path: asked of the kernel, not guessed from modes."""
    return run(["/usr/bin/test", "-r", path], account=account).returncode == 0


def _look_up(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _create_own_account() -> Account:
    search_path = os.pathsep.join([os.environ.get("PATH", ""), ADMINISTRATION_PATH])
    useradd = shutil.which("useradd", path=search_path)
    if useradd is None:
        raise PostgresUnavailable(
            "PostgreSQL does not run as root and there is no useradd to create an account for it. "
            f"Create a system user named {OWN_ACCOUNT!r}, or run this as an ordinary user."
        )
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    created = subprocess.run(  # noqa: S603 - programs and arguments are our own
        [useradd, *options, "--shell", "/usr/sbin/nologin", OWN_ACCOUNT],
        check=False,
        capture_output=True,
        text=True,
    )
    # Another starter may have created it between our look-up and now: only its absence is an error.
    account = _look_up(OWN_ACCOUNT)
    if account is None:
        raise PostgresUnavailable(f"useradd could not create {OWN_ACCOUNT!r}: {created.stderr.strip()}")
    return account
