"""Our own proxy asks for which names it may fetch a certificate; nobody else learns anything."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import make_organisation

from baraza.core.settings.hosts import forget_hosts
from baraza.core.settings.models import Domain
from baraza.core.tenancy.scope import organisation_scope

HOST = "report.umngeni.example"
PROXY = "10.1.2.3"


@pytest.fixture(autouse=True)
def serving(db: None, settings: Settings) -> Iterator[None]:
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    city = make_organisation()
    with organisation_scope(organisation_id=city.id):
        for host, state in ((HOST, "verified"), ("waiting.example", "pending")):
            Domain.objects.create(organisation_id=city.id, host=host, token=state, state=state)
    forget_hosts()
    yield
    forget_hosts()


@pytest.mark.parametrize(
    ("name", "status"),
    [(HOST, 200), ("desk.example.org", 200), ("waiting.example", 404), ("unknown.example", 404), ("", 404)],
)
@pytest.mark.parametrize("peer", [PROXY, "127.0.0.1"])
def test_the_proxy_hears_which_names_are_served(client: Client, peer: str, name: str, status: int) -> None:
    assert client.get("/tls/ask", {"domain": name}, REMOTE_ADDR=peer).status_code == status


def test_strangers_hear_nothing_whatever_the_name_and_whatever_they_forge(client: Client) -> None:
    direct = client.get("/tls/ask", {"domain": HOST}, REMOTE_ADDR="203.0.113.9")
    through = client.get("/tls/ask", {"domain": HOST}, REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": "127.0.0.1"})

    assert (direct.status_code, through.status_code) == (404, 404)
