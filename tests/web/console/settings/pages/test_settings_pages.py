"""The settings' pages: what is saved is used, what is wrong is said beside its field with the text kept."""

from collections.abc import Mapping

import pytest
from django.test import Client
from tests.factories.core import make_member
from tests.web.console.routes.settings import INFORMATION, PROFILE, RETENTION
from tests.web.console.settings.pages.asking import BASE, page, refused

from baraza.core.identity.queries import list_teams
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.core.settings.calendar import get_calendar
from baraza.core.settings.retention import list_retention
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.queries.categories import category_settings, list_categories
from baraza.services.complaints.queries.due_times import own_due_hours, working_time_counts
from baraza.services.complaints.queries.information import list_emergency_numbers, list_offices

pytestmark = pytest.mark.django_db
OFFICE = {
    "offices-TOTAL_FORMS": "1",
    "offices-0-name": "Hall",
    "offices-0-address": "1 Church Square",
    "offices-0-hours": "Mon-Fri 08:00-16:00",
}


def kinds_offered(city: OrganisationProfile) -> str:
    """The page on which residents choose a category."""
    resident = Client()
    resident.post(f"/{city.slug}/report/", {"description": "Something is wrong in our street"})
    return resident.get(f"/{city.slug}/report/kind/").content.decode()


def test_every_card_says_how_it_stands(admin: Client) -> None:
    found = page(admin, "")

    for words in (
        "Umngeni Bay · South Africa",
        "Ours, as delivered",
        "17 shown, 0 hidden",
        "As delivered, every hour counts",
        "0 working days, 0 holidays",
        "0 teams",
        "0 emergency numbers, 0 offices",
        "Somebody in danger is told no number",
        "0 connections",
        "Messages 1,095 days",
    ):
        assert words in found


def test_a_profile_is_saved_shown_and_undone(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "profile/", {**PROFILE, "name": "New Bay", "default_language": "zu", "languages": ["en", "zu"]})
    after = get_organisation(organisation_id=city.id)
    admin.post(BASE + "profile/undo/", {"version": "2"})

    assert (after.name, after.languages) == ("New Bay", ("zu", "en"))
    assert get_organisation(organisation_id=city.id).name == "Umngeni Bay"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Write the organisation"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("country", "ZZ9", "Select a valid choice"),
        ("currency", "", "This field is required"),
        ("reference_prefix", "M1", "two to four letters"),
        ("reference_prefix", "TOOLONG", "at most 4 characters"),
        ("home_area_code", "ATLANTIS", "Select a valid choice"),
        ("languages", "tlh", "Select a valid choice"),
    ],
)
def test_a_wrong_profile_is_refused_beside_its_field(
    admin: Client, city: OrganisationProfile, field: str, value: str, words: str
) -> None:
    found = refused(admin, "profile/", {**PROFILE, "name": "Kept text", field: value})

    assert words in found
    assert get_organisation(organisation_id=city.id).name == "Umngeni Bay"


def test_a_stale_profile_keeps_what_was_written_and_says_why(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "profile/", {**PROFILE, "name": "First"})

    found = refused(admin, "profile/", {**PROFILE, "name": "Second"}, status=409)

    assert "A colleague changed these settings" in found
    assert 'value="Second"' in found
    assert get_organisation(organisation_id=city.id).name == "First"


def test_an_own_category_appears_where_residents_choose(admin: Client, city: OrganisationProfile) -> None:
    sent = {"version": "1", "name_en": "Market stall", "icon": "building", "active": "on", "keywords": "hawker\nstall"}
    admin.post(BASE + "categories/new/", sent)
    with organisation_scope(organisation_id=city.id):
        found = category_settings(code="market_stall")

    assert found is not None
    assert found.keywords == ("hawker", "stall")
    assert 'value="market_stall"' in kinds_offered(city)
    assert "No words in Afrikaans" in page(admin, "categories/")


def test_a_renamed_and_a_hidden_category_are_seen_by_residents(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "categories/noise/", {"version": "1", "name_en": "Loud music", "icon": "noise", "active": "on"})
    admin.post(BASE + "categories/housing/show/", {"version": "2", "active": "no"})
    portal = kinds_offered(city)

    assert "Loud music" in portal
    assert 'value="housing"' not in portal


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name_en": ""}, "Write a name in at least one language"),
        ({"name_en": "x" * 25}, "at most 24 characters"),
        ({"name_en": "A", "icon": "rocket"}, "Select a valid choice"),
        ({"name_en": "A", "team": "999"}, "Select a valid choice"),
        ({"name_en": "A", "keywords": "y" * 61}, "none longer than 60"),
    ],
)
def test_a_wrong_category_is_refused(
    admin: Client, city: OrganisationProfile, sent: Mapping[str, str], words: str
) -> None:
    found = refused(admin, "categories/new/", {"version": "1", "icon": "other", **sent})

    assert words in found
    with organisation_scope(organisation_id=city.id):
        assert len(list_categories()) == 17


@pytest.mark.parametrize("version", ["", "0", "-1", "2", "nine", "99999999999999999999"])
def test_a_button_of_a_stale_page_does_nothing_and_says_so(
    admin: Client, city: OrganisationProfile, version: str
) -> None:
    answer = admin.post(BASE + "categories/noise/show/", {"version": version, "active": "no"}, follow=True)

    assert "A colleague changed these settings" in answer.content.decode()
    with organisation_scope(organisation_id=city.id):
        assert "noise" in [one.code for one in list_categories()]


def test_a_category_that_is_not_there_is_not_found(admin: Client) -> None:
    assert admin.get(BASE + "categories/dragons/").status_code == 404
    assert admin.post(BASE + "categories/dragons/show/", {"version": "1"}).status_code == 404


def test_due_times_are_saved_and_emptied_again(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "due-times/", {"version": "1", "noise__high": "30", "working_time": "on"})
    with organisation_scope(organisation_id=city.id):
        assert (own_due_hours(), working_time_counts()) == ({("noise", "high"): 30}, True)

    admin.post(BASE + "due-times/", {"version": "2", "noise__high": ""})
    with organisation_scope(organisation_id=city.id):
        assert (own_due_hours(), working_time_counts()) == ({}, False)


@pytest.mark.parametrize("hours", ["0", "-3", "8761", "1.5", "soon", "१२३४५६"])
def test_hours_that_cannot_be_are_named_with_their_place(admin: Client, hours: str) -> None:
    found = refused(admin, "due-times/", {"version": "1", "noise__high": hours})

    assert "Noise, Urgent: hours: write a whole number from 1 to 8760" in found


def test_a_calendar_is_saved(admin: Client, city: OrganisationProfile) -> None:
    sent = {"version": "1", "opens_0": "08:00", "closes_0": "16:30", "holidays": "2026-12-16 Reconciliation\n\n"}
    admin.post(BASE + "working-hours/", sent)
    with organisation_scope(organisation_id=city.id):
        found = get_calendar()

    assert {day: [str(at) for at in hours] for day, hours in found.week.items()} == {0: ["08:00:00", "16:30:00"]}
    assert list(found.holidays.values()) == ["Reconciliation"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"opens_0": "08:00"}, "Write both times"),
        ({"opens_0": "16:00", "closes_0": "08:00"}, "not after the time at which work begins"),
        ({"opens_0": "25:00", "closes_0": "26:00"}, "write a time such as 08:00"),
        ({"holidays": "16 December"}, "Line 1 does not begin with a day"),
        ({"holidays": "2026-12-16 A\n2026-02-30 B"}, "Line 2 does not begin with a day"),
    ],
)
def test_a_wrong_calendar_is_refused(admin: Client, sent: Mapping[str, str], words: str) -> None:
    assert words in refused(admin, "working-hours/", {"version": "1", "holidays": "", **sent})


def test_a_team_is_made_and_a_name_taken_twice_is_refused(admin: Client, city: OrganisationProfile) -> None:
    member = make_member(organisation_id=city.id, name="Sipho").id
    admin.post(BASE + "teams/new/", {"name": "Roads", "members": [str(member)]})

    assert "Sipho" in page(admin, "teams/")
    assert "Another team has this name" in refused(admin, "teams/new/", {"name": "Roads"})
    with organisation_scope(organisation_id=city.id):
        assert [team.member_ids for team in list_teams()] == [frozenset({member})]


def test_numbers_and_offices_reach_residents(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "information/", INFORMATION)

    assert "10177" in Client().get(f"/{city.slug}/").content.decode()
    with organisation_scope(organisation_id=city.id):
        assert [one.number for one in list_emergency_numbers()] == ["10177"]
        assert list_offices() == []


@pytest.mark.parametrize(
    ("position", "at"),
    [
        ("", (None, None)),
        ("-26.20414, 28.04731", (-26.20414, 28.04731)),
        ("(-26.2; 28)", (-26.2, 28.0)),
        ("-26.2° 28.05°", (-26.2, 28.05)),
    ],
)
def test_an_office_lies_where_staff_copied_it_from_a_map(
    admin: Client, city: OrganisationProfile, position: str, at: tuple[float | None, float | None]
) -> None:
    admin.post(BASE + "information/", {**INFORMATION, **OFFICE, "offices-0-position": position})

    with organisation_scope(organisation_id=city.id):
        (office,) = list_offices()
    assert (office.name, office.latitude, office.longitude) == ("Hall", *at)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"numbers-0-number": ""}, "Write the number of Ambulance"),
        ({"numbers-0-name": ""}, "Write who answers at 10177"),
        ({"numbers-0-number": "call us"}, "Write a number with digits"),
        (
            {"numbers-TOTAL_FORMS": "2", "numbers-1-name": "Fire", "numbers-1-number": "10177"},
            "One of the numbers stands there twice",
        ),
        ({"offices-TOTAL_FORMS": "1", "offices-0-name": "Hall"}, "Write name, address and hours"),
        ({**OFFICE, "offices-0-position": "near the church"}, "Write latitude and longitude, such as"),
        ({**OFFICE, "offices-0-position": "91, 28"}, "Write latitude and longitude, such as"),
        ({"offices-TOTAL_FORMS": "1", "offices-0-position": "-26.2, 28"}, "Write which office is at this position"),
    ],
)
def test_wrong_numbers_and_offices_are_refused(
    admin: Client, city: OrganisationProfile, sent: Mapping[str, str], words: str
) -> None:
    found = refused(admin, "information/", {**INFORMATION, **sent})

    assert words in found
    with organisation_scope(organisation_id=city.id):
        assert list_emergency_numbers() == []


def test_retention_is_saved_within_its_bounds(admin: Client, city: OrganisationProfile) -> None:
    admin.post(BASE + "retention/", RETENTION)
    with organisation_scope(organisation_id=city.id):
        kept = list_retention()
    assert (kept["messages"], kept["closed_cases"], kept["inbound_payloads"]) == (400, 800, 30)

    found = refused(admin, "retention/", {**RETENTION, "version": "2", "closed_cases": "364"})
    assert "Write whole days, from 365 to 3,650" in found
