"""What a scope told PostgreSQL ends with its transaction, so a pooled connection carries nothing on."""

from django.db import connection
from tests.conftest import CommittedDatabase
from tests.factories.core import make_connection, make_organisation

from baraza.core.ingress.models import Connection
from baraza.core.tenancy.scope import organisation_scope


def test_a_connection_of_the_pool_carries_nothing_to_its_next_user(
    committed_database: CommittedDatabase,
) -> None:
    facts = make_connection(organisation_id=make_organisation().id)
    with organisation_scope(organisation_id=facts.organisation_id):
        inside = Connection.objects.count()

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('baraza.organisation_id', true)")
        (carried,) = cursor.fetchone()

    assert (inside, carried, Connection.objects.count()) == (1, "", 0)
