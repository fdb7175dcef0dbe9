"""An organisation that takes no complaints: no portal of its own, no door for reports, and people's data still theirs."""

import json

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import make_organisation
from tests.web.portal.resident import words_of

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.hosts import forget_hosts
from baraza.core.settings.models import Domain
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint

CLOSED = (
    *("report/", "report/place/", "report/check/", "track/", "explore/", "explore/reports.csv", "offline/"),
    *("offline/token/", "app.webmanifest", "worker.js", "share/", "open/?address=tel:112", "accessibility/"),
)


@pytest.fixture
def agency(db: None) -> OrganisationProfile:
    return make_organisation(name="Ringing Bells", services=("call_analytics",))


def test_the_choice_of_municipalities_lists_only_those_that_take_complaints(
    client: Client, agency: OrganisationProfile
) -> None:
    make_organisation(name="Umngeni Bay", services=("call_analytics", "complaints"))

    words = words_of(client.get("/"))

    assert "Umngeni Bay" in words
    assert "Ringing Bells" not in words


def test_its_own_page_says_that_no_reports_are_taken_and_where_to_go(
    client: Client, agency: OrganisationProfile
) -> None:
    answer = client.get(f"/{agency.slug}/")

    assert answer.status_code == 404
    assert "Ringing Bells does not take reports of problems from residents." in words_of(answer)
    page = answer.content.decode()
    assert f"/{agency.slug}/report/" not in page
    assert "app.webmanifest" not in page
    assert 'href="/"' in page


@pytest.mark.parametrize("path", CLOSED)
def test_no_page_for_reports_is_there(client: Client, agency: OrganisationProfile, path: str) -> None:
    assert client.get(f"/{agency.slug}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["report/", "report/place/", "report/check/", "offline/send/", "accessibility/"])
def test_nothing_that_is_sent_becomes_a_report(client: Client, agency: OrganisationProfile, path: str) -> None:
    sent = {"description": "No water in our street", "words": "No water", "key": "a-key-of-the-browser"}

    answer = client.post(f"/{agency.slug}/{path}", sent)

    assert answer.status_code == 404
    with organisation_scope(organisation_id=agency.id):
        assert Complaint.objects.count() == 0


@pytest.mark.parametrize("path", ["privacy/", "my-data/phone/", "theme.css"])
def test_what_it_owes_to_people_stays_open(client: Client, agency: OrganisationProfile, path: str) -> None:
    assert client.get(f"/{agency.slug}/{path}").status_code == 200


def test_at_its_own_name_it_sends_nobody_to_a_list_that_is_not_there(
    client: Client, agency: OrganisationProfile, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://desk.example.org"
    with organisation_scope(organisation_id=agency.id):
        Domain.objects.create(organisation_id=agency.id, host="bells.example", token="t", state="verified")
    forget_hosts()

    answer = client.get("/", headers={"Host": "bells.example"})

    forget_hosts()
    assert answer.status_code == 404
    assert "Ringing Bells does not take reports" in words_of(answer)
    assert "Choose your municipality" not in words_of(answer)


def test_a_service_switched_on_opens_its_doors(db: None, client: Client) -> None:
    city = make_organisation(services=("complaints", "call_analytics"))

    assert client.get(f"/{city.slug}/report/").status_code == 200
    assert json.loads(client.get(f"/{city.slug}/app.webmanifest").content)["name"] == city.name
