"""One data directory and the programs that serve it: make it, start it, ask how it is, stop it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from baraza.operations.embedded_postgres.account import Account, clean_environment, run, run_checked
from baraza.operations.embedded_postgres.binaries import Binaries
from baraza.operations.embedded_postgres.errors import PostgresError
from baraza.operations.embedded_postgres.places import Home, give_to_server
from baraza.operations.parent_death import tie_to_parent

SUPERUSER = "postgres"
PORT = 5432
READY_PATIENCE_SECONDS = 60.0
# After a crash the old backends hold the shared memory until they notice, usually within a second.
CRASH_PATIENCE_SECONDS = 20.0
STOP_PATIENCE_SECONDS = 30
LARGEST_LOG = 10_000_000

# Trust, because the folder of the socket admits nobody but the server's account (and root), and TCP is off.
# Plain peer authentication does not fit: one operating-system user works as several database roles
# (owner, application, door), and when we are root the server's account is yet another user.
HOST_RULES = (
    "# Written at initialisation. The only way in is the socket in a folder with mode 0700.\nlocal all all trust\n"
)

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    # Our statements are short: compiling one takes longer than it saves.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "logging_collector": "off",
}
FIRST_WITH_OWN_LOCALES = 17
# For throw-away data only: a power cut may then destroy the whole cluster.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}


@dataclass(frozen=True)
class Cluster:
    """Everything needed to act on one server."""

    home: Home
    binaries: Binaries
    socket_directory: Path

    @property
    def account(self) -> Account:
        return self.home.account

    @property
    def pid_file(self) -> Path:
        return self.home.data / "postmaster.pid"


def is_ready(cluster: Cluster) -> bool:
    """Asks the server itself: a pid file outlives its server, and a pid may have passed to another program."""
    where: list[str | Path] = ["-h", cluster.socket_directory, "-p", str(PORT), "-d", SUPERUSER, "-U", SUPERUSER]
    asked = run([cluster.binaries.program("pg_isready"), "-q", "-t", "3", *where], account=cluster.account)
    return asked.returncode == 0


def initialise(cluster: Cluster, *, durable: bool) -> None:
    """Make the data directory, complete or not at all, so that a killed first start leaves nothing half made."""
    home = cluster.home
    if (home.data / "PG_VERSION").exists():
        return
    if home.data.exists() and any(home.data.iterdir()):
        raise PostgresError(
            f"{home.data} holds files but no PG_VERSION: it is not a data directory. Nothing was changed."
        )
    with tempfile.TemporaryDirectory(dir=home.path, prefix=".initialising-") as workplace:
        Path(workplace).chmod(0o711)
        fresh = Path(workplace) / "data"
        give_to_server(fresh, account=home.account)
        options = ["--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--data-checksums"]
        options += _locale_options(cluster.binaries) + ([] if durable else ["--no-sync"])
        run_checked([cluster.binaries.program("initdb"), "-D", fresh, *options], account=home.account)
        rules = fresh / "pg_hba.conf"
        rules.write_text(HOST_RULES, encoding="utf-8")
        fresh.replace(home.data)


def launch(cluster: Cluster, *, durable: bool, tied: bool) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; a start right after a crash is tried again for some seconds."""
    after_crash = cluster.pid_file.exists()
    deadline = time.monotonic() + (CRASH_PATIENCE_SECONDS if after_crash else 0)
    if after_crash:
        _settle_after_crash(cluster)
    while True:
        process = _spawn(cluster, durable=durable, tied=tied)
        if _wait_until_ready(cluster, process):
            return process
        if time.monotonic() >= deadline:
            raise PostgresError(f"PostgreSQL did not start. The end of {cluster.home.log}:\n{_end_of_log(cluster)}")
        time.sleep(0.5)


def stop(cluster: Cluster) -> None:
    """A fast stop: sessions are ended, everything committed is kept. Nothing to do when no server is there."""
    if not cluster.pid_file.exists():
        return
    patience = str(STOP_PATIENCE_SECONDS)
    command: list[str | Path] = [
        cluster.binaries.program("pg_ctl"),
        "-D",
        cluster.home.data,
        "-m",
        "fast",
        "-w",
        "-t",
        patience,
        "stop",
    ]
    stopped = run(command, account=cluster.account, timeout=STOP_PATIENCE_SECONDS + 10)
    if stopped.returncode != 0 and is_ready(cluster):
        raise PostgresError(f"PostgreSQL did not stop: {stopped.stderr.strip()}")


def _locale_options(binaries: Binaries) -> list[str]:
    if binaries.major < FIRST_WITH_OWN_LOCALES:
        return ["--locale", "C.UTF-8"]
    # The server's own C.UTF-8 sorts the same on every operating system, whatever its C library does.
    return ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C.UTF-8"]


def _spawn(cluster: Cluster, *, durable: bool, tied: bool) -> subprocess.Popen[bytes]:
    account = cluster.account
    settings = SETTINGS | {
        "unix_socket_directories": f'"{cluster.socket_directory}"',
        "unix_socket_permissions": "0700",
    }
    settings |= {} if durable else NOT_DURABLE
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    _turn_log_over(cluster.home.log)
    # Only the main thread lives as long as the process; the kernel's signal comes when the *thread* ends.
    follow = tied and threading.current_thread() is threading.main_thread()
    with open(cluster.home.log, "ab", opener=_for_our_eyes) as log:
        return subprocess.Popen(  # noqa: S603 - programs and arguments are our own
            [str(cluster.binaries.program("postgres")), "-D", str(cluster.home.data), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=clean_environment(),
            # A session of its own: Ctrl-C in the terminal must reach us alone, who stop things in order.
            start_new_session=True,
            user=account.uid if account.switch else None,
            group=account.gid if account.switch else None,
            extra_groups=[] if account.switch else None,
            umask=0o077,
            preexec_fn=tie_to_parent(signal.SIGINT) if follow else None,  # noqa: PLW1509 - one prepared system call
        )


def _for_our_eyes(path: str, flags: int) -> int:
    # The log may quote a statement with somebody's name in it.
    return os.open(path, flags, 0o600)


def _wait_until_ready(cluster: Cluster, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + READY_PATIENCE_SECONDS
    while process.poll() is None:
        if is_ready(cluster) and _postmaster_pid(cluster) == process.pid:
            return True
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGQUIT)
            process.wait(STOP_PATIENCE_SECONDS)
            return False
        time.sleep(0.05)
    return False


def _postmaster_pid(cluster: Cluster) -> int | None:
    try:
        return int(cluster.pid_file.read_text(encoding="utf-8").splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _settle_after_crash(cluster: Cluster) -> None:
    """Reap a server of ours that was killed, and drop a pid file whose pid now belongs to another program."""
    pid = _postmaster_pid(cluster)
    if pid is None:
        return
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    if not Path("/proc/self/cwd").exists() or not Path(f"/proc/{pid}").exists():
        # Without /proc we cannot tell, and for a pid that nobody holds the server clears its file itself.
        return
    if not any(_works_in(process, cluster.home.data) for process in Path("/proc").glob("[0-9]*")):
        cluster.pid_file.unlink(missing_ok=True)


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder.resolve()
    except OSError:
        return False


def _turn_log_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        shutil.move(log, log.with_suffix(".log.1"))


def _end_of_log(cluster: Cluster) -> str:
    lines = cluster.home.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-15:])
