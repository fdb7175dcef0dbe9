"""The door's role can do its work and next to nothing else, should its process ever be taken over."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from tests.conftest import CommittedDatabase
from tests.factories.core import make_connection, make_member, make_organisation

from baraza.core.ingress.contract import ConnectionFacts

INSERT = (
    "INSERT INTO ingress_event (organisation_id, connection_id, item_id, kind, sender, payload, correlation_id)"
    " VALUES (%s, %s, %s, 'message', '', '{}', '')"
)


@pytest.fixture
def facts(committed_database: CommittedDatabase) -> ConnectionFacts:
    organisation = make_organisation()
    make_member(organisation_id=organisation.id)
    return make_connection(organisation_id=organisation.id)


@pytest.fixture
def door(facts: ConnectionFacts) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**settings.DOOR_DATABASE.conninfo(), autocommit=True) as connection:
        yield connection


def _tables(door: psycopg.Connection) -> list[str]:
    rows = door.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    return [row[0] for row in rows.fetchall()]


def test_it_finds_a_connection_by_its_address_before_any_organisation_is_known(
    door: psycopg.Connection, facts: ConnectionFacts
) -> None:
    assert door.execute("SELECT id, organisation_id FROM ingress_connection").fetchall() == [
        (facts.id, facts.organisation_id)
    ]


def test_it_stores_an_event_and_reads_back_only_what_this_transaction_stored(
    door: psycopg.Connection, facts: ConnectionFacts
) -> None:
    stored = door.execute(f"{INSERT} RETURNING item_id", [facts.organisation_id, facts.id, "m1"]).fetchall()
    later = door.execute("SELECT item_id FROM ingress_event").fetchall()

    assert (stored, later) == ([("m1",)], [])


@pytest.mark.parametrize("column", ["payload", "state", "answer", "error"])
def test_it_cannot_read_what_people_wrote(door: psycopg.Connection, column: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute(f"SELECT {column} FROM ingress_event")


def test_it_can_neither_backdate_change_nor_delete_an_event(door: psycopg.Connection, facts: ConnectionFacts) -> None:
    for statement in (
        "UPDATE ingress_event SET state = 'HANDLED'",
        "DELETE FROM ingress_event",
        "INSERT INTO ingress_event (received_at) VALUES (now())",
        "TRUNCATE ingress_event",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            door.execute(statement)


def test_it_can_read_no_other_table_and_write_to_none(door: psycopg.Connection) -> None:
    readable, writable = [], []
    for table in _tables(door):
        row = door.execute(
            "SELECT has_any_column_privilege(%(t)s, 'SELECT'), has_any_column_privilege(%(t)s, 'INSERT')"
            " OR has_any_column_privilege(%(t)s, 'UPDATE') OR has_table_privilege(%(t)s, 'DELETE')",
            {"t": table},
        ).fetchone()
        readable += [table] if row and row[0] else []
        writable += [table] if row and row[1] else []

    assert readable == ["ingress_connection", "ingress_event", "ingress_refusal"]
    assert writable == ["ingress_event", "ingress_refusal", "pgqueuer"]


def test_an_organisations_setting_gives_it_nothing_more(door: psycopg.Connection, facts: ConnectionFacts) -> None:
    door.execute(INSERT, [facts.organisation_id, facts.id, "m1"])
    door.execute("SELECT set_config('baraza.organisation_id', %s, false)", [str(facts.organisation_id)])

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        door.execute("SELECT payload FROM ingress_event")
