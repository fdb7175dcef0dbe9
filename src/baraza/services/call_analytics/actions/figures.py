"""Keeps boards' figures: folds changes into totals, counts anew. Both may be killed at any moment and run at once."""

import logging

from django.db import connection
from django.db.models import F

from baraza.core.organisations.queries import get_organisation, list_organisations
from baraza.core.tenancy.scope import organisation_scope
from baraza.core.tenancy.searching import organisations_having
from baraza.services.call_analytics.models import CallFigure, CallLatencyFigure
from baraza.services.call_analytics.queries.boards_sql import (
    COLUMNS,
    COUNTED_CALLS,
    COUNTED_LATENCY,
    KEYS,
    LATENCY_KEYS,
)

logger = logging.getLogger(__name__)

BATCH = 20_000
# Of this lock and the organisation's number: whoever writes totals has it, and readers need none.
_LOCK = 0x6361_6C6C


def _fold(table: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> str:
    """The oldest changes, up to a number: a range and no join, which the planner would misjudge after a recount."""
    names = ", ".join(columns)
    sums = ", ".join(f"sum({name}) AS {name}" for name in columns)
    added = ", ".join(f"{name} = kept.{name} + EXCLUDED.{name}" for name in columns)
    key = ", ".join(keys)
    return f"""
        WITH change AS MATERIALIZED (
            DELETE FROM {table} WHERE organisation_id = %(organisation)s AND NOT folded AND id <= (
                SELECT max(id) FROM (
                    SELECT id FROM {table} WHERE organisation_id = %(organisation)s AND NOT folded
                    ORDER BY id LIMIT %(batch)s) AS first)
            RETURNING *
        ), written AS (
            INSERT INTO {table} AS kept (organisation_id, {key}, folded, {names})
            SELECT %(organisation)s, {key}, true, {sums} FROM change GROUP BY {key}
            ON CONFLICT (organisation_id, {key}) WHERE folded DO UPDATE SET {added}
        )
        SELECT count(*) FROM change
    """  # noqa: S608 - our names


def _empty(table: str, columns: tuple[str, ...]) -> str:
    nothing = " AND ".join(f"{name} = 0" for name in columns)
    return f"DELETE FROM {table} WHERE organisation_id = %(organisation)s AND folded AND {nothing}"  # noqa: S608 - our names


def _recount(table: str, keys: tuple[str, ...], columns: tuple[str, ...], counted: str) -> str:
    """One statement sees one moment: what is committed while it runs stays in its changes."""
    names = ", ".join((*keys, *columns))
    return f"""
        WITH gone AS (DELETE FROM {table} WHERE organisation_id = %(organisation)s)
        INSERT INTO {table} (organisation_id, {names}, folded)
        SELECT %(organisation)s, {names}, false FROM ({counted}) AS counted
    """  # noqa: S608 - our names


_TABLES = (
    ("calls_figure", KEYS, COLUMNS, COUNTED_CALLS),
    ("calls_latency_figure", LATENCY_KEYS, ("calls",), COUNTED_LATENCY),
)


def fold_figures() -> int:
    """Every organisation's waiting changes; counts anew where that is due. The number of changes folded."""
    everybody = [one.id for one in list_organisations()]
    rows = [model.objects.all() for model in (CallFigure, CallLatencyFigure)]
    changes = [some.filter(folded=False) for some in rows]
    moved = [some.exclude(zone=F("organisation__time_zone")) for some in rows]
    waiting = organisations_having(*changes, *moved, among=everybody)
    return sum(fold_organisation(organisation_id=one) for one in waiting)


def fold_organisation(*, organisation_id: int) -> int:
    """The number of changes folded; 0 when there are none or another process is at it."""
    with organisation_scope(organisation_id=organisation_id):
        moved = _has_moved(organisation_id)
    if moved:
        return rebuild_figures(organisation_id=organisation_id)
    return _fold_all(organisation_id)


def rebuild_figures(*, organisation_id: int) -> int:
    """Counts all calls anew by the organisation's present time zone, and folds. Nobody waits for it."""
    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])
        for table, keys, columns, counted in _TABLES:
            cursor.execute(_recount(table, keys, columns, counted), {"organisation": organisation_id})
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    logger.info("Counted the calls of organisation %d anew.", organisation_id)
    return _fold_all(organisation_id)


def _has_moved(organisation_id: int) -> bool:
    """To another time zone: its figures are by days of the old one."""
    zone = get_organisation(organisation_id=organisation_id).time_zone
    return any(
        model.objects.filter(organisation_id=organisation_id).exclude(zone=zone).exists()
        for model in (CallFigure, CallLatencyFigure)
    )


def _fold_all(organisation_id: int) -> int:
    return sum(_fold_table(organisation_id, table, keys, columns) for table, keys, columns, _ in _TABLES)


def _fold_table(organisation_id: int, table: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> int:
    folded = 0
    while number := _fold_batch(organisation_id, table, keys, columns):
        folded += number
    return folded


def _fold_batch(organisation_id: int, table: str, keys: tuple[str, ...], columns: tuple[str, ...]) -> int:
    values = {"organisation": organisation_id, "batch": BATCH}
    with organisation_scope(organisation_id=organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_fold(table, keys, columns), values)
        number = int(cursor.fetchone()[0])
        if number:
            cursor.execute(_empty(table, columns), values)
        return number
