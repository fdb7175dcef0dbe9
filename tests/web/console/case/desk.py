"""How tests use the page of a case: what they press, and a resident who wrote on a chat."""

from datetime import timedelta
from typing import Any

from django.test import Client
from tests.factories.core import make_connection
from tests.factories.messaging import chat_provider
from tests.web.console.conftest import City

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.messaging.models import Reach
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.queries.one import get_complaint
from baraza.services.complaints.states import State


def act(client: Client, city: City, name: str, **fields: str) -> Any:
    return client.post(f"/console/complaints/{city.reference}/{name}/", fields, follow=True)


def state_of(city: City) -> State:
    with organisation_scope(organisation_id=city.profile.id):
        return get_complaint(reference=city.reference).state


def wrote_on_a_chat(city: City, *, hours: int = 1) -> None:
    """The resident of the city's complaint."""
    chat_provider()
    chat = make_connection(organisation_id=city.profile.id, source="chat.scripted")
    with organisation_scope(organisation_id=city.profile.id):
        Complaint.objects.filter(reference=city.reference).update(connection_id=chat.id)
        contact_id = Complaint.objects.get(reference=city.reference).contact_id
        Reach.objects.create(
            organisation_id=city.profile.id,
            contact_id=contact_id,
            connection_id=chat.id,
            user_id="u1",
            last_inbound_at=now() - timedelta(hours=hours),
        )
