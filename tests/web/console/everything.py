"""All rows of an organisation, table by table: what a refused act must leave as it was."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from baraza.core.identity.models import User
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import organisation_scope

T = TypeVar("T")
Rows = dict[str, list[Any]]

# What pg_stat_xact_user_tables says, which also counts what nobody asks here and takes four times as long.
_WRITES = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
# Who is there at this moment, what was read and when: a look leaves these and changes nothing.
TRACE_TABLES = frozenset({"complaint_presence", "live_presence", "identity_api_key_use"})
TRACE_COLUMNS = {"conversation_thread": {"read_at", "read_by_id", "unread", "last_read_at"}}


@cache
def tenant_tables() -> list[type[Model]]:
    """Every model with an organisation."""
    return [
        model
        for model in apps.get_models()
        if "organisation_id" in {field.attname for field in model._meta.concrete_fields}
    ]


def everything_of(organisation_id: int) -> Rows:
    """With people, who belong to none, the organisation itself, and which others there are."""
    with organisation_scope(organisation_id=organisation_id):
        return {name: list(rows.values(*columns)) for name, (rows, columns) in _sources(organisation_id).items()}


def rows_of(organisation_id: int, *, tables: Collection[str]) -> Rows:
    """A part of `everything_of`."""
    with organisation_scope(organisation_id=organisation_id):
        sources = _sources(organisation_id)
        return {name: list(sources[name][0].values(*sources[name][1])) for name in tables}


def tried(organisation_id: int, act: Callable[[], T]) -> tuple[T, Rows, Rows]:
    """What the act gives, and the rows before and after of the tables that it wrote to; what it did is taken back."""
    with transaction.atomic():
        earlier = _writes()
        found = act()
        written = {table for table, count in _writes().items() if count != earlier[table]}
        touched = [name for name, table in _tables_by_name().items() if table in written]
        after = rows_of(organisation_id, tables=touched) if touched else {}
        transaction.set_rollback(True)
    return found, rows_of(organisation_id, tables=touched) if touched else {}, after


def _writes() -> dict[str, int]:
    """How many rows of each table this transaction has written; PostgreSQL goes on counting what is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITES)
        return dict(cursor.fetchall())


@cache
def _tables_by_name() -> dict[str, str]:
    return {name: rows.model._meta.db_table for name, (rows, _) in _sources(0).items()}


@cache
def _sources(organisation_id: int) -> dict[str, tuple[QuerySet[Any], tuple[str, ...]]]:
    """By name the rows and which of their columns; no columns are all."""
    tables = {model._meta.db_table: (model._default_manager.order_by("pk"), ()) for model in tenant_tables()}
    people = ("pk", "email", "name", "password", "is_active", "is_super_admin")
    return {
        **tables,
        "identity_user": (User.objects.order_by("pk"), people),
        "organisation": (Organisation.objects.filter(pk=organisation_id), ()),
        "organisations": (Organisation.objects.order_by("pk"), ("pk", "slug", "active")),
    }


def without_traces(table: str, rows: Rows) -> list[Any]:
    """That somebody looked is written down, too, and is no change."""
    if table in TRACE_TABLES:
        return []
    if table == "audit_entry":
        return [row for row in rows[table] if not row["action"].endswith(".read")]
    left_out = TRACE_COLUMNS.get(table, set())
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows[table]]
