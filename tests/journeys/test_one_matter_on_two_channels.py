"""One person, one number, one matter: begun on one channel, finished or read on another."""

import pytest
from tests.journeys.desk import City, eventually, reference_in, words_of
from tests.journeys.talks import choose, report_by_dialling, said, tracked

pytestmark = pytest.mark.journey


def test_a_report_begun_by_dialling_is_finished_on_whatsapp(city: City) -> None:
    number = city.new_number()
    dialled, chat = city.ussd_phone(number), city.whatsapp_phone(number)
    dialled.dial()
    dialled.send("1")
    dialled.send("1")
    dialled.send("Street light is out at the corner")
    dialled.send("1")
    dialled.hang_up()

    chat.text("Hello")
    resume = eventually(chat.answers)[-1]
    assert resume["type"] == "interactive"
    choose(chat, resume["interactive"]["action"]["buttons"][0]["reply"]["id"])
    said(chat, "Where is it")
    chat.text("Vilakazi Street, Soweto")
    said(chat, "Is that in")
    choose(chat, "yes")
    said(chat, "Please check")
    choose(chat, "send")
    reference = reference_in(words_of(said(chat, "Your report is")))

    complaint = tracked(city, reference)
    assert complaint.description == "Street light is out at the corner"
    assert complaint.channel == "whatsapp"


def test_a_report_by_dialling_is_tracked_on_whatsapp(city: City) -> None:
    number = city.new_number()
    reference = report_by_dialling(city.ussd_phone(number))
    chat = city.whatsapp_phone(number)

    chat.text(reference.lower().replace("-", " "))

    assert "Street light" in words_of(said(chat, reference))
