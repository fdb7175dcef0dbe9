"""An organisation, a receiver on this machine, and an endpoint that leads there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from pytest_django import Settings
from standardwebhooks import Webhook
from tests.factories.core import make_organisation
from tests.fakes.scripted_server import Reply, ScriptedServer, scripted_server

from baraza.capabilities.webhooks.actions import add_endpoint
from baraza.capabilities.webhooks.delivering import deliver
from baraza.capabilities.webhooks.emitting import Happening, emit
from baraza.capabilities.webhooks.models import Delivery, Endpoint, Try
from baraza.core.identity.actor import SYSTEM
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

ENDED = "call.ended"


@dataclass
class Partner:
    """Another system; `secrets` are those that it was given, the newest last."""

    organisation_id: int
    endpoint_id: int
    server: ScriptedServer
    secrets: list[str] = field(repr=False)

    def happens(self, key: str = "call:1", kind: str = ENDED) -> int:
        with organisation_scope(organisation_id=self.organisation_id):
            return emit([Happening(kind=kind, key=key, data={"id": 7}, at=now())])

    def delivery(self) -> Delivery:
        with organisation_scope(organisation_id=self.organisation_id):
            return Delivery.objects.select_related("endpoint").latest("pk")

    def endpoint(self) -> Endpoint:
        with organisation_scope(organisation_id=self.organisation_id):
            return Endpoint.objects.get(pk=self.endpoint_id)

    def tries(self) -> list[tuple[int | None, str]]:
        with organisation_scope(organisation_id=self.organisation_id):
            return list(Try.objects.order_by("pk").values_list("status", "trouble"))

    def verified(self, place: int = -1, *, secret: str = "") -> object:
        """As the official library reads what came; raises when it is not ours."""
        seen = self.server.seen[place]
        return Webhook(secret or self.secrets[-1]).verify(seen.body, seen.headers)

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.server.answer = lambda _: Reply(status=status, body=body, headers=headers)


@pytest.fixture
def partner(db: None, settings: Settings) -> Iterator[Partner]:
    settings.WEBHOOKS_INSIDE_HOSTS = ["127.0.0.1"]
    organisation_id = make_organisation().id
    with scripted_server() as server:
        with organisation_scope(organisation_id=organisation_id):
            wanted = [ENDED, "call.analyzed"]
            new = add_endpoint(actor=SYSTEM, name="Their CRM", url=server.url + "/hooks", events=wanted)
        yield Partner(organisation_id, new.id, server, [new.secret])


def sent(partner: Partner) -> None:
    deliver(organisation_id=partner.organisation_id, delivery_id=partner.delivery().pk)


def fails(partner: Partner) -> float:
    with pytest.raises(RetryLater) as later:
        sent(partner)
    return later.value.seconds
