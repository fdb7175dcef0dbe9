"""How many complaints there are in a list, no further than is worth showing: a million are never counted for a page."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import QuerySet, Value

from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.filters import Filter, narrowed

# Shown as "999+".
ENOUGH = 1000


def count_up_to_enough(*, wanted: Mapping[str, Filter]) -> dict[str, int]:
    """By the names given; `ENOUGH` means that many or more. One question to the database, whatever the number."""
    parts, parameters = [], []
    for one in wanted.values():
        sql, values = _first_ones(narrowed(one))
        parts.append(f"(SELECT count(*) FROM ({sql}) AS first_ones)" if sql else "0")  # noqa: S608 - Django wrote it
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), parameters)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def count_open() -> int:
    return count_up_to_enough(wanted={"open": Filter()})["open"]


def _first_ones(rows: QuerySet[Complaint]) -> tuple[str, list[object]]:
    if rows.query.is_empty():
        return "", []
    sql, values = rows.order_by().values_list(Value(1))[:ENOUGH].query.sql_with_params()
    return sql, list(values)
