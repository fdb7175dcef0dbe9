"""Fixtures of every test: the database that `@pytest.mark.django_db` rolls back, and one that keeps what is committed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker
from tests import postgres
from tests.network import refuse_other_machines
from tests.postgres import TestServer, pointed_at

from baraza.config.settings.databases import DatabaseAddress
from baraza.core.ingress.connections import forget_cached_connections
from baraza.core.tenancy.preparation import prepare_database


def pytest_configure() -> None:
    refuse_other_machines()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    with postgres.server(folder=settings.RUN_DIRECTORY / "test-postgres") as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(
    postgres_server: TestServer, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> str:
    with django_db_blocker.unblock():
        return postgres.ensure_template(
            postgres_server, prepare=lambda: prepare_database(say=lambda _: None, verbosity=0)
        )


@pytest.fixture(scope="session")
def django_db_setup(
    postgres_server: TestServer, postgres_template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Replaces pytest-django's: the tests run as the application's role, which may not create a database."""
    with (
        postgres.fresh_database(postgres_server, template=postgres_template) as owner,
        django_db_blocker.unblock(),
        pointed_at(owner),
    ):
        yield


@dataclass(frozen=True)
class CommittedDatabase:
    """A database of this test alone. `environment` leads other processes to it."""

    owner: DatabaseAddress
    environment: dict[str, str]


@pytest.fixture
def committed_database(
    postgres_server: TestServer, postgres_template: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[CommittedDatabase]:
    """For journeys with real processes: nothing is rolled back, what is committed is seen by all of them."""
    with (
        postgres.fresh_database(postgres_server, template=postgres_template) as owner,
        django_db_blocker.unblock(),
        pointed_at(owner),
    ):
        forget_cached_connections()
        yield CommittedDatabase(owner=owner, environment={**os.environ, "DATABASE_URL": postgres.url_of(owner)})
