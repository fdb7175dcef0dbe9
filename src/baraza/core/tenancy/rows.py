"""Many rows of one table in one statement, handed over as one JSON document: a quarter of what Django's bulk_create takes.

Values go as they are, without their fields' own preparation: for plain columns, JSON and arrays of text.
"""

from collections.abc import Sequence
from typing import Any, cast

import orjson
from django.db import connection
from django.db.models import Field, Model
from django.db.models.options import Options


def insert_rows(*, rows: Sequence[Model], numbered: bool = False) -> None:
    """With `numbered` the rows get the numbers that the table gave them; without, nothing refers to them."""
    if not rows:
        return
    fields = _fields_of(rows)
    returning = f" RETURNING {_quoted(_number(rows).column)}" if numbered else ""
    # They come back in the order in which they went, which Django's bulk_create relies on as well.
    given = _execute(_insert(rows, fields) + returning, rows, fields)
    for row, (number,) in zip(rows, given, strict=True) if numbered else ():
        row.pk, row._state.adding = number, False  # noqa: SLF001 - as Django's bulk_create does


def insert_absent(*, rows: Sequence[Model], known_by: str) -> list[str]:
    """Those that are not there yet, with their new numbers; returns `known_by` of the others.

    Waits for whoever is writing the same one: after that it is there.
    """
    if not rows:
        return []
    fields = _fields_of(rows)
    returning = f"{_quoted(known_by)}, {_quoted(_number(rows).column)}"
    found = dict(_execute(f"{_insert(rows, fields)} ON CONFLICT DO NOTHING RETURNING {returning}", rows, fields))
    others = []
    for row in rows:
        name = getattr(row, known_by)
        if name in found:
            row.pk, row._state.adding = found[name], False  # noqa: SLF001 - as Django's bulk_create does
        else:
            others.append(name)
    return others


def put_rows(*, rows: Sequence[Model]) -> None:
    """Inserts those whose number is not there, writes all columns of the others."""
    if not rows:
        return
    fields = _fields_of(rows)
    key = _number(rows)
    written = ", ".join(f"{_quoted(one.column)} = EXCLUDED.{_quoted(one.column)}" for one in fields if one is not key)
    _execute(f"{_insert(rows, fields)} ON CONFLICT ({_quoted(key.column)}) DO UPDATE SET {written}", rows, fields)


def _fields_of(rows: Sequence[Model]) -> list["Field[Any, Any]"]:
    """Without the number where the table gives it."""
    return [one for one in _table(rows).concrete_fields if not (one.primary_key and rows[0].pk is None)]


def _number(rows: Sequence[Model]) -> "Field[Any, Any]":
    found = _table(rows).pk
    assert found is not None
    return found


def _table(rows: Sequence[Model]) -> "Options[Model]":
    return rows[0]._meta  # noqa: SLF001 - Django's documented way to a model's fields


def _insert(rows: Sequence[Model], fields: Sequence["Field[Any, Any]"]) -> str:
    names = ", ".join(_quoted(one.column) for one in fields)
    typed = ", ".join(f"{_quoted(one.column)} {_type(one)}" for one in fields)
    table = _quoted(_table(rows).db_table)
    return f"INSERT INTO {table} ({names}) SELECT {names} FROM json_to_recordset(%s) AS given ({typed})"  # noqa: S608 - models' names


def _type(field: "Field[Any, Any]") -> str:
    """As a value of its column, be the column's own a number that counts up or another table's."""
    return cast("str", field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


def _execute(statement: str, rows: Sequence[Model], fields: Sequence["Field[Any, Any]"]) -> list[tuple[Any, ...]]:
    names = [(one.column, one.attname) for one in fields]
    document = orjson.dumps([{column: getattr(row, name) for column, name in names} for row in rows]).decode()
    with connection.cursor() as cursor:
        cursor.execute(statement, [document])
        return cursor.fetchall() if cursor.description else []


def _quoted(name: str | None) -> str:
    assert name, "Every field here has a column."
    return str(connection.ops.quote_name(name))
