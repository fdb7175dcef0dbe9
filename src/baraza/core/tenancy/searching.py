"""Which organisations have certain rows: what runs every few seconds costs nearly nothing where nothing waits."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import QuerySet, Value
from psycopg import sql as quoting

from baraza.core.tenancy.scope import ORGANISATION_SETTING, is_in_scope

_AT_ONCE = 200


def organisations_having(*rows: QuerySet[Any, Any], among: Sequence[int]) -> list[int]:
    """Those of `among` that have a row in at least one of the querysets, in the same order.

    Each is asked with its own setting, so row-level security answers for it alone; many share one trip to the
    database. To be called outside any organisation's scope.
    """
    assert not is_in_scope(), "The answer is about several organisations."
    question = " OR ".join(filter(None, map(_written, rows)))
    if not question:
        return []
    parts = [among[start : start + _AT_ONCE] for start in range(0, len(among), _AT_ONCE)]
    return [found for some in parts for found in _ask(question, some)]


def _ask(question: str, organisation_ids: Sequence[int]) -> Iterator[int]:
    statement = "".join(f"{_telling(str(one))}SELECT {question}; " for one in organisation_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        # Around a test there may be a transaction that goes on.
        cursor.execute(statement + _telling(""))
        answers = []
        for _ in organisation_ids:
            cursor.nextset()
            answers.append(cursor.fetchone()[0])
            cursor.nextset()
    return (one for one, answer in zip(organisation_ids, answers, strict=True) if answer)


def _telling(value: str) -> str:
    return quoting.SQL("SELECT set_config({}, {}, true); ").format(ORGANISATION_SETTING, value).as_string()


def _written(rows: QuerySet[Any, Any]) -> str:
    try:
        sql, values = rows.order_by().values_list(Value(1)).query.sql_with_params()
    except EmptyResultSet:
        return ""
    return f"EXISTS ({mogrify(sql, values, connection)})"
