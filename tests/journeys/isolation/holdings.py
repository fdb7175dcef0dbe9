"""Everything that belongs to an organisation, table by table, so that a test can say: nothing of it changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Holdings:
    """By table: how many rows, and a digest of all that is in them."""

    tables: dict[str, tuple[int, str]]

    def __sub__(self, before: Holdings) -> dict[str, tuple[object, object]]:
        names = self.tables.keys() | before.tables.keys()
        return {
            name: (before.tables.get(name), self.tables.get(name))
            for name in names
            if self.tables.get(name) != before.tables.get(name)
        }


# How many strangers were turned away at an organisation's door is counted whoever knocks, and seconds later.
_COUNTED_LATER = "ingress_refusal"


def tables_of_organisations() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE a.attname = 'organisation_id' AND c.relkind IN ('r', 'p') AND n.nspname = 'public' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def fingerprint(*, organisation_id: int) -> Holdings:
    """In a scope. What row-level security hides is not counted."""
    found: dict[str, tuple[int, str]] = {}
    with connection.cursor() as cursor:
        for table in tables_of_organisations():
            if table == _COUNTED_LATER:
                continue
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"
                " WHERE organisation_id = %s",
                [organisation_id],
            )
            found[table] = cursor.fetchone()
    return Holdings(found)
