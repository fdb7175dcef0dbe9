"""Whoever finds a weakness finds whom to tell, where the standard says to look."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from baraza.config.env import Environment, MissingSetting
from baraza.config.settings.demands import security_contacts
from baraza.lib.clock import now

PATH = "/.well-known/security.txt"


def test_it_names_the_contacts_in_order_and_ends_within_a_year(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACTS = ["mailto:security@desk.example.org", "https://desk.example.org/security"]
    settings.PUBLIC_URL = "https://desk.example.org"

    answer = client.get(PATH)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    *contacts, expires, canonical, languages = answer.content.decode().splitlines()
    assert contacts == ["Contact: mailto:security@desk.example.org", "Contact: https://desk.example.org/security"]
    ends = datetime.strptime(expires, "Expires: %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=178) < ends - now() < timedelta(days=181)
    assert canonical == f"Canonical: https://desk.example.org{PATH}"
    assert languages == "Preferred-Languages: en"


def test_without_a_contact_there_is_no_page(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACTS = []
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("given", ["security@desk.example.org", "http://desk.example.org", "mailto:a@b.c\nExpires: x"])
def test_what_is_no_address_stops_the_start(given: str) -> None:
    with pytest.raises(MissingSetting, match="BARAZA_SECURITY_CONTACT"):
        security_contacts(Environment({"BARAZA_SECURITY_CONTACT": given}))
