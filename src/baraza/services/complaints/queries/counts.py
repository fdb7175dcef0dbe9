"""How many complaints there are in a list, no further than is worth showing: a million are never counted for a page."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value

from baraza.core.tenancy.scope import kept_in_scope
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.filters import Filter, narrowed

# Shown as "999+".
ENOUGH = 1000
_OPEN = "complaints.open"


def count_up_to_enough(*, wanted: Mapping[str, Filter]) -> dict[str, int]:
    """By the names given; `ENOUGH` means that many or more. One question to the database, whatever the number."""
    parts: list[str] = []
    parameters: list[Any] = []
    for one in wanted.values():
        sql, values = _first_ones(narrowed(one))
        parts.append(f"(SELECT count(*) FROM ({sql}) AS first_ones)" if sql else "0")  # noqa: S608 - Django wrote it
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), parameters)
        counts = dict(zip(wanted, cursor.fetchone(), strict=True))
    for name, one in wanted.items():
        if one == Filter() and name != _OPEN:
            kept_in_scope(key=_OPEN, make=partial(counts.get, name))
    return counts


def count_open() -> int:
    """Asked for by every page; a page that has counted its lists has it already."""
    return kept_in_scope(key=_OPEN, make=lambda: count_up_to_enough(wanted={_OPEN: Filter()})[_OPEN])


def _first_ones(rows: QuerySet[Complaint]) -> tuple[str, list[Any]]:
    if rows.query.is_empty():
        return "", []
    sql, values = rows.order_by().values_list(Value(1))[:ENOUGH].query.sql_with_params()
    return sql, list(values)
