"""A resident with the cheapest phone dials, reports and follows the report, in each of the four languages."""

import pytest
from tests.journeys.desk import City, reference_in

from baraza.operations.demo.handsets import UssdPhone
from baraza.services.complaints.queries.one import get_complaint

pytestmark = pytest.mark.journey

# The resident's words, and the number of their language in the first menu.
REPORTS = {
    "en": ("1", "Burst pipe in front of the school, water everywhere"),
    "af": ("2", "Waterpyp het gebars voor die skool, water loop in die straat"),
    "zu": ("3", "Ipayipi lamanzi liqhumile phambi kwesikole emgwaqeni"),
    "xh": ("4", "Umbhobho wamanzi uqhumile phambi kwesikolo esitratweni"),
}


@pytest.mark.parametrize("language", sorted(REPORTS))
def test_a_resident_reports_in_their_language(city: City, language: str) -> None:
    number, words = REPORTS[language]
    phone = city.ussd_phone()

    phone.dial()
    phone.send(number)
    phone.send("1")
    phone.send(words)
    phone.send("1")
    phone.send("Vilakazi Street, Soweto")
    phone.send("1")
    end = phone.send("1")

    assert not end.open
    with city.scope():
        complaint = get_complaint(reference=reference_in(end.text))
    assert complaint.description == words
    assert complaint.language == language
    assert complaint.category == "burst_pipe"
    assert complaint.channel == "ussd"
    assert complaint.area_code == "JHB"


def test_the_report_is_found_again_commented_and_its_answer_read(city: City) -> None:
    phone = city.ussd_phone()
    reference = _reported(phone)

    phone.dial()
    phone.send("2")
    shown = phone.send("1")
    assert reference in shown.text
    phone.send("1")
    thanks = phone.send("It is getting worse")

    assert "added your comment" in thanks.text


def test_someone_elses_reference_of_another_city_is_unknown(city: City) -> None:
    theirs = _reported(city.desk.city().ussd_phone())
    phone = city.ussd_phone()
    phone.dial()
    phone.send("1")
    phone.send("2")

    shown = phone.send(theirs)

    assert "do not know" in shown.text
    assert shown.open


def test_a_repeated_turn_gets_the_same_screen_and_moves_nothing(city: City) -> None:
    phone = city.ussd_phone()
    phone.dial()
    phone.send("1")
    first = phone.send("1")

    assert phone.repeat() == first
    assert phone.repeat() == first


def test_a_session_that_was_cut_goes_on_with_the_next_dial(city: City) -> None:
    phone = city.ussd_phone()
    phone.dial()
    phone.send("1")
    phone.send("1")
    asked = phone.send("Street light is out at the corner")
    phone.hang_up(timed_out=True)

    again = phone.dial()

    assert again.text == asked.text


@pytest.mark.parametrize("word", ["0", "back"])
def test_back_leads_to_the_question_before_with_the_answers_kept(city: City, word: str) -> None:
    phone = city.ussd_phone()
    phone.dial()
    phone.send("1")
    phone.send("1")
    category = phone.send("Street light is out at the corner")
    phone.send("1")

    assert phone.send(word).text == category.text


def test_place_by_menu_for_who_cannot_name_a_landmark(city: City) -> None:
    phone = city.ussd_phone()
    phone.dial()
    phone.send("1")
    phone.send("1")
    phone.send("Pothole in our road, very deep")
    phone.send("1")
    provinces = phone.send("1")
    assert "Eastern Cape" in provinces.text

    assert provinces.open


def _reported(phone: UssdPhone) -> str:
    phone.dial()
    for answer in ("1", "1", "Street light is out at the corner", "1", "Vilakazi Street, Soweto", "1"):
        phone.send(answer)
    return reference_in(phone.send("1").text)
