"""An organisation's accounts at providers: secrets sealed, addresses unguessable, every change on the audit trail."""

from __future__ import annotations

import pytest
from django.db import connection as database
from tests.factories.core import make_connection, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.ingress.connections import (
    ConnectionUnknown,
    change_connection,
    connection_facts,
    forget_cached_connections,
    list_connections,
    rotate_path,
    set_connection_active,
)
from baraza.core.ingress.models import Connection
from baraza.core.ingress.resealing import reseal_connections
from baraza.core.ingress.secrets import SecretsUnreadable, box
from baraza.core.tenancy.scope import NoOrganisation, organisation_scope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    forget_cached_connections()


def test_secrets_are_sealed_in_the_database_and_open_for_adapters() -> None:
    organisation = make_organisation()
    opened = make_connection(organisation_id=organisation.id, secrets={"access_token": "very-secret"})

    with organisation_scope(organisation_id=organisation.id):
        sealed = bytes(Connection.objects.get(pk=opened.id).secrets_sealed)
        facts = connection_facts(connection_id=opened.id)

    assert b"very-secret" not in sealed
    assert facts.secrets == {"access_token": "very-secret"}
    assert "very-secret" not in repr(facts)


def test_addresses_are_long_and_never_alike() -> None:
    organisation = make_organisation()
    for _ in range(3):
        make_connection(organisation_id=organisation.id)

    with organisation_scope(organisation_id=organisation.id):
        paths = [row.path for row in list_connections()]

    assert len(set(paths)) == 3
    assert {len(path) for path in paths} == {len("/in/whatsapp.meta_cloud//") + 32}


def test_what_is_sealed_for_one_organisation_opens_for_no_other_and_stands_in_no_table() -> None:
    canary = "key_canary_0123456789"
    ours, theirs = (make_connection(organisation_id=make_organisation().id, secrets={"api_key": canary}) for _ in "12")
    sealed = {}
    for one in (ours, theirs):
        with organisation_scope(organisation_id=one.organisation_id):
            sealed[one.id] = bytes(Connection.objects.get(pk=one.id).secrets_sealed)
            # All rows of all tables, as a dump would write them.
            assert tables_that_hold(canary) == []
    assert sealed[ours.id] != sealed[theirs.id]
    with organisation_scope(organisation_id=theirs.organisation_id):
        Connection.objects.filter(pk=theirs.id).update(secrets_sealed=sealed[ours.id])
        forget_cached_connections()
        with pytest.raises(SecretsUnreadable):
            connection_facts(connection_id=theirs.id)


def test_what_was_sealed_before_organisations_had_keys_of_their_own_opens_and_is_sealed_anew() -> None:
    opened = make_connection(organisation_id=make_organisation().id, secrets={})
    with organisation_scope(organisation_id=opened.organisation_id):
        Connection.objects.filter(pk=opened.id).update(secrets_sealed=box().encrypt(b'{"a": "1"}'))
        forget_cached_connections()
        assert connection_facts(connection_id=opened.id).secrets == {"a": "1"}
    assert (reseal_connections(), reseal_connections()) == ((1, []), (0, []))
    forget_cached_connections()
    with organisation_scope(organisation_id=opened.organisation_id):
        assert connection_facts(connection_id=opened.id).secrets == {"a": "1"}


def tables_that_hold(words: str) -> list[str]:
    """Of what the scope and the role show."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            # Bytes are written as hexadecimal digits.
            sought = [f"%{words}%", f"%{words.encode().hex()}%"]
            cursor.execute(f"SELECT EXISTS (SELECT FROM {name} t WHERE t::text LIKE ANY (%s))", [sought])
            found += [name] if cursor.fetchone() == (True,) else []
    return found


def test_a_change_keeps_the_secrets_that_are_not_named_and_is_seen_at_once() -> None:
    organisation = make_organisation()
    opened = make_connection(organisation_id=organisation.id, secrets={"a": "1", "b": "2"})

    with organisation_scope(organisation_id=organisation.id):
        connection_facts(connection_id=opened.id)
        change_connection(connection_id=opened.id, name="New", secrets={"b": "3"}, options={"x": 1}, actor=SYSTEM)
        facts = connection_facts(connection_id=opened.id)

    assert (facts.secrets, facts.options) == ({"a": "1", "b": "3"}, {"x": 1})


def test_every_change_is_on_the_audit_trail_without_secrets() -> None:
    organisation = make_organisation()
    opened = make_connection(organisation_id=organisation.id, name="Line")
    admin = Actor(kind="member", id=7, role="org_admin", name="Ayanda")

    with organisation_scope(organisation_id=organisation.id):
        change_connection(connection_id=opened.id, name="Line", secrets={"a": "hidden"}, options={}, actor=admin)
        rotate_path(connection_id=opened.id, actor=admin)
        set_connection_active(connection_id=opened.id, active=False, actor=admin)
        entries = list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "changes"))

    assert entries == [
        ("connection.opened", "system", {"source": "whatsapp.meta_cloud", "name": "Line"}),
        ("connection.changed", "Ayanda", {"replaced": ["a"]}),
        ("connection.path_rotated", "Ayanda", {}),
        ("connection.deactivated", "Ayanda", {}),
    ]


def test_what_does_not_exist_is_unknown_and_without_a_scope_nothing_is_told() -> None:
    organisation = make_organisation()
    opened = make_connection(organisation_id=organisation.id)

    with organisation_scope(organisation_id=organisation.id), pytest.raises(ConnectionUnknown):
        connection_facts(connection_id=opened.id + 1)
    with pytest.raises(NoOrganisation):
        connection_facts(connection_id=opened.id)
