"""Words of danger are answered at once with the emergency numbers, and the report is still taken."""

import pytest
from tests.journeys.desk import City, eventually, words_of
from tests.journeys.talks import choose, said, tracked

pytestmark = pytest.mark.journey

DANGER = {
    "en": ("1", "There is a sparking cable on the ground next to the school"),
    "af": ("2", "'n Kind het in 'n oop mangat geval"),
    "zu": ("3", "Ingane iwele emgodini ovulekile wendle"),
    "xh": ("4", "Umntwana uwele emngxunyeni ovulekileyo"),
}


@pytest.mark.parametrize("language", sorted(DANGER))
def test_danger_is_answered_with_the_numbers_first_on_the_cheapest_phone(city: City, language: str) -> None:
    number, words = DANGER[language]
    phone = city.ussd_phone()
    phone.dial()
    phone.send(number)
    phone.send("1")

    shown = phone.send(words)

    assert "112" in shown.text
    assert shown.open


def test_danger_on_whatsapp_gives_the_numbers_and_a_critical_report(city: City) -> None:
    phone = city.whatsapp_phone()
    phone.text("Hi")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")

    phone.text("There is a sparking cable on the ground next to the school, children are playing there")

    assert "10177" in words_of(said(phone, "112"))
    choose(phone, "yes")
    answers = eventually(phone.answers)
    assert answers
    with city.scope():
        from baraza.conversation.models import Session

        data = Session.objects.get().state["data"]
    assert data["priority"] == "critical"
    assert data["emergency"] is True
    assert tracked
