"""The demonstration's invitation leads to the demonstration, wherever that is served."""

import pytest
from django.db import connection
from pytest_django import Settings
from tests.factories.core import make_organisation

from baraza.core.identity.actions.invitations import LETTER
from baraza.core.jobs.queue import decode
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.demo.access import seed_access

pytestmark = pytest.mark.django_db


def test_the_invitation_leads_to_the_address_that_is_served(settings: Settings) -> None:
    settings.PUBLIC_URL = "http://localhost:8099"
    with organisation_scope(organisation_id=make_organisation(slug="harbour").id):
        seed_access(slug="harbour")

    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM pgqueuer WHERE entrypoint = %s", [LETTER])
        ((payload,),) = cursor.fetchall()
    assert decode(payload)[1]["address"] == "http://localhost:8099/console/invitation/harbour/TOKEN/"
