"""Small questions of several packages, answered by one statement: what stands around every page would else be many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

from baraza.core.tenancy.scope import is_kept_in_scope, kept_in_scope


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, kw_only=True)
class Question:
    """Either how many `rows` there are or, when not `counted`, the one column of the one row that there may be.

    `read` makes the answer of it, which the organisation's scope keeps; `key` is this question's alone.
    """

    key: str
    rows: QuerySet[Any, Any]
    counted: bool
    read: Callable[[Any], Any] = _as_it_is


def how_many(*, key: str, rows: QuerySet[Any, Any], most: int | None = None) -> Question:
    """No further than `most` is counted."""
    return Question(key=key, rows=rows.order_by().values_list(Value(1))[:most], counted=True)


def answers(questions: Sequence[Question]) -> list[Any]:
    """In the order of the questions; those that were answered in this scope already are not asked again."""
    missing = {one.key: one for one in questions if not is_kept_in_scope(key=one.key)}
    found = _ask(list(missing.values())) if missing else {}
    return [_kept(one, found) for one in questions]


def _kept(question: Question, found: dict[str, Any]) -> Any:
    return kept_in_scope(key=question.key, make=lambda: found[question.key])


def _ask(questions: list[Question]) -> dict[str, Any]:
    parts, parameters = [], list[Any]()
    for one in questions:
        sql, values = _written(one)
        parts.append(sql)
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), parameters)
        row = cursor.fetchone()
    return {one.key: one.read(value) for one, value in zip(questions, row, strict=True)}


def _written(question: Question) -> tuple[str, list[Any]]:
    try:
        sql, values = question.rows.query.sql_with_params()
    except EmptyResultSet:
        # Django knows by itself that there is nothing.
        return ("0", []) if question.counted else ("NULL", [])
    counted = f"(SELECT count(*) FROM ({sql}) AS first_ones)"  # noqa: S608 - Django wrote it
    return (counted if question.counted else f"({sql})"), list(values)
