"""Compares boards' kept figures with a full count, all of them."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.queries.boards_sql import (
    COLUMNS,
    COUNTED_CALLS,
    COUNTED_LATENCY,
    KEYS,
    LATENCY_KEYS,
)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`where` names the cell: zone, day, hour, agent … as they are kept."""

    day: date
    where: str
    kept: tuple[int, ...]
    counted: tuple[int, ...]


def board_differences(*, limit: int = 100) -> list[Difference]:
    """Cells that differ from a full count at this moment; both are read in one statement."""
    found = [
        *_differences("calls_figure", KEYS, COLUMNS, COUNTED_CALLS, limit),
        *_differences("calls_latency_figure", LATENCY_KEYS, ("calls",), COUNTED_LATENCY, limit),
    ]
    return found[:limit]


def _differences(
    table: str, keys: tuple[str, ...], columns: tuple[str, ...], counted: str, limit: int
) -> list[Difference]:
    key = ", ".join(keys)
    sums = ", ".join(f"sum({name})::bigint AS {name}" for name in columns)
    some = " OR ".join(f"sum({name}) <> 0" for name in columns)
    kept_row, counted_row = (", ".join(f"coalesce({side}.{name}, 0)" for name in columns) for side in ("kept", "anew"))
    statement = f"""
        WITH kept AS (
            SELECT {key}, {sums} FROM {table} WHERE organisation_id = %(organisation)s GROUP BY {key} HAVING {some}
        ), full_count AS ({counted})
        SELECT day, concat_ws(' ', {key}), ARRAY[{kept_row}]::bigint[], ARRAY[{counted_row}]::bigint[]
        FROM kept FULL JOIN full_count AS anew USING ({key})
        WHERE ({kept_row}) IS DISTINCT FROM ({counted_row})
        ORDER BY 1, 2 LIMIT %(limit)s
    """  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(statement, {"organisation": current_organisation_id(), "limit": limit})
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    return [Difference(day=row[0], where=row[1], kept=tuple(row[2]), counted=tuple(row[3])) for row in rows]
