"""What is told goes to the address that was judged, and to none inside our network."""

import pytest
from pytest_django import Settings
from tests.capabilities.webhooks.conftest import Partner, fails

from baraza.capabilities.webhooks import sending
from baraza.capabilities.webhooks.actions import add_endpoint
from baraza.capabilities.webhooks.models import Endpoint
from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.public_addresses import NotPublic


def test_a_redirect_is_not_followed_wherever_it_leads(partner: Partner) -> None:
    partner.answers(302, Location=f"{partner.server.url}/inside")
    partner.happens()
    fails(partner)
    assert [one.path for one in partner.server.seen] == ["/hooks"]
    assert partner.tries() == [(302, "")]


def test_a_name_that_leads_inside_by_now_is_not_called(
    partner: Partner, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was public when it was entered: what counts is the address that is connected to."""
    settings.WEBHOOKS_INSIDE_HOSTS = []
    with organisation_scope(organisation_id=partner.organisation_id):
        Endpoint.objects.update(url="https://hooks.example.org/")
    monkeypatch.setattr("baraza.lib.public_addresses.resolved", lambda _: ["203.0.114.7", "10.0.0.5"])
    partner.happens()
    fails(partner)
    assert (partner.tries(), partner.server.seen) == ([(None, "not_public")], [])


def test_the_connection_goes_to_the_machine_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer of the name servers is never asked for."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    monkeypatch.setattr("baraza.lib.public_addresses.resolved", lambda _: next(answers))
    assert sending._where("https://hooks.example.org/x") == "93.184.215.14"


@pytest.mark.parametrize("url", ["http://hooks.example.org/", "https://10.0.0.5/", "https://[::1]/", "https://a:b@hooks.example.org/", "https://hooks.example.org:8443/", "https://169.254.169.254/latest"])  # fmt: skip
def test_an_address_that_may_not_be_called_is_not_taken(
    partner: Partner, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baraza.lib.public_addresses.resolved", lambda host: [host])
    with pytest.raises(NotPublic), organisation_scope(organisation_id=partner.organisation_id):
        add_endpoint(actor=SYSTEM, name="x", url=url, events=["call.ended"])
