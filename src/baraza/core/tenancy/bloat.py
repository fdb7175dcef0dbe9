"""How the tables and indexes of the database are: what was vacuumed when, what is dead, what is larger than it need be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

# Smaller ones fit into memory many times over: what they waste is not worth a lock.
SMALLEST_INDEX: Final = 1024 * 1024
_TABLES: Final = """
    SELECT relname AS name, pg_table_size(relid) AS bytes, n_live_tup AS live, n_dead_tup AS dead,
           GREATEST(last_vacuum, last_autovacuum) AS vacuumed_at,
           GREATEST(last_analyze, last_autoanalyze) AS analysed_at,
           seq_scan AS whole_reads, seq_tup_read AS rows_read_whole
      FROM pg_stat_user_tables WHERE schemaname = current_schema() ORDER BY pg_table_size(relid) DESC, relname
"""
# What a B-tree would take if its pages were as full as a fresh one's: 8 bytes for an entry, 4 for its place, its columns
# as wide as the planner's statistics say, 90 % of each page of 8 KiB. Equal entries that share one are not counted, so
# the truth is rather smaller than the estimate, and what is said to be bloated is.
_INDEXES: Final = """
    SELECT i.relname AS name, t.relname AS of_table, pg_relation_size(i.oid) AS bytes, x.indisvalid AS valid,
           s.idx_scan AS used, x.indisunique AS guards,
           CASE WHEN i.reltuples < 0 THEN NULL ELSE
             8192 * (1 + ceil(i.reltuples * (12 + COALESCE(w.width, 8)) / (0.9 * 8152))) END AS needed
      FROM pg_index x
      JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_class t ON t.oid = x.indrelid
      JOIN pg_am a ON a.oid = i.relam AND a.amname = 'btree'
      JOIN pg_namespace n ON n.oid = i.relnamespace AND n.nspname = current_schema()
      LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = i.oid
      LEFT JOIN LATERAL (
        SELECT sum(8 * ceil(p.avg_width / 8.0)) AS width
          FROM pg_attribute c
          JOIN pg_stats p ON p.schemaname = n.nspname AND p.attname = c.attname AND p.tablename IN (t.relname, i.relname)
         WHERE c.attrelid = i.oid AND c.attnum > 0
      ) w ON true
     ORDER BY pg_relation_size(i.oid) DESC, i.relname
"""


@dataclass(frozen=True, kw_only=True)
class Table:
    """As the server's statistics have it; times are None when it never happened since they were begun."""

    name: str
    bytes: int
    live: int
    dead: int
    vacuumed_at: datetime | None
    analysed_at: datetime | None
    whole_reads: int
    rows_read_whole: int

    @property
    def share_dead(self) -> float:
        return self.dead / (self.live + self.dead) if self.live + self.dead else 0.0


@dataclass(frozen=True, kw_only=True)
class Index:
    """`needed` is an estimate, None before the table was analysed; an index that is not `valid` helps nobody."""

    name: str
    of_table: str
    bytes: int
    valid: bool
    used: int
    guards: bool
    needed: int | None

    @property
    def bloat(self) -> float:
        """The part of it that a fresh one would not have."""
        if self.needed is None or self.bytes <= self.needed:
            return 0.0
        return 1 - self.needed / self.bytes


def tables(connection: psycopg.Connection) -> list[Table]:
    """The largest first."""
    return [Table(**row) for row in _rows(connection, _TABLES)]


def indexes(connection: psycopg.Connection) -> list[Index]:
    """B-trees, the largest first."""
    return [
        Index(**{**row, "needed": None if row["needed"] is None else int(row["needed"]), "used": row["used"] or 0})
        for row in _rows(connection, _INDEXES)
    ]


def _rows(connection: psycopg.Connection, statement: str) -> Iterator[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        yield from cursor.execute(statement)
