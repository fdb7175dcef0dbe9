"""Where it is: pins, addresses, landmarks, menus on small screens, wards."""

from pathlib import Path

import pytest
from tests.capabilities.geography.layers import feature, square, write_geojson
from tests.conversation.talking import Resident
from tests.services.complaints.dialogue.residents import (
    BURST,
    a_complainant,
    answers_of,
    keys,
    pins,
    says,
    step_of,
    the_complaint,
)

from baraza.capabilities.geography.importing.presets import FieldPlan
from baraza.capabilities.geography.importing.store import ImportRequest, import_areas
from baraza.capabilities.geography.registry import LAYERS
from baraza.lib.gsm7 import septets

pytestmark = pytest.mark.django_db

WHERE = "Where is it? Share the location, or write the address or a landmark near it."
NOT_HERE = "That place is in the sea or outside the country. Share another one, or write the address."


@pytest.fixture
def wards(tmp_path: Path) -> None:
    """Two wards of eThekwini, side by side."""
    rows = [
        feature(square(west, -30.0, 0.3), WardID=f"5940000{number}", WardNo=f"Ward {number}", CAT_B="ETH")
        for number, west in ((1, 30.6), (2, 30.9))
    ]
    import_areas(
        request=ImportRequest(
            path=write_geojson(tmp_path / "wards.geojson", rows),
            country="ZA",
            kind="ward",
            edition="2020",
            plan=FieldPlan(code=("WardID",), name=("WardNo",), parent=("CAT_B",)),
        ),
        progress=lambda _: None,
    )
    LAYERS.look_again()


def asked_where(**organisation: str) -> Resident:
    resident = a_complainant(**organisation)
    assert says(resident, BURST, "yes", "no photo") == WHERE
    return resident


def test_an_uncertain_pin_is_confirmed() -> None:
    resident = asked_where()

    assert pins(resident, -29.86, 31.02) == "Is that in eThekwini? [Yes][No, somewhere else]"
    assert "the location you shared, eThekwini" in says(resident, "yes")
    says(resident, "yes")
    report = the_complaint(resident)
    assert (report.latitude, report.longitude, report.area_code, report.area_approximate) == (
        -29.86,
        31.02,
        "ETH",
        True,
    )


def test_a_pin_at_the_question_for_a_photo_answers_the_next_one() -> None:
    resident = a_complainant(home_area_code="ETH")
    assert says(resident, BURST, "yes").startswith("Send a photo if you can.")

    shown = pins(resident, -29.86, 31.02)

    assert "the location you shared" in shown
    assert "[Yes, send]" in shown


def test_a_pin_in_the_sea_at_the_question_for_a_photo_is_refused_in_words() -> None:
    resident = a_complainant()
    says(resident, BURST, "yes")

    assert pins(resident, -34.9, 18.0).startswith(NOT_HERE)
    assert step_of(resident) == "photo"


def test_a_pin_that_is_elsewhere_leads_to_the_provinces() -> None:
    resident = asked_where()
    pins(resident, -29.86, 31.02)

    assert says(resident, "no").startswith("Which province is it in? [Eastern Cape][Free State]")
    says(resident, "western cape", "City of Cape Town")
    assert step_of(resident) == "place_words"


def test_the_name_of_a_shared_place_is_kept() -> None:
    resident = asked_where(home_area_code="ETH")

    assert "Checkers, Umlazi, eThekwini" in pins(resident, -29.97, 30.88, place_name="Checkers, Umlazi")


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(0.0, 0.0), (-34.9, 18.0), (31.02, -29.86), (51.5, -0.1)],
    ids=["nowhere", "sea", "swapped", "abroad"],
)
def test_a_pin_outside_of_the_country_is_refused_in_words(latitude: float, longitude: float) -> None:
    resident = asked_where()

    assert pins(resident, latitude, longitude) == f"{NOT_HERE}\n\n{WHERE}"


def test_a_pin_in_another_municipality_is_said_to_be_there() -> None:
    resident = asked_where(home_area_code="ETH")

    assert pins(resident, -26.2, 28.05) == (
        "That place is in or near City of Johannesburg. Mzansi looks after its own area. What would you like to do? "
        "[Give another place][Report it anyway]"
    )
    assert says(resident, "give another place") == WHERE
    pins(resident, -26.2, 28.05)
    assert "City of Johannesburg" in says(resident, "report it anyway")


def test_a_place_that_is_known_needs_one_yes() -> None:
    resident = asked_where()

    assert says(resident, "Vilakazi Street, Soweto") == "Is that in City of Johannesburg? [Yes][No, somewhere else]"
    says(resident, "yes", "yes")
    report = the_complaint(resident)
    assert (report.place_text, report.area_code, report.latitude) == ("Vilakazi Street, Soweto", "JHB", None)


@pytest.mark.parametrize(
    ("words", "city"),
    [
        ("esikolweni eKhayelitsha", "City of Cape Town"),
        ("eduze kwesitolo esoweto", "City of Johannesburg"),
        ("eMlazi", "eThekwini"),
    ],
)
def test_a_place_is_known_in_its_locative(words: str, city: str) -> None:
    resident = asked_where()

    assert says(resident, words) == f"Is that in {city}? [Yes][No, somewhere else]"


@pytest.mark.parametrize(
    "words", ["behind the electric box", "emgwaqweni omkhulu", "ekhaya", "next to the empty house"]
)
def test_a_word_that_only_begins_like_a_locative_is_no_place(words: str) -> None:
    resident = asked_where()

    assert says(resident, words).startswith("Which province is it in?")


def test_an_address_in_a_city_of_its_own_needs_no_question() -> None:
    resident = asked_where(home_area_code="ETH")

    assert "next to the blue shop, eThekwini" in says(resident, "next to the blue shop")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("x", "Please write a little more, so that the team finds the place."),
        ("street " * 80, "That is too long for a place. Please write only the address or a landmark."),
    ],
)
def test_what_can_be_no_place_is_refused(words: str, why: str) -> None:
    resident = asked_where()

    assert says(resident, words) == f"{why}\n\n{WHERE}"


def test_unknown_words_lead_through_the_menus_on_one_screen_each() -> None:
    resident = a_complainant()
    resident.dials("1")
    keys(resident, BURST, "1")

    provinces = keys(resident, "behind the old mill")
    assert provinces == (
        "Which province is it in?\n1 Eastern Cape\n2 Free State\n3 Gauteng\n4 KwaZulu-Natal\n5 Limpopo\n"
        "6 Mpumalanga\n7 North West\n8 Northern Cape\n9 Western Cape\n0 Back"
    )
    districts = keys(resident, "9")
    assert districts.startswith("Which district?\n1 Cape Winelands\n2 Central Karoo\n3 City of Cape Town\n")
    municipalities = keys(resident, "1")
    assert municipalities.startswith("Which municipality?\n1 Breede Valley\n2 Drakenstein\n")
    assert "behind the old mill, ..." in keys(resident, "2")
    assert all(septets(screen) <= 160 for screen in (provinces, districts, municipalities))


def test_a_metropolitan_city_is_reached_without_a_third_menu() -> None:
    resident = a_complainant()
    resident.dials("1")
    keys(resident, BURST, "1")

    assert keys(resident, "1", "9", "3") == "Which street, or what is near it?\n0 Back"
    assert "Long Street 12, City of ..." in keys(resident, "Long Street 12")


def test_the_last_district_of_a_long_list_leads_on() -> None:
    resident = a_complainant()
    resident.dials("1")
    keys(resident, BURST, "1", "1", "4")

    assert keys(resident, "11").startswith("Which municipality?\n1 ")


def test_help_in_the_menus_says_what_comes_next() -> None:
    resident = a_complainant()
    resident.dials("1")

    assert keys(resident, BURST, "1", "1", "help").startswith(
        "Not sure? Choose the nearest. Next you can write the street."
    )


@pytest.mark.usefixtures("wards")
def test_a_city_with_wards_offers_them_on_a_small_screen() -> None:
    resident = a_complainant(home_area_code="ETH")
    resident.dials("1")
    keys(resident, BURST, "1")

    assert keys(resident, "1") == "Which ward?\n1 Ward 1\n2 Ward 2\n0 Back"
    assert "Mgeni Road, eThekwini" in keys(resident, "2", "Mgeni Road")
    keys(resident, "1")
    assert (the_complaint(resident).ward_code, the_complaint(resident).area_code) == ("59400002", "ETH")


@pytest.mark.usefixtures("wards")
def test_a_pin_in_a_ward_of_the_city_is_at_home_and_certain() -> None:
    resident = asked_where(home_area_code="ETH")

    assert pins(resident, -29.9, 30.7).startswith("Please check:")
    says(resident, "yes")
    report = the_complaint(resident)
    assert (report.ward_code, report.area_code, report.area_name, report.area_approximate) == (
        *("59400001", "ETH", "eThekwini"),
        False,
    )


@pytest.mark.usefixtures("wards")
def test_another_place_forgets_the_ward() -> None:
    resident = asked_where(home_area_code="ETH")
    pins(resident, -29.9, 30.7)
    says(resident, "no", "place", "12 Quay Street")

    assert "ward_code" not in answers_of(resident)
