"""An endpoint of another system with something that it did not take."""

from dataclasses import asdict, dataclass

from baraza.capabilities.webhooks.models import Delivery, Endpoint, Event
from baraza.capabilities.webhooks.secrets import new_secret, sealed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now


@dataclass(frozen=True, kw_only=True)
class WebhookRows:
    endpoint: int
    delivery: int

    def words(self) -> dict[str, int]:
        return asdict(self)


def make_webhook_rows(*, organisation_id: int) -> WebhookRows:
    with organisation_scope(organisation_id=organisation_id):
        endpoint = Endpoint.objects.create(
            organisation_id=organisation_id,
            name="Their CRM",
            url="https://hooks.example.org/",
            events=["call.ended"],
            secrets_sealed=sealed(organisation_id=organisation_id, current=new_secret()),
        )
        event = Event.objects.create(
            organisation_id=organisation_id, kind="call.ended", key="call:1", data={"id": 1}, at=now()
        )
        delivery = Delivery.objects.create(
            organisation_id=organisation_id, endpoint=endpoint, event=event, state="failed", tries=8, at=now()
        )
    return WebhookRows(endpoint=endpoint.pk, delivery=delivery.pk)
