"""The form of a report: what is taken, and what is asked for again in words."""

import html
from typing import Any

import pytest
from django.test import Client
from tests.factories.core import make_organisation
from tests.web.portal.resident import PLACE, WORDS, Resident, errors_of, words_of

from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.demo.organisations import EMERGENCY_NUMBERS
from baraza.services.complaints.actions.information import set_emergency_numbers
from baraza.services.complaints.queries.own_link import own_link
from baraza.web.portal import places, tracked, views_report, views_send

IN_THE_SEA = {"latitude": "-34.2", "longitude": "26.2"}


# A position that is refused is not sent again.
_TAKEN_OUT = {"latitude": ("-34.2",)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("organisation", "first"),
    [
        ({"home_area_code": "ETH"}, "Durban"),
        ({}, "East London"),
        ({"country": "RW", "phone_region": "RW"}, ""),
    ],
    ids=["a city", "a whole country", "nothing is known"],
)
def test_where_nothing_is_imported_the_place_is_shown_among_places_that_people_know(
    client: Client, organisation: dict[str, Any], first: str
) -> None:
    slug = make_organisation(**organisation).slug

    page = client.get(f"/{slug}/report/place/").content.decode()
    places = client.get(f"/{slug}/explore/places.json").json()

    assert 'data-ba-map="pick"' in page
    assert ("data-ba-when-located" in page) is not bool(first)
    assert (f'data-places="/{slug}/explore/places.json"' in page) is bool(first)
    assert "data-boundaries" not in page
    assert [one[0][0] for one in places[:1]] == [name for name in [first] if name]


@pytest.mark.django_db
def test_where_no_area_of_a_country_is_known_a_position_is_taken_for_the_organisations_own(client: Client) -> None:
    kigali = make_organisation(country="RW", phone_region="RW", home_area_code="KGL", name="City of Kigali")
    here = {"latitude": "-1.95", "longitude": "30.06", "place_text": ""}

    at_home = client.post(f"/{kigali.slug}/report/place/", here)
    elsewhere = client.post(f"/{make_organisation(country='RW', phone_region='RW').slug}/report/place/", here)

    kept = client.session[f"report:{kigali.slug}"]
    assert (at_home.status_code, elsewhere.status_code) == (302, 422)
    assert (kept["area_code"], kept["area_name"], kept["area_approximate"]) == ("KGL", "City of Kigali", True)
    assert (kept["latitude"], kept["longitude"]) == (-1.95, 30.06)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"description": ""}, {"description": ["Tell us what is wrong"]}),
        ({"description": "  "}, {"description": ["Tell us what is wrong"]}),
        ({"description": "ab"}, {"description": ["Write a little more, so that we know what to look for"]}),
        ({"description": "082 123 4567"}, {"description": ["Write a little more, so that we know what to look for"]}),
        ({"description": "a" * 4001}, {"description": ["This is too long. Write at most 4000 characters"]}),
        ({"place_text": ""}, {"place_text": ["Write where it is, or use your location"]}),
        (
            {"place_text": "", "latitude": "-26.2"},
            {"place_text": ["Write where it is, or use your location"]},
        ),
        (
            {"place_text": "zzqqxx"},
            {"municipality": ["We do not know that place. Choose the municipality from the list."]},
        ),
        (
            IN_THE_SEA,
            {"place_text": ["That place is in the sea or outside the country. Write the address instead."]},
        ),
        (
            {"category": "dragons"},
            {"category": ["Select a valid choice. dragons is not one of the available choices."]},
        ),
        (
            {"municipality": "XX"},
            {"municipality": ["Select a valid choice. XX is not one of the available choices."]},
        ),
        ({"latitude": "91", "longitude": "1"}, {"latitude": ["Ensure this value is less than or equal to 90."]}),
    ],
)
def test_a_wrong_answer_is_explained_at_its_field_and_nothing_that_was_written_is_lost(
    resident: Resident, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answer = resident.describe(**fields)

    assert answer.status_code == 422
    assert errors_of(answer) == errors
    assert "<title>Error: " in answer.content.decode()
    name, written = next(iter(fields.items()))
    assert written in {answer.context["form"][name].value(), *_TAKEN_OUT.get(name, ())}
    assert resident.get("report/check/").status_code == 302


def test_a_position_in_the_sea_is_not_sent_again_with_the_address_that_we_ask_for(resident: Resident) -> None:
    form = resident.describe(**IN_THE_SEA).context["form"]

    assert (form["latitude"].value(), form["longitude"].value()) == ("", "")


def test_a_report_is_sent_one_thing_per_page_with_our_guess_for_what_was_left_to_us(resident: Resident) -> None:
    first = resident.describe()
    second = resident.post("report/contact/", name="Thandi", phone="082 123 4567")
    check = resident.get("report/check/")

    assert (first.url, second.url) == (resident.address("report/near/"), resident.address("report/check/"))
    shown = words_of(check)
    assert WORDS in shown
    assert "Water leak Our guess from your words. Change it if it is wrong." in shown
    assert "Vilakazi Street, Soweto City of Johannesburg (approximate)" in shown
    assert "Your name Thandi" in shown
    assert "Your mobile number 082 123 4567" in shown


def test_what_is_sent_is_what_was_checked(resident: Resident) -> None:
    reference = resident.report(category="sewage")

    (complaint,) = resident.complaints()
    assert complaint.reference == reference
    assert (complaint.description, complaint.place) == (WORDS, PLACE)
    assert (complaint.category, complaint.guessed_category) == ("sewage", "water_leak")
    assert (complaint.channel, complaint.language, complaint.area_code) == ("web", "en", "JHB")


def test_a_position_decides_the_municipality(resident: Resident) -> None:
    resident.report(place_text="", latitude="-29.9706", longitude="30.8837")

    (complaint,) = resident.complaints()
    assert (complaint.area_code, complaint.area_name) == ("ETH", "eThekwini")


def test_a_city_of_its_own_does_not_ask_for_the_municipality(client: Client, db: None) -> None:
    resident = Resident(client, make_organisation(home_area_code="ETH"))

    resident.post("report/", description=WORDS)
    page = resident.get("report/place/")
    resident.report(place_text="opposite the clinic")

    assert "municipality" not in page.context["form"].fields
    assert [one.area_code for one in resident.complaints()] == ["ETH"]


def test_the_button_pressed_twice_opens_one_report_and_shows_the_same_reference(resident: Resident) -> None:
    key = resident.write_up_to_the_check()

    first = resident.post("report/check/", key=key)
    second = resident.post("report/check/", key=key)

    assert first.url == second.url
    assert len(resident.complaints()) == 1


def test_a_button_of_an_older_report_sends_nothing_of_the_new_one(resident: Resident) -> None:
    old = resident.write_up_to_the_check()
    resident.post("report/check/", key=old)
    resident.report(description="The street light at the corner is dark")
    resident.write_up_to_the_check(description="A pothole as deep as a bucket")

    answer = resident.post("report/check/", key=old)

    assert answer.url == resident.address("report/check/")
    assert len(resident.complaints()) == 2


def test_nothing_can_be_sent_before_it_is_described(resident: Resident) -> None:
    answers = [resident.get("report/check/"), resident.get("report/contact/"), resident.post("report/check/", key="x")]

    assert [answer.url for answer in answers] == [resident.address("report/")] * 3
    assert resident.complaints() == []


def test_our_guess_is_chosen_beforehand_and_follows_new_words(resident: Resident) -> None:
    resident.describe()

    page = resident.get("report/kind/")
    changed = resident.post("report/?back=check", description="The street light is dark at night")

    assert page.context["form"]["category"].value() == "water_leak"
    assert "Our guess from your words. Change it if it is wrong." in words_of(page)
    assert changed.url == resident.address("report/check/")
    assert "Street light Our guess" in words_of(resident.get("report/check/"))


def test_a_category_that_was_chosen_stays_whatever_the_words_say(resident: Resident) -> None:
    resident.describe(category="noise")

    resident.describe(category="noise", description="The street light is dark at night")

    shown = words_of(resident.get("report/check/"))
    assert "Kind of problem Noise" in shown
    assert "Our guess" not in shown


def test_danger_brings_the_emergency_numbers_at_once_and_makes_the_report_critical(resident: Resident) -> None:
    with organisation_scope(organisation_id=resident.city.id):
        set_emergency_numbers(actor=SYSTEM, numbers=EMERGENCY_NUMBERS)

    resident.describe(description="A live electric cable is sparking on the ground near children")
    paths = ("report/kind/", "report/place/", "report/contact/", "report/check/")
    pages = [resident.get(path).content.decode() for path in paths]

    assert ['href="tel:10111"' in page for page in pages] == [True] * 4
    resident.report(description="A live electric cable is sparking on the ground near children")
    (complaint,) = resident.complaints()
    assert (complaint.emergency, complaint.priority) == (True, "critical")


@pytest.mark.parametrize(
    ("phone", "errors"),
    [
        ("12", {"phone": ["Write a mobile number such as 082 123 4567, or leave it empty"]}),
        ("hello", {"phone": ["Write a mobile number such as 082 123 4567, or leave it empty"]}),
    ],
)
def test_a_number_that_is_none_is_asked_for_again(resident: Resident, phone: str, errors: dict[str, list[str]]) -> None:
    resident.describe()

    answer = resident.post("report/contact/", name="", phone=phone)

    assert (answer.status_code, errors_of(answer)) == (422, errors)


def test_the_page_after_sending_says_the_reference_when_it_is_due_and_the_link_that_goes_on_working(
    resident: Resident,
) -> None:
    reference = resident.report()

    page = resident.get(f"report/{reference}/sent/")
    link = own_link(organisation=resident.city, reference=reference)
    opened = Client().get(link, follow=True)

    assert f"Your reference {reference}" in words_of(page)
    assert "We aim to deal with it " in words_of(page)
    assert f'value="http://testserver{link}"' in page.content.decode()
    assert "Add a comment" in words_of(opened)


def test_whoever_did_not_send_it_sees_only_what_the_reference_shows(resident: Resident) -> None:
    reference = resident.report()

    answer = Client().get(resident.address(f"report/{reference}/sent/"))

    assert answer.url == resident.address(f"track/{reference}/")


def test_words_are_shown_as_words_never_as_markup(resident: Resident) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    resident.describe(description=hostile, place_text=f"Soweto {hostile}")
    resident.post("report/contact/", name=hostile, phone="")

    for path in ("report/", "report/kind/", "report/place/", "report/contact/", "report/check/"):
        page = resident.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert hostile in html.unescape(resident.get("report/check/").content.decode())


@pytest.mark.parametrize("half", [{"latitude": "-26.2", "longitude": ""}, {"latitude": "", "longitude": "27.9"}])
def test_half_a_position_is_left_out_and_the_words_count(resident: Resident, half: dict[str, str]) -> None:
    resident.report(**half)

    (complaint,) = resident.complaints()
    assert (complaint.place, complaint.latitude, complaint.longitude) == (PLACE, None, None)


@pytest.mark.django_db
def test_a_ward_that_was_chosen_is_named_before_it_is_sent_and_after(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_report, "ward_choices", lambda _: [("ETH-01", "Ward 1 (Cato Manor)")])
    monkeypatch.setattr(places, "ward_name", lambda _, code: {"ETH-01": "Ward 1 (Cato Manor)"}[code])
    monkeypatch.setattr(views_send, "ward_name", places.ward_name)
    monkeypatch.setattr(tracked, "ward_name", places.ward_name)
    resident = Resident(client, make_organisation(home_area_code="ETH"))

    reference = resident.report(place_text="", ward="ETH-01")

    resident.describe(place_text="", ward="ETH-01")
    shown = [words_of(resident.get(path)) for path in ("report/check/", f"track/{reference}/")]
    assert ["Ward 1 (Cato Manor) eThekwini" in words for words in shown] == [True, True]
