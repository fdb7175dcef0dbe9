"""Databases for the tests: one server shared by every run on this checkout, a prepared template, fresh copies of it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from tests import memory, scratch

from baraza.config.settings.databases import APP_ROLE, DOOR_ROLE, DatabaseAddress, parse_url
from baraza.core.tenancy.preparation import prepare_database
from baraza.operations.embedded_postgres import Server, default_data_directory, start
from baraza.operations.embedded_postgres.server import find_running, stop_running

SOURCES = Path(__file__).resolve().parents[1] / "src" / "baraza"
KEPT_TEMPLATES = 4


@dataclass(frozen=True)
class TestServer:
    """An owner's address of a server on which databases may be made and dropped."""

    __test__ = False
    owner: DatabaseAddress
    admin: DatabaseAddress
    lock_folder: Path

    def run(self, statement: sql.Composable | str) -> list[tuple[Any, ...]]:
        with psycopg.connect(**self.owner.conninfo(), autocommit=True) as connection:
            cursor = connection.execute(sql.SQL(statement) if isinstance(statement, str) else statement)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def server() -> Iterator[TestServer]:
    """BARAZA_TEST_DATABASE_URL's server, or an embedded one that the last of the runs using it stops and removes."""
    locks = _beside_kept("locks")
    locks.mkdir(parents=True, exist_ok=True)
    given = os.environ.get("BARAZA_TEST_DATABASE_URL", "")
    if given:
        yield TestServer(owner=parse_url(given), admin=parse_url(given), lock_folder=locks)
        return
    data = scratch.root() / f"baraza-{_kept().name}"
    with (locks / "users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        started = _start_or_attach(data, locks=locks)
        yield TestServer(owner=parse_url(started.url), admin=parse_url(started.superuser_url), lock_folder=locks)
        _stop_when_last(users, started, data=data)
        started.let_go()


def _kept() -> Path:
    """What is kept of one checkout from run to run lies beside this, which is nothing itself."""
    return default_data_directory(project=SOURCES.parents[1], purpose="tests")


def _beside_kept(name: str) -> Path:
    return _kept().with_name(f"{_kept().name}-{name}")


def _start_or_attach(data: Path, *, locks: Path) -> Server:
    with (locks / "start").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if find_running(data_directory=data) is not None:
            return start(data_directory=data, durable=False, attach=True, outlive_us=True)
        # Whatever lies there was left by a run that was killed.
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o755)
        fill(data)
        started = start(data_directory=data, durable=False, outlive_us=True)
        owner = parse_url(started.url)
        with psycopg.connect(**owner.conninfo(), autocommit=True) as only_one_here:
            only_one_here.execute(_copy(template=owner.name, name=_template()))
        return started


def url_of(address: DatabaseAddress) -> str:
    """For other processes, which read DATABASE_URL."""
    query = urlencode({name: value for name, value in (("host", address.host), ("port", address.port)) if value})
    login = quote(address.user, safe="") + (f":{quote(address.password, safe='')}" if address.password else "")
    return f"postgresql://{login}@/{quote(address.name, safe='')}?{query}"


def _stop_when_last(users: IO[str], started: Server, *, data: Path) -> None:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if started.is_ours:
            started.stop()
        else:
            stop_running(data_directory=data)
        shutil.rmtree(data)


def fingerprint() -> str:
    """Changes with everything that shapes a fresh database."""
    digest = hashlib.sha256()
    shaping = [*SOURCES.glob("**/migrations/*.py"), *SOURCES.glob("core/tenancy/*.py")]
    for path in sorted(shaping):
        digest.update(str(path.relative_to(SOURCES)).encode() + path.read_bytes())
    digest.update(f"{settings.INSTALLED_APPS} {settings.SECRET_KEY}".encode())
    digest.update(f"{version('django')} {version('pgqueuer')}".encode())
    return digest.hexdigest()[:12]


def _template() -> str:
    return f"template_{fingerprint()}"


def _copy(*, template: str, name: str) -> sql.Composed:
    # The files as they are, in half the time: nothing of a test's database has to be in the server's log.
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    return copy.format(sql.Identifier(name), sql.Identifier(template))


def ensure_template(test_server: TestServer) -> str:
    """A prepared database of the present migrations; made once, by one run, whoever comes first."""
    name = _template()
    with (test_server.lock_folder / "template").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (name,) in test_server.run("SELECT datname FROM pg_database"):
            return name
        building = f"building_{secrets.token_hex(4)}"
        test_server.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
        with pointed_at(replace(test_server.owner, name=building)):
            _prepare()
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        test_server.run(rename.format(sql.Identifier(building), sql.Identifier(name)))
        _drop_old(test_server)
    return name


def fill(folder: Path) -> None:
    """Gives a server that a test starts in this folder a prepared database, copied from one that is made once."""
    kept, locks = _beside_kept(f"prepared-{fingerprint()}"), _beside_kept("locks")
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / "prepared").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _prepare_folder(kept)
    # With the owners, which PostgreSQL looks at; Python's own copy forgets them.
    subprocess.run(["cp", "-a", str(kept / "data"), str(folder / "data")], check=True)


def _prepare() -> None:
    prepare_database(say=lambda _: None, verbosity=0)


def _prepare_folder(kept: Path) -> None:
    for old in sorted(kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*"), key=os.path.getmtime)[
        : -KEPT_TEMPLATES + 1
    ]:
        shutil.rmtree(old)
    building = kept.with_name(f"{kept.name}-building")
    shutil.rmtree(building, ignore_errors=True)
    with start(data_directory=building, durable=False) as made, pointed_at(parse_url(made.url)):
        _prepare()
    building.replace(kept)


@contextlib.contextmanager
def fresh_database(test_server: TestServer, *, template: str) -> Iterator[DatabaseAddress]:
    """The owner's address of a copy that is dropped afterwards. Its name tells which process made it."""
    name = f"test_{os.getpid()}_{secrets.token_hex(4)}"
    with (test_server.lock_folder / "copy").open("w") as lock:
        # A template can be copied by one at a time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        test_server.run(_copy(template=template, name=name))
    try:
        yield replace(test_server.owner, name=name)
    finally:
        _drop(test_server, name)


@contextlib.contextmanager
def pointed_at(owner: DatabaseAddress) -> Iterator[None]:
    """Django's connections and our addresses lead to this database inside the block."""
    before = (settings.OWNER_DATABASE, settings.APP_DATABASE, settings.DOOR_DATABASE)
    _point(
        owner,
        owner.as_role(role=APP_ROLE, secret_key=settings.SECRET_KEY),
        owner.as_role(role=DOOR_ROLE, secret_key=settings.SECRET_KEY),
    )
    try:
        yield
    finally:
        _point(*before)


def _point(owner: DatabaseAddress, app: DatabaseAddress, door: DatabaseAddress) -> None:
    for name, address in (("OWNER_DATABASE", owner), ("APP_DATABASE", app), ("DOOR_DATABASE", door)):
        _set_in_every_layer(name, address)
    for alias, address in (("default", app), ("owner", owner)):
        connections[alias].close()
        connections.databases[alias].update(address.django(pool_size=0))
    memory.forget_all()


def _set_in_every_layer(name: str, address: DatabaseAddress) -> None:
    """A test that overrides other settings meanwhile lays a layer on top, and takes it away with what was set in it."""
    layer = settings._wrapped
    while layer is not None:
        setattr(layer, name, address)
        layer = getattr(layer, "default_settings", None)
    settings.__dict__.pop(name, None)


def _drop_old(test_server: TestServer) -> None:
    rows = test_server.run("SELECT datname FROM pg_database ORDER BY oid DESC")
    names = [row[0] for row in rows]
    for name in [name for name in names if name.startswith("template_")][KEPT_TEMPLATES:]:
        _drop(test_server, name)
    for name in names:
        parts = name.split("_")
        if name.startswith("test_") and not Path(f"/proc/{parts[1]}").exists():
            _drop(test_server, name)


def _drop(test_server: TestServer, name: str) -> None:
    # By the superuser where there is one: the owner may not end the sessions of a server process that is leaving.
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(**replace(test_server.admin, name="postgres").conninfo(), autocommit=True) as connection:
        connection.execute(drop)
