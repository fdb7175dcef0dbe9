"""Keeps the database in shape while everybody works: tables vacuumed and analysed, bloated indexes built anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import psycopg
from psycopg import sql

from baraza.core.tenancy.bloat import SMALLEST_INDEX, Index, Table, indexes, tables
from baraza.core.tenancy.preparation import owner_connection
from baraza.lib.clock import now

# So that a table that a weekly run leaves out cannot become older than a week before the next one.
VACUUM_AFTER: Final = timedelta(days=1)
MOST_BLOAT: Final = 0.3
# Any number that no other user of the database takes; it names this lock alone.
_LOCK: Final = 0x62617261_7A62
_MIB: Final = 1024 * 1024
# What PostgreSQL leaves behind when building anew was broken off.
_LEFT_OVER: Final = ("_ccnew", "_ccold")
_MOST_SHOWN: Final = 10


class MaintenanceRuns(RuntimeError):
    """Another one is at it."""


def maintain(*, say: Callable[[str], None], most_bloat: float = MOST_BLOAT, pretend: bool = False) -> int:
    """1. VACUUM ANALYZE of what was not in the last day, 2. REINDEX CONCURRENTLY of what is bloated, 3. what remains.

    Returns how many indexes could not be mended. `pretend` only says what it would do. Raises MaintenanceRuns,
    CannotPrepare when the owner cannot reach the database.
    """
    with owner_connection() as connection, _alone(connection):
        # Built in the background for as long as it takes; but nobody waits behind us for a lock that we wait for.
        connection.execute("SET statement_timeout = 0")
        connection.execute("SET lock_timeout = '10s'")
        due = [one for one in tables(connection) if _is_due(one)]
        for table in due:
            _do(connection, "VACUUM (ANALYZE, SKIP_LOCKED) {}", table.name, say=say, pretend=pretend, why=_state(table))
        say(
            f"{len(due)} of {len(tables(connection))} tables {'would be' if pretend else 'were'} vacuumed and analysed."
        )
        failed = [one for one in indexes(connection) if not _mend(connection, one, most_bloat, say, pretend=pretend)]
        left = [one for one in indexes(connection) if _is_bloated(one, most_bloat)]
        say(f"{len(left)} indexes are larger by {most_bloat:.0%} or more than they need be.")
        return len(failed)


def review(*, say: Callable[[str], None]) -> None:
    """What somebody should look at every few months. Changes nothing."""
    with owner_connection() as connection:
        found = tables(connection)
        known = indexes(connection)
    say("The largest tables:")
    for table in found[:_MOST_SHOWN]:
        say(f"  {table.name}: {_size(table.bytes)}, {table.live} rows, {_state(table)}")
    say("Read whole most often, of those larger than 1 MiB (an index may be missing):")
    large = sorted((one for one in found if one.bytes > _MIB), key=lambda one: -one.rows_read_whole)
    for table in large[:_MOST_SHOWN]:
        say(f"  {table.name}: {table.whole_reads} times, {table.rows_read_whole} rows")
    say("Indexes larger than 1 MiB that no query has used since the statistics began:")
    for index in known:
        if index.bytes > SMALLEST_INDEX and not index.used and not index.guards:
            say(f"  {index.name} of {index.of_table}: {_size(index.bytes)}")
    say("Larger than they need be:")
    for index in known:
        if _is_bloated(index, MOST_BLOAT):
            say(f"  {index.name} of {index.of_table}: {_size(index.bytes)}, {index.bloat:.0%} too much")


def _mend(
    connection: psycopg.Connection, index: Index, most_bloat: float, say: Callable[[str], None], *, pretend: bool
) -> bool:
    """False when it should have been and could not."""
    if not index.valid and index.name.rstrip("0123456789").endswith(_LEFT_OVER):
        return _do(connection, "DROP INDEX CONCURRENTLY {}", index.name, say=say, pretend=pretend, why="left over")
    if index.valid and not _is_bloated(index, most_bloat):
        return True
    why = f"{_size(index.bytes)}, {index.bloat:.0%} too much" if index.valid else "not valid"
    return _do(connection, "REINDEX INDEX CONCURRENTLY {}", index.name, say=say, pretend=pretend, why=why)


def _do(
    connection: psycopg.Connection, statement: str, name: str, *, say: Callable[[str], None], pretend: bool, why: str
) -> bool:
    written = statement.format(name)
    if pretend:
        say(f"Would {written}  ({why})")
        return True
    try:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except psycopg.errors.LockNotAvailable:
        say(f"Not now, somebody holds it: {written}")
        return False
    say(f"{written}  ({why})")
    return True


def _is_due(table: Table) -> bool:
    if table.vacuumed_at is None or table.analysed_at is None:
        return True
    return now() - min(table.vacuumed_at, table.analysed_at) > VACUUM_AFTER


def _is_bloated(index: Index, most_bloat: float) -> bool:
    return index.bytes > SMALLEST_INDEX and index.bloat >= most_bloat


def _state(table: Table) -> str:
    vacuumed = f"vacuumed {table.vacuumed_at:%Y-%m-%d %H:%M}" if table.vacuumed_at else "never vacuumed"
    return f"{table.share_dead:.0%} dead, {vacuumed}"


def _size(count: int) -> str:
    return f"{count / _MIB:.1f} MiB"


@contextmanager
def _alone(connection: psycopg.Connection) -> Iterator[None]:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    if row is None or not row[0]:
        raise MaintenanceRuns("Another `baraza database maintain` is running.")
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
