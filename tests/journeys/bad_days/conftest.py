"""A desk of its own for bad days: its PostgreSQL is durable and may be killed, and it does not wait as long as ours."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests import scratch
from tests.journeys.bad_days.postgres import KillablePostgres
from tests.journeys.conftest import lay_out_static_files
from tests.journeys.desk import Desk, environment_for, processes
from tests.ports import free_port
from tests.postgres import fill, url_of

from baraza.config.settings.databases import DatabaseAddress, parse_url
from baraza.operations.demo.graph_api import sandbox

# What production waits for minutes is waited for seconds here; nothing else is different.
IMPATIENT = {
    "BARAZA_SEND_FIRST_RETRY_MILLISECONDS": "250",
    "BARAZA_SEND_LEASE_SECONDS": "4",
    "BARAZA_CIRCUIT_SECONDS": "2",
    "BARAZA_REPLY_UNDO_SECONDS": "1",
    "BARAZA_PROVIDER_TIMEOUT_SECONDS": "2",
}


@pytest.fixture(scope="session")
def postgres_of_bad_days(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[KillablePostgres]:
    with scratch.open_folder("bad-days") as folder:
        with django_db_blocker.unblock():
            fill(folder)
        server = KillablePostgres(folder)
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def shared_desk(
    postgres_of_bad_days: KillablePostgres,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Desk, DatabaseAddress]]:
    """Takes the place of the desk that other journeys share."""
    folder = tmp_path_factory.mktemp("bad-days")
    owner = parse_url(postgres_of_bad_days.url)
    with sandbox() as graph:
        database = {**os.environ, "DATABASE_URL": url_of(owner)}
        figures = folder / "figures"
        figures.mkdir()
        environment = {
            **environment_for(database=database, folder=folder, graph_url=graph.url),
            **IMPATIENT,
            # Otherwise /metrics would show what the web process counted, and nothing of the worker.
            "PROMETHEUS_MULTIPROC_DIR": str(figures),
        }
        lay_out_static_files(environment, folder=folder, once_in=tmp_path_factory.getbasetemp().parent)
        port = free_port()
        web, worker = processes(environment=environment, folder=folder, port=port)
        desk = Desk(f"http://127.0.0.1:{port}", graph, web, worker, environment)
        web.start()
        worker.start()
        try:
            desk.wait_until_ready()
            yield desk, owner
        finally:
            worker.stop()
            web.stop()
