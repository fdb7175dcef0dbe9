"""The desk that the journeys share: started once, with a database in which everything is committed."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from tests import postgres
from tests.journeys.desk import City, Desk, environment_for, processes
from tests.journeys.letters import letter_box
from tests.ports import free_port
from tests.postgres import TestServer, pointed_at

from baraza.operations.demo.graph_api import sandbox


@pytest.fixture(scope="session")
def shared_desk(
    postgres_server: TestServer,
    postgres_template: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Desk, postgres.DatabaseAddress]]:
    folder = tmp_path_factory.mktemp("desk")
    with (
        postgres.fresh_database(postgres_server, template=postgres_template) as owner,
        sandbox() as graph,
        letter_box() as letters,
    ):
        database = {**os.environ, "DATABASE_URL": postgres.url_of(owner)}
        environment = environment_for(database=database, folder=folder, graph_url=graph.url)
        environment["BARAZA_EMAIL_URL"] = letters.url
        lay_out_static_files(environment, folder=folder, once_in=tmp_path_factory.getbasetemp().parent)
        port = free_port()
        web, worker = processes(environment=environment, folder=folder, port=port)
        desk = Desk(f"http://127.0.0.1:{port}", graph, web, worker, environment, letters)
        web.start()
        worker.start()
        try:
            desk.wait_until_ready()
            yield desk, owner
        finally:
            worker.stop()
            web.stop()


def lay_out_static_files(environment: dict[str, str], *, folder: Path, once_in: Path) -> None:
    """Collected by the first desk of a run, whichever process of it has that; the others get a link to them."""
    collected = once_in / "of-all-desks"
    with (once_in / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not collected.exists():
            command = [sys.executable, str(Path(sys.executable).with_name("baraza")), "collectstatic", "--noinput"]
            there = environment | {"BARAZA_RUN_DIRECTORY": str(collected)}
            subprocess.run(command, env=there, check=True, capture_output=True)
    (folder / "static").symlink_to(collected / "static")


@pytest.fixture
def desk(
    shared_desk: tuple[Desk, postgres.DatabaseAddress],
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Desk]:
    """The desk, with this process's own database access pointed at the desk's database."""
    running, owner = shared_desk
    with django_db_blocker.unblock(), pointed_at(owner):
        running.graph.state.clear()
        yield running
        running.close_clients()


@pytest.fixture
def city(desk: Desk) -> City:
    return desk.city()
