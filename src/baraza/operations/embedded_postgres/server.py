"""A running embedded PostgreSQL: start it (or attach to it), hand out its address, stop it."""

from __future__ import annotations

import atexit
import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from baraza.operations.embedded_postgres import cluster as clusters
from baraza.operations.embedded_postgres import roles
from baraza.operations.embedded_postgres.account import server_account
from baraza.operations.embedded_postgres.binaries import choose
from baraza.operations.embedded_postgres.cluster import PORT, SUPERUSER, Cluster
from baraza.operations.embedded_postgres.errors import AlreadyRunning
from baraza.operations.embedded_postgres.places import Home, open_home, socket_directory, starting_alone
from baraza.operations.embedded_postgres.roles import OWNER


class Server:
    """Stops what it started, and only that: one that was attached to goes on running."""

    def __init__(
        self, *, cluster: Cluster, database: str, durable: bool, process: subprocess.Popen[bytes] | None
    ) -> None:
        self._cluster = cluster
        self._database = database
        self._durable = durable
        self._process = process
        self._starter = os.getpid()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def socket_directory(self) -> Path:
        return self._cluster.socket_directory

    @property
    def log(self) -> Path:
        return self._cluster.home.log

    @property
    def version(self) -> str:
        return self._cluster.binaries.version

    @property
    def binaries(self) -> Path:
        """The folder of psql, pg_dump and their like, of the server's own version."""
        return self._cluster.binaries.folder

    @property
    def url(self) -> str:
        """The owner's address over the private socket, for libpq and for Django."""
        return self._url_for(OWNER)

    @property
    def superuser_url(self) -> str:
        """For backups and for extensions that only a superuser may create; never for the application."""
        return self._url_for(SUPERUSER)

    @property
    def is_ours(self) -> bool:
        return self._process is not None

    def is_ready(self) -> bool:
        return clusters.is_ready(self._cluster)

    def has_ended(self) -> bool:
        """Whether the server that we started is gone; cheap enough to ask several times a second."""
        return self._process is not None and self._process.poll() is not None

    def start_again(self) -> None:
        """After a crash: bring the server we started back, with every committed row."""
        if self._process is None or self.is_ready():
            return
        self._process.poll()
        with starting_alone(self._cluster.home):
            self._process = clusters.launch(self._cluster, durable=self._durable, tied=True)

    def stop(self) -> None:
        """A fast stop of what we started; calling it twice does no harm."""
        if self._process is None or os.getpid() != self._starter:
            return
        with starting_alone(self._cluster.home):
            clusters.stop(self._cluster)
        self._process.wait(clusters.STOP_PATIENCE_SECONDS)
        self.let_go()

    def let_go(self) -> None:
        """Leave the server running when we exit."""
        atexit.unregister(self.stop)
        if self._process is not None and self._process.returncode is None:
            # It is meant to go on; nobody need be warned of a child that was not waited for.
            self._process.returncode = 0
        self._process = None

    def _url_for(self, role: str) -> str:
        # The port is named because a PGPORT in somebody's environment would otherwise decide.
        folder = quote(str(self.socket_directory), safe="")
        return f"postgresql://{role}@/{quote(self._database)}?host={folder}&port={PORT}"


def start(
    *,
    data_directory: Path,
    database: str = "baraza",
    durable: bool = True,
    attach: bool = False,
    outlive_us: bool = False,
) -> Server:
    """Start the server of this data directory and prepare the owner's role and database.

    With `attach`, a server that already runs is joined and is not stopped by us; without it that is an error.
    With `outlive_us`, the server goes on after this process; otherwise it ends with it, even after kill -9.
    """
    home = open_home(path=data_directory, account=server_account())
    with starting_alone(home):
        cluster = _describe(home)
        process: subprocess.Popen[bytes] | None = None
        if not clusters.is_ready(cluster):
            clusters.initialise(cluster, durable=durable)
            process = clusters.launch(cluster, durable=durable, tied=not outlive_us)
        elif not attach:
            raise AlreadyRunning(f"PostgreSQL already runs in {home.path}.")
        roles.prepare(cluster, database=database)
    server = Server(cluster=cluster, database=database, durable=durable, process=process)
    if process is not None and not outlive_us:
        atexit.register(server.stop)
    return server


def find_running(*, data_directory: Path, database: str = "baraza") -> Server | None:
    """The running server of this data directory, attached; nothing when none answers."""
    if not (data_directory / "data" / "PG_VERSION").exists():
        return None
    cluster = _describe(open_home(path=data_directory, account=server_account()))
    if not clusters.is_ready(cluster):
        return None
    return Server(cluster=cluster, database=database, durable=True, process=None)


def stop_running(*, data_directory: Path) -> bool:
    """Stop whatever serves this data directory, whoever started it; says whether there was anything to stop."""
    if find_running(data_directory=data_directory) is None:
        return False
    home = open_home(path=data_directory, account=server_account())
    with starting_alone(home):
        clusters.stop(_describe(home))
    return True


def _describe(home: Home) -> Cluster:
    return Cluster(home=home, binaries=choose(home=home), socket_directory=socket_directory(home))
