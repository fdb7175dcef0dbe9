"""Fixtures of every test: the database that `@pytest.mark.django_db` rolls back, and one that keeps what is committed."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import DjangoDbBlocker
from tests import memory, order, postgres, scratch
from tests.network import refuse_other_machines
from tests.postgres import TestServer, pointed_at
from tests.web import chromium
from xdist.remote import Producer

from baraza.config.settings.databases import DatabaseAddress, parse_url
from baraza.operations.embedded_postgres import Server, start


def pytest_configure() -> None:
    scratch.choose()
    refuse_other_machines()
    # Until all tests are collected: nothing of what is loaded meanwhile is rubbish.
    gc.disable()
    # Playwright's synchronous interface leaves an event loop marked as running in this thread for the whole session,
    # and Django then takes every test after it for asynchronous code. Processes that tests start do not inherit this.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # Where compiled modules are not kept, each of the many processes that tests start compiles all of them again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that several processes end at about the same time."""
    items.sort(key=lambda item: order.place_of(item.nodeid))


def pytest_runtest_setup(item: pytest.Item) -> None:
    memory.forget_all()
    if not item.get_closest_marker("browser"):
        chromium.close_unused()


def pytest_sessionfinish() -> None:
    chromium.close_unused()


def pytest_runtest_teardown() -> None:
    """A page that was asked for in isiZulu leaves the thread in isiZulu; the next test begins in English."""
    translation.deactivate()


def pytest_collection_finish() -> None:
    """Thousands of tests and all modules stay until the end: looking through them for rubbish again and again is waste."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> order.BySharedServers:
    return order.BySharedServers(config, log)


@pytest.fixture(scope="session")
def postgres_server(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[TestServer]:
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            server = stack.enter_context(postgres.server())
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: TestServer, django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        return postgres.ensure_template(postgres_server)


@pytest.fixture(scope="session")
def django_db_setup(postgres_server: TestServer, postgres_template: str) -> Iterator[None]:
    """Replaces pytest-django's: the tests run as the application's role, which may not create a database.

    Access stays blocked: what a test without the mark wrote here would stay for all that come after it.
    """
    with postgres.fresh_database(postgres_server, template=postgres_template) as owner, pointed_at(owner):
        yield


@dataclass(frozen=True)
class CommittedDatabase:
    """A database of this test alone. `environment` leads other processes to it."""

    owner: DatabaseAddress

    @property
    def environment(self) -> dict[str, str]:
        return self.environment_of(self.owner)

    @staticmethod
    def environment_of(owner: DatabaseAddress) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": postgres.url_of(owner)}


@pytest.fixture
def committed_database(
    request: pytest.FixtureRequest,
    postgres_server: TestServer,
    postgres_template: str,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[CommittedDatabase]:
    """For journeys with real processes: nothing is rolled back, what is committed is seen by all of them."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("A test with a committed database takes no django_db mark: that would roll back another one.")
    with (
        postgres.fresh_database(postgres_server, template=postgres_template) as owner,
        django_db_blocker.unblock(),
        pointed_at(owner),
    ):
        yield CommittedDatabase(owner=owner)


class OwnServer:
    """A prepared database on a server that a test may stop and start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Server | None = None
        self.start()
        owner = parse_url(self._running.url)
        self.database = CommittedDatabase(owner=owner)

    @property
    def _running(self) -> Server:
        assert self._server is not None
        return self._server

    def start(self) -> None:
        self._server = start(data_directory=self._folder, durable=False)

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
        self._server = None


@pytest.fixture
def own_server(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnServer]:
    """For days on which the database goes away. Takes some seconds to make."""
    with scratch.open_folder("server") as folder:
        with django_db_blocker.unblock():
            postgres.fill(folder)
        server = OwnServer(folder)
        with django_db_blocker.unblock(), pointed_at(server.database.owner):
            yield server
        server.stop()
