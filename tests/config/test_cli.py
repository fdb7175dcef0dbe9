"""A command in a second terminal uses the database that `make run` started in the first."""

import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from baraza.config import cli
from baraza.operations.embedded_postgres import PostgresError

RUNNING = "postgresql://baraza_owner@/baraza?host=socket"


class Running(NamedTuple):
    url: str


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The data directories that were asked for a running server; every one has one."""
    found: list[Path] = []

    def find(*, data_directory: Path) -> Running:
        found.append(data_directory)
        return Running(url=RUNNING)

    for name in ("BARAZA_MODE", "BARAZA_DATA_DIRECTORY", "DATABASE_URL_FILE", "DATABASE_APP_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    # Set first, so that what the code under test writes is taken back at the end.
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DATABASE_APP_URL", "")
    monkeypatch.setattr(cli, "find_running", find)
    return found


def test_a_command_joins_the_database_that_runs(asked: list[Path]) -> None:
    cli.join_running_database(["converse", "complaints"])
    assert os.environ["DATABASE_URL"] == RUNNING
    assert len(asked) == 1


def test_the_chosen_data_directory_is_asked(asked: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BARAZA_DATA_DIRECTORY", str(tmp_path))
    cli.join_running_database(["converse", "complaints"])
    assert asked == [tmp_path]


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_APP_URL", "DATABASE_URL_FILE"])
def test_an_address_that_was_given_is_kept(asked: list[Path], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "given")
    cli.join_running_database(["converse", "complaints"])
    assert os.environ[name] == "given"
    assert asked == []


def test_nothing_is_set_when_nothing_runs(asked: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(**_: Any) -> None:
        return None

    monkeypatch.setattr(cli, "find_running", nobody)
    cli.join_running_database(["converse", "complaints"])
    assert os.environ["DATABASE_URL"] == ""


def test_a_database_that_cannot_be_asked_does_not_stop_the_command(
    asked: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: Any) -> None:
        raise PostgresError("a folder above it is closed")

    monkeypatch.setattr(cli, "find_running", refuse)
    cli.join_running_database(["translations", "check"])
    assert os.environ["DATABASE_URL"] == ""


def test_serve_starts_its_own(asked: list[Path]) -> None:
    cli.join_running_database(["serve"])
    assert asked == []


@pytest.mark.parametrize("mode", ["production", "test"])
def test_only_the_demonstration_looks_for_one(asked: list[Path], monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("BARAZA_MODE", mode)
    cli.join_running_database(["migrate"])
    assert asked == []
