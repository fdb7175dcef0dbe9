"""The first steps are judged by what is there, and go away when all is done or when they are put away."""

import pytest
from django.test import Client
from tests.factories.complaints import make_complaint
from tests.factories.core import make_connection, make_member, make_organisation
from tests.web.console.conftest import browser_of

from baraza.core.identity.actions.teams import make_team
from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.models import InboundEvent
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.profile import Profile, set_profile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.categories import CategoryChange, change_category
from baraza.services.complaints.actions.information import set_emergency_numbers, set_offices
from baraza.services.complaints.queries.information import EmergencyContact, OfficeInformation

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation()


@pytest.fixture
def admin(city: OrganisationProfile) -> Client:
    return browser_of(make_member(organisation_id=city.id, role="org_admin").id)


def steps(client: Client) -> str:
    return client.get("/console/first-steps/").content.decode()


def set_up(city: OrganisationProfile) -> None:
    make_member(organisation_id=city.id)
    made = make_connection(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        same = {name: getattr(city, name) for name in Profile.__dataclass_fields__}
        set_profile(actor=SYSTEM, profile=Profile(**same), version=1)
        set_emergency_numbers(actor=SYSTEM, numbers=[EmergencyContact(name="Police", number="10111")])
        set_offices(actor=SYSTEM, offices=[OfficeInformation(name="Hall", address="1 Road", hours="Mon", phone="")])
        team = make_team(actor=SYSTEM, name="Roads")
        change_category(actor=SYSTEM, code="noise", change=CategoryChange(team_id=team), version=1)
        make_complaint()
        InboundEvent.objects.create(
            organisation_id=city.id, connection_id=made.id, item_id="1", kind="message", payload={}, correlation_id="c"
        )


def test_an_empty_organisation_sees_what_is_missing(admin: Client) -> None:
    found = steps(admin)

    assert "1 of 7 steps are done" in found
    for words in (
        "Nobody has looked through",
        "No emergency number is set.",
        "You are alone here.",
        "on the web page only",
    ):
        assert words in found
    assert "1 of 7 steps are done" in admin.get("/console/settings/").content.decode()


def test_each_step_is_done_by_doing_it(admin: Client, city: OrganisationProfile) -> None:
    set_up(city)

    assert "7 of 7 steps are done" in steps(admin)
    assert "First steps" not in admin.get("/console/settings/").content.decode()


def test_the_list_can_be_put_away_and_found_again(admin: Client) -> None:
    admin.post("/console/first-steps/put-away/", {"away": "yes"})
    away = admin.get("/console/settings/").content.decode()
    admin.post("/console/first-steps/put-away/", {"away": "no"})

    assert "steps are done" not in away
    assert "Show the first steps" in away
    assert "steps are done" in admin.get("/console/settings/").content.decode()
