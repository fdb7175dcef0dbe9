"""`baraza database maintain` vacuums what is due and builds bloated indexes anew, while others go on working."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command
from tests.conftest import CommittedDatabase

from baraza.core.tenancy.maintenance import MaintenanceRuns, maintain

ROWS = 60_000


@pytest.fixture
def owner(committed_database: CommittedDatabase) -> Iterator[psycopg.Connection]:
    """Beside a table of which nine rows in ten are gone, and an index that was broken off."""
    with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE upkeep (id int PRIMARY KEY, word text)")
        try:
            connection.execute(f"INSERT INTO upkeep SELECT n, 'word' FROM generate_series(1, {ROWS}) n")
            connection.execute("DELETE FROM upkeep WHERE id % 10 > 0")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("CREATE UNIQUE INDEX CONCURRENTLY upkeep_word_ccnew ON upkeep (word)")
            yield connection
        finally:
            connection.execute("DROP TABLE upkeep")


def size_of(connection: psycopg.Connection, index: str) -> int:
    row = connection.execute("SELECT COALESCE(pg_relation_size(to_regclass(%s)), -1)", [index]).fetchone()
    assert row is not None
    return int(row[0])


def test_what_is_bloated_is_built_anew_what_was_left_over_goes_and_a_second_run_finds_nothing(
    owner: psycopg.Connection,
) -> None:
    said: list[str] = []
    before = size_of(owner, "upkeep_pkey")

    assert maintain(say=said.append) == 0

    assert before > 1024 * 1024
    assert size_of(owner, "upkeep_pkey") < before / 5
    assert size_of(owner, "upkeep_word_ccnew") == -1
    assert any(line.startswith("VACUUM (ANALYZE, SKIP_LOCKED) upkeep  (") for line in said)
    assert any(line.startswith("REINDEX INDEX CONCURRENTLY upkeep_pkey  (1.3 MiB, ") for line in said)
    assert "DROP INDEX CONCURRENTLY upkeep_word_ccnew  (left over)" in said
    assert said[-1] == "0 indexes are larger by 30% or more than they need be."

    said.clear()
    assert maintain(say=said.append) == 0
    assert not [line for line in said if line.startswith(("REINDEX", "DROP"))]


def test_pretending_changes_nothing(owner: psycopg.Connection) -> None:
    owner.execute("VACUUM ANALYZE upkeep")
    before = size_of(owner, "upkeep_pkey")
    said: list[str] = []

    maintain(say=said.append, pretend=True)

    assert size_of(owner, "upkeep_pkey") == before
    assert any(line.startswith("Would REINDEX INDEX CONCURRENTLY upkeep_pkey") for line in said)


def test_a_second_one_at_the_same_time_is_refused(owner: psycopg.Connection) -> None:
    def once_more(_line: str) -> None:
        with pytest.raises(MaintenanceRuns):
            maintain(say=lambda _: None)
        raise StopIteration

    with pytest.raises(StopIteration):
        maintain(say=once_more, pretend=True)


def test_the_command_says_what_it_found(owner: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    owner.execute("VACUUM ANALYZE upkeep")
    call_command("database", "review")
    printed = capsys.readouterr().out
    assert "  upkeep: " in printed
    assert "  upkeep_pkey of upkeep: 1.3 MiB, 8" in printed
    with pytest.raises(CommandError):
        call_command("database", "polish")
