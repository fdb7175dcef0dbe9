"""The embedded PostgreSQL, with its real programs: starting, crashing, attaching, stopping."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from baraza.operations.embedded_postgres import AlreadyRunning, Server, start
from baraza.operations.embedded_postgres.account import server_account
from baraza.operations.embedded_postgres.server import find_running, stop_running

COMMAND = [sys.executable, "-m", "baraza.operations.embedded_postgres"]
STARTER = """
import sys, time, pathlib
from baraza.operations.embedded_postgres import start
server = start(data_directory=pathlib.Path(sys.argv[1]), durable=False)
print("up", flush=True)
time.sleep(600)
"""


def ask(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(query).fetchall()


def do(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_a_fresh_server_is_safe_by_default(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg") as server:
        settings = ask(
            server.url,
            "SELECT name, setting FROM pg_settings WHERE name IN ('data_checksums', 'fsync', 'full_page_writes',"
            " 'listen_addresses', 'synchronous_commit', 'server_encoding', 'max_connections') ORDER BY name",
        )
        assert settings == [
            ("data_checksums", "on"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("listen_addresses", ""),
            ("max_connections", "100"),
            ("server_encoding", "UTF8"),
            ("synchronous_commit", "on"),
        ]
        assert server.socket_directory.stat().st_mode & 0o777 == 0o700
        assert server.log.stat().st_mode & 0o777 == 0o600


def test_the_owner_is_an_ordinary_role_that_row_level_security_binds(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg", durable=False) as server:
        rights = ask(
            server.url,
            "SELECT current_user::text, current_database()::text, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user",
        )
        assert rights == [("baraza_owner", "baraza", False, False, True, True)]


def test_the_owner_may_create_the_extensions_that_migrations_ask_for(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg", durable=False) as server:
        do(server.url, *[f"CREATE EXTENSION {name}" for name in ("pg_trgm", "unaccent", "btree_gin")])
        names = ask(server.url, "SELECT extname::text FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1")
        assert names == [("btree_gin",), ("pg_trgm",), ("unaccent",)]


def test_throw_away_data_trades_durability_for_speed(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg", durable=False) as server:
        off = ask(
            server.url,
            "SELECT count(*) FROM pg_settings WHERE setting = 'off' AND name IN ('fsync', 'full_page_writes', 'synchronous_commit')",
        )
        assert off == [(3,)]


def test_rows_survive_a_stop_and_a_second_start(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg") as first:
        do(first.url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('pothole')")
    with start(data_directory=open_folder / "pg") as second:
        assert ask(second.url, "SELECT word FROM kept") == [("pothole",)]


def test_rows_survive_a_killed_server(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg") as killed:
        do(killed.url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('leak')")

        os.kill(postmaster(open_folder / "pg"), signal.SIGKILL)
        killed.start_again()

        assert ask(killed.url, "SELECT word FROM kept") == [("leak",)]


def test_a_new_start_follows_a_killed_server_at_once(open_folder: Path) -> None:
    killed = start(data_directory=open_folder / "pg")
    do(killed.url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('leak')")

    os.kill(postmaster(open_folder / "pg"), signal.SIGKILL)
    with start(data_directory=open_folder / "pg") as again:
        assert ask(again.url, "SELECT word FROM kept") == [("leak",)]
    killed.stop()


def test_the_server_ends_with_a_starter_that_is_killed(open_folder: Path) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER, open_folder / "pg"], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    with starter.stdout as said:
        assert said.readline() == "up\n"
        assert find_running(data_directory=open_folder / "pg") is not None

        starter.kill()
        starter.wait()

    assert eventually(lambda: find_running(data_directory=open_folder / "pg") is None)
    with start(data_directory=open_folder / "pg", durable=False) as again:
        assert again.is_ready()


def test_a_running_server_is_not_started_twice(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg", durable=False), pytest.raises(AlreadyRunning):
        start(data_directory=open_folder / "pg", durable=False)


def test_who_attaches_does_not_stop_the_server(open_folder: Path) -> None:
    with start(data_directory=open_folder / "pg", durable=False) as server:
        with start(data_directory=open_folder / "pg", attach=True) as attached:
            assert (attached.url, attached.is_ours) == (server.url, False)
        assert server.is_ready()


def test_two_starters_at_the_same_moment_share_one_server(open_folder: Path) -> None:
    starters = [
        subprocess.Popen(
            [*COMMAND, "start", "--not-durable", "--data-directory", open_folder / "pg"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [starter.communicate(timeout=120)[0] for starter in starters]

    assert [starter.returncode for starter in starters] == [0, 0]
    assert said[0] == said[1]
    assert (open_folder / "pg" / "server.log").read_text().count("ready to accept connections") == 1
    assert stop_running(data_directory=open_folder / "pg")


def test_stopping_what_does_not_run_says_so(open_folder: Path) -> None:
    assert not stop_running(data_directory=open_folder / "pg")


@pytest.mark.parametrize("name", ["with a space", "comma, and quote '\"", "x" * 120, "café"])
def test_any_project_path_will_do(open_folder: Path, name: str) -> None:
    with start(data_directory=open_folder / name / "pg", durable=False) as server:
        assert len(os.fsencode(server.socket_directory)) <= 90
        assert server.socket_directory.stat().st_mode & 0o777 == 0o700
        assert ask(server.url, "SELECT 1") == [(1,)]


def test_a_short_socket_folder_is_found_again(open_folder: Path) -> None:
    folder = open_folder / ("x" * 120)
    with start(data_directory=folder, durable=False) as server:
        found = find_running(data_directory=folder)
        assert found is not None
        assert found.socket_directory == server.socket_directory


def test_a_pid_file_that_names_another_program_does_not_stop_the_start(open_folder: Path) -> None:
    folder = open_folder / "pg"
    with start(data_directory=folder, durable=False) as server:
        do(server.url, "CREATE TABLE kept (word text)")
        left_behind = (folder / "data" / "postmaster.pid").read_text()
    account = server_account()
    stranger = subprocess.Popen(["sleep", "600"], user=account.uid if account.switch else None)
    try:
        _, rest = left_behind.split("\n", 1)
        (folder / "data" / "postmaster.pid").write_text(f"{stranger.pid}\n{rest}")
        with start(data_directory=folder, durable=False) as again:
            assert ask(again.url, "SELECT count(*) FROM kept") == [(0,)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_address_names_the_role_and_the_quoted_socket_folder(open_folder: Path) -> None:
    with start(data_directory=open_folder / "a b", durable=False, database="desk") as server:
        quoted = str(open_folder / "a b" / "socket").replace("/", "%2F").replace(" ", "%20")
        assert server.url == f"postgresql://baraza_owner@/desk?host={quoted}&port=5432"
        assert server.superuser_url == f"postgresql://postgres@/desk?host={quoted}&port=5432"
        assert isinstance(server, Server)
