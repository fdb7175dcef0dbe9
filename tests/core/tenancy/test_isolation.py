"""One organisation cannot see, count, guess or change another's rows, whatever the code above forgets."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from tests.factories.core import make_connection, make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.models import Membership
from baraza.core.identity.queries import actor_for, list_memberships
from baraza.core.ingress.connections import ConnectionUnknown, connection_facts
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.models import Connection
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import OtherOrganisation, organisation_scope, platform_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> ConnectionFacts:
    return make_connection(organisation_id=make_organisation().id)


@pytest.fixture
def theirs() -> ConnectionFacts:
    return make_connection(organisation_id=make_organisation().id)


def test_inside_a_scope_only_its_own_rows_exist(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=ours.organisation_id):
        assert list(Connection.objects.values_list("pk", flat=True)) == [ours.id]
        assert Connection.objects.filter(pk=theirs.id).exists() is False
        assert Connection.objects.count() == 1


def test_without_a_scope_there_are_no_rows(ours: ConnectionFacts) -> None:
    assert (Connection.objects.count(), AuditEntry.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_anothers_rows_can_be_neither_changed_nor_deleted(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=ours.organisation_id):
        changed = Connection.objects.filter(pk=theirs.id).update(name="taken")
        deleted, _ = Connection.objects.filter(pk=theirs.id).delete()

    with organisation_scope(organisation_id=theirs.organisation_id):
        assert (changed, deleted, Connection.objects.filter(pk=theirs.id, name="taken").count()) == (0, 0, 0)
        assert Connection.objects.count() == 1


def test_a_row_of_another_organisation_cannot_be_inserted(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with (
        organisation_scope(organisation_id=ours.organisation_id),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Connection.objects.create(
            organisation_id=theirs.organisation_id, source="x", name="x", path_token="x", secrets_sealed=b""
        )


def test_a_row_cannot_be_given_away(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with (
        organisation_scope(organisation_id=ours.organisation_id),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Connection.objects.filter(pk=ours.id).update(organisation_id=theirs.organisation_id)


def test_a_cached_connection_is_unknown_to_another_organisation(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=theirs.organisation_id):
        found = connection_facts(connection_id=theirs.id)

    with organisation_scope(organisation_id=ours.organisation_id), pytest.raises(ConnectionUnknown):
        connection_facts(connection_id=theirs.id)

    assert found.secrets == {"app_secret": "s3cr3t"}


def test_a_scope_cannot_be_opened_inside_anothers(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with (
        organisation_scope(organisation_id=ours.organisation_id),
        pytest.raises(OtherOrganisation),
        organisation_scope(organisation_id=theirs.organisation_id),
    ):
        pass


def test_a_scope_ends_with_its_transaction_also_after_an_error(ours: ConnectionFacts) -> None:
    with pytest.raises(RuntimeError), organisation_scope(organisation_id=ours.organisation_id):
        raise RuntimeError

    assert Connection.objects.count() == 0


def test_an_organisation_may_change_itself_but_not_another(ours: ConnectionFacts, theirs: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=ours.organisation_id):
        own = Organisation.objects.filter(pk=ours.organisation_id).update(name="Renamed")
        other = Organisation.objects.filter(pk=theirs.organisation_id).update(name="Renamed")
        removed = Organisation.objects.filter(pk=ours.organisation_id)._raw_delete("default")

    assert (own, other, removed) == (1, 0, 0)


def test_only_the_platform_may_found_an_organisation() -> None:
    values = {"name": "x", "country": "ZA", "languages": ["en"], "phone_region": "ZA"}

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Organisation.objects.create(slug="by-nobody", **values)
    with platform_scope():
        Organisation.objects.create(slug="by-the-platform", **values)

    assert list(Organisation.objects.values_list("slug", flat=True)) == ["by-the-platform"]


def test_the_platforms_scope_opens_no_organisations_rows(ours: ConnectionFacts) -> None:
    with platform_scope():
        assert (Connection.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_person_sees_their_own_memberships_before_choosing_and_no_one_elses() -> None:
    first, second = make_organisation(), make_organisation()
    member = make_member(organisation_id=first.id, role="agent", email="a@example.org")
    make_member(organisation_id=second.id, role="org_admin", email="a@example.org")
    stranger = make_member(organisation_id=second.id)
    assert member.id is not None
    assert stranger.id is not None

    assert [(row.organisation_id, row.role) for row in list_memberships(user_id=member.id)] == [
        (first.id, "agent"),
        (second.id, "org_admin"),
    ]
    assert actor_for(user_id=stranger.id, organisation_id=first.id) is None


def test_the_audit_trail_can_only_grow(ours: ConnectionFacts) -> None:
    with organisation_scope(organisation_id=ours.organisation_id):
        written = AuditEntry.objects.count()
        for statement in ("UPDATE audit_entry SET action = ''", "DELETE FROM audit_entry"):
            with (
                pytest.raises((ProgrammingError, InternalError), match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)

    assert written == 1
