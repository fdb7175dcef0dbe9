"""An organisation's accounts at providers: secrets sealed, addresses unguessable, every change on the audit trail."""

from __future__ import annotations

import pytest
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
