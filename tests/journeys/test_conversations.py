"""A resident asks for a person, a clerk takes over, the menu is silent, and answers again when it is handed back."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from tests.journeys.desk import City, Console, eventually, words_of
from tests.journeys.talks import choose, report_by_dialling, said

from baraza.conversation.models import Thread
from baraza.lib.clock import now
from baraza.messaging.models import Message
from baraza.operations.demo.handsets import WhatsAppPhone

pytestmark = pytest.mark.journey


@pytest.fixture
def clerk(city: City) -> Console:
    console = city.member()
    assert console.sign_in().status_code == 200
    return console


def _asked(city: City, phone: WhatsAppPhone, *, language: str = "en") -> int:
    """A conversation that waits for a person; its id."""
    phone.text("Hello")
    said(phone, "Choose your language")
    choose(phone, f"lang:{language}")
    eventually(lambda: _outgoing(city) == 2)
    phone.text("person")
    eventually(lambda: _outgoing(city) == 3)
    phone.text("When are bins emptied?")
    with city.scope():
        thread_id = eventually(lambda: Thread.objects.filter(state="waiting").values_list("pk", flat=True).first())
    # What has been said so far is not what the test waits for.
    eventually(
        lambda: any("A person will answer" in words_of(one) or "Umuntu uzo" in words_of(one) for one in phone.answers())
    )
    return thread_id


def _outgoing(city: City) -> int:
    with city.scope():
        return Message.objects.filter(direction="out").count()


def _state(city: City, thread_id: int) -> tuple[str, int]:
    with city.scope():
        return Thread.objects.values_list("state", "unread").get(pk=thread_id)


def _reply(clerk: Console, thread_id: int, text: str) -> int:
    return clerk.post(f"/console/inbox/{thread_id}/reply/", text=text, key=str(uuid.uuid4())).status_code


def test_a_person_takes_over_and_the_menu_is_silent_until_it_is_handed_back(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone, language="zu")
    assert "When are bins emptied?" in clerk.get("/console/inbox/").text
    clerk.post(f"/console/inbox/{thread_id}/take/")
    before = _outgoing(city)

    phone.text("Hello again")
    eventually(lambda: _state(city, thread_id)[1] > 0)
    assert _outgoing(city) == before

    assert _reply(clerk, thread_id, "On Tuesdays.") == 200
    assert said(phone, "On Tuesdays.")["type"] == "text"
    clerk.post(f"/console/inbox/{thread_id}/hand-back/")
    said(phone, "Bhala “imenyu”")
    phone.text("imenyu")
    said(phone, "Ufuna ukwenzani")
    assert _state(city, thread_id)[0] == "bot"


def test_danger_is_answered_with_the_numbers_although_a_person_answers(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone)
    clerk.post(f"/console/inbox/{thread_id}/take/")

    phone.text("My house is on fire, people are inside")

    assert "10177" in str(said(phone, "10177"))
    assert _state(city, thread_id) == ("person", 1)


def test_stop_is_obeyed_although_a_person_answers_and_the_answer_still_arrives(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone)
    clerk.post(f"/console/inbox/{thread_id}/take/")
    phone.text("STOP")
    said(phone, "We will not write to you first")

    assert _reply(clerk, thread_id, "On Tuesdays.") == 200

    said(phone, "On Tuesdays.")


def test_a_person_who_was_silent_for_a_day_no_longer_keeps_the_menu_from_answering(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone)
    clerk.post(f"/console/inbox/{thread_id}/take/")
    with city.scope():
        Thread.objects.filter(pk=thread_id).update(handled_until=now() - timedelta(minutes=1))

    phone.text("menu")

    said(phone, "What would you like to do")
    assert _state(city, thread_id)[0] == "waiting"


def test_who_dials_reads_the_answer_at_the_next_dial_and_never_meets_silence(city: City, clerk: Console) -> None:
    phone = city.ussd_phone()
    report_by_dialling(phone)
    with city.scope():
        thread_id = Thread.objects.values_list("pk", flat=True).get()
    clerk.post(f"/console/inbox/{thread_id}/take/")
    page = clerk.get(f"/console/inbox/{thread_id}/").text
    assert "they read the answer when they dial again" in page

    assert _reply(clerk, thread_id, "Somebody comes at two.") == 200
    screen = phone.dial()

    assert "Somebody comes at two." in screen.text
    assert "Answered; shown when they dial again" in clerk.get(f"/console/inbox/{thread_id}/").text


def test_a_blocked_sender_gets_no_answer_is_counted_and_can_be_let_in_again(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone)
    refused = clerk.post(f"/console/inbox/{thread_id}/block/", reason="")
    clerk.post(f"/console/inbox/{thread_id}/block/", reason="Threats against colleagues")
    before = _outgoing(city)

    phone.text("I will find you")
    eventually(lambda: "1 message came since" in clerk.get(f"/console/inbox/{thread_id}/").text)

    assert refused.status_code == 422
    assert _outgoing(city) == before
    assert _reply(clerk, thread_id, "Stop it") == 422
    clerk.post(f"/console/inbox/{thread_id}/unblock/")
    phone.text("menu")
    said(phone, "What would you like to do")


def test_a_closed_conversation_opens_when_they_write_again(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone)
    clerk.post(f"/console/inbox/{thread_id}/close/")
    assert _state(city, thread_id) == ("closed", 0)

    phone.text("menu")

    said(phone, "What would you like to do")
    assert _state(city, thread_id)[0] == "bot"


def test_what_was_said_becomes_a_report_of_that_resident_once(city: City, clerk: Console) -> None:
    phone = city.whatsapp_phone()
    thread_id = _asked(city, phone)
    key = str(uuid.uuid4())
    words = {"description": "Burst pipe in front of the school", "place": "Vilakazi Street", "key": key}

    first = clerk.post(f"/console/inbox/{thread_id}/report/", **words)
    second = clerk.post(f"/console/inbox/{thread_id}/report/", **words)

    reference = re.search(r"[A-Z]{2}-\d{4}-[A-Z0-9]{6}", str(first.url))
    assert reference is not None
    assert second.url == first.url
    page = clerk.get(f"/console/inbox/{thread_id}/").text
    assert page.count(f'/console/complaints/{reference.group()}/"') == 2
    assert "WhatsApp" in first.text
