"""An organisation's pages at its own name: without the slug, with cookies of that name alone, and nothing else there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation
from tests.web.portal.resident import words_of

from baraza.core.organisations.actions import switch_organisation
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.hosts import forget_hosts
from baraza.core.settings.models import Domain
from baraza.core.tenancy.scope import organisation_scope

HOST = "report.umngeni.example"


def verified(city: OrganisationProfile, host: str) -> None:
    with organisation_scope(organisation_id=city.id):
        Domain.objects.create(organisation_id=city.id, host=host, token="t", state="verified")
    forget_hosts()


@pytest.fixture
def city(db: None, settings: Settings) -> Iterator[OrganisationProfile]:
    settings.PUBLIC_URL = "https://desk.example.org"
    made = make_organisation(slug="umngeni", name="Umngeni Bay")
    verified(made, HOST)
    yield made
    forget_hosts()


def get(client: Client, path: str, host: str = HOST, **more: Any) -> Any:
    return client.get(path, headers={"Host": host}, **more)


@pytest.mark.parametrize(
    "path", ["/", "/report/", "/track/", "/explore/", "/explore/figures/", "/privacy/", "/app.webmanifest"]
)
def test_the_pages_are_there_without_the_slug_and_lead_to_no_address_with_it(
    client: Client, city: OrganisationProfile, path: str
) -> None:
    answer = get(client, path)

    assert answer.status_code == 200
    assert "Umngeni Bay" in answer.content.decode()
    assert not re.search(r'(?:href|action|src|start_url)"?[=:] ?"/umngeni/', answer.content.decode())


@pytest.mark.parametrize("path", ["/umngeni/", "/umngeni/report/", "/other-city/", "/other-city/track/"])
def test_addresses_with_a_slug_are_unknown_there(client: Client, city: OrganisationProfile, path: str) -> None:
    make_organisation(slug="other-city")

    assert get(client, path).status_code == 404


def test_another_organisations_reference_is_unknown_there(client: Client, city: OrganisationProfile) -> None:
    other = make_organisation()
    with organisation_scope(organisation_id=other.id):
        theirs = make_complaint().reference

    assert get(client, f"/track/{theirs}/").status_code == 404


@pytest.mark.parametrize("host", ["unknown.example", "evil.report.umngeni.example", "umngeni.example"])
@pytest.mark.parametrize("path", ["/", "/umngeni/", "/console/sign-in/", "/api/v1/"])
def test_an_unknown_name_gets_a_page_that_says_what_to_do_and_names_nobody(
    client: Client, city: OrganisationProfile, host: str, path: str
) -> None:
    answer = get(client, path, host=host)

    assert answer.status_code == 404
    assert "Ask your municipality for the right address." in words_of(answer)
    assert "Umngeni" not in answer.content.decode()
    assert not answer.cookies


def test_a_name_that_was_given_up_or_whose_organisation_is_closed_is_unknown(
    client: Client, city: OrganisationProfile
) -> None:
    closed = make_organisation()
    verified(closed, "closed.example")
    switch_organisation(organisation_id=closed.id, active=False)
    with organisation_scope(organisation_id=city.id):
        Domain.objects.update(state="failed")
    forget_hosts()

    assert [get(client, "/", host=host).status_code for host in (HOST, "closed.example")] == [404, 404]


def test_the_desk_is_at_the_platforms_name_alone(client: Client, city: OrganisationProfile) -> None:
    looked = get(client, "/console/sign-in/?next=/console/")
    sent = client.post("/console/sign-in/", {"email": "a"}, headers={"Host": HOST})

    assert (looked.status_code, looked.url) == (302, "https://desk.example.org/console/sign-in/?next=/console/")
    assert sent.status_code == 404


def test_cookies_belong_to_the_name_that_gave_them(client: Client, city: OrganisationProfile) -> None:
    sent = client.post("/report/", {"description": "A burst pipe in our street"}, headers={"Host": HOST})

    assert (sent.status_code, sent.url) == (302, "/report/kind/")
    assert sent.cookies
    assert {cookie["domain"] for cookie in sent.cookies.values()} == {""}


def test_the_one_address_of_a_page_is_that_at_the_organisations_own_name(
    client: Client, city: OrganisationProfile
) -> None:
    found = [
        re.findall(r'rel="canonical" href="([^"]+)"', page.content.decode())
        for page in (get(client, "/track/"), client.get("/umngeni/track/?from=poster"))
    ]

    assert found == [[f"https://{HOST}/track/"]] * 2


def test_without_an_own_name_the_one_address_is_the_platforms(client: Client, city: OrganisationProfile) -> None:
    make_organisation(slug="plain")

    page = client.get("/plain/track/").content.decode()

    assert re.findall(r'rel="canonical" href="([^"]+)"', page) == ["https://desk.example.org/plain/track/"]
    assert 'hreflang="zu" href="https://desk.example.org/plain/track/?lang=zu"' in page
