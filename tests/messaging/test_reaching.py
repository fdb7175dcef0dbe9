"""The ways to a person, also when one of the organisation's connections is broken."""

import pytest
from cryptography.fernet import Fernet
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact

from baraza.core.ingress.connections import forget_cached_connections
from baraza.core.ingress.models import Connection
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.reaching import routes


def test_a_connection_whose_key_was_lost_leaves_the_other_ways_open(
    organisation: OrganisationProfile,
    chat: ScriptedProvider,
    sms: ScriptedProvider,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = a_connection(organisation_id=organisation.id)
    whole = a_connection(organisation_id=organisation.id, source="sms.scripted")
    contact_id = a_contact(organisation_id=organisation.id)
    with organisation_scope(organisation_id=organisation.id):
        lost = Fernet(Fernet.generate_key()).encrypt(b"{}")
        Connection.objects.filter(pk=broken.id).update(secrets_sealed=lost)
        forget_cached_connections()

        assert [route.connection.id for route in routes(contact_id=contact_id)] == [whole.id]
    assert f"Connection {broken.id} cannot be used" in caplog.text
