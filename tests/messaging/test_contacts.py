"""Making people known: what the database refuses is said, not lost."""

import pytest
from django.db import IntegrityError
from tests.factories.core import make_organisation

from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import contacts
from baraza.messaging.contract import Sender

pytestmark = pytest.mark.django_db


def test_an_address_that_the_database_refuses_is_an_error_of_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts.numbers, "normalise", lambda text: text)
    with (
        organisation_scope(organisation_id=make_organisation().id),
        pytest.raises(IntegrityError, match="address_phone_e164"),
    ):
        contacts.contact_of(sender=Sender(phone="+491234"))
