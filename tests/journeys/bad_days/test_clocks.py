"""Clocks of providers that are wrong change neither the order of a talk nor the 24-hour window."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

import pytest
from tests.journeys.desk import City, eventually
from tests.journeys.talks import said

from baraza.lib import clock
from baraza.messaging.models import Message, OutboxEntry, Reach
from baraza.messaging.queries import outbox_problems
from baraza.operations.demo.handsets import WhatsAppPhone

pytestmark = [pytest.mark.journey, pytest.mark.badday]

HOUR, DAY = 3600, 24 * 3600


def _writes(phone: WhatsAppPhone, text: str, *, timestamp: object) -> None:
    message = {"id": f"wamid.{secrets.token_hex(8)}", "from": phone.number[1:], "timestamp": timestamp}
    assert phone.post(phone.webhook(messages=[{**message, "type": "text", "text": {"body": text}}])) == 200


WRONG = {
    "of 1970": "0",
    "before 1970": "-5",
    "of the year 5138": "99999999999",
    "beyond any calendar": "9" * 30,
    "of tomorrow": str(int(time.time()) + DAY),
    "a month old": str(int(time.time()) - 30 * DAY),
    "a word": "yesterday",
    "empty": "",
    "no text": None,
}


@pytest.mark.parametrize("timestamp", WRONG.values(), ids=WRONG.keys())
def test_a_message_whose_time_cannot_be_true_is_answered_and_opens_the_window_now(
    city: City, timestamp: object
) -> None:
    phone = city.whatsapp_phone()
    city.desk.graph.state.person_wrote(address=phone.number)

    _writes(phone, "Hello", timestamp=timestamp)

    said(phone, "Choose your language")
    with city.scope():
        opened = Reach.objects.get().last_inbound_at
    assert opened is not None
    assert timedelta(0) <= clock.now() - opened < timedelta(minutes=5)


def test_a_message_that_comes_days_late_does_not_open_the_window(city: City) -> None:
    # given a webhook of three days ago, which Meta could not deliver earlier
    phone, three_days_ago = city.whatsapp_phone(), time.time() - 3 * DAY
    city.desk.graph.state.person_wrote(address=phone.number, at=three_days_ago)
    # when
    _writes(phone, "Hello", timestamp=str(int(three_days_ago)))

    def is_settled() -> bool:
        with city.scope():
            return OutboxEntry.objects.filter(status="failed").exists()

    eventually(is_settled)
    # then nothing was tried that Meta would refuse, and staff see that the person has no answer
    with city.scope():
        assert [(problem.error_code, problem.attempts) for problem in outbox_problems()] == [("window_closed", 0)]
    assert phone.answers() == []


def test_an_older_message_that_comes_later_does_not_close_the_window(city: City) -> None:
    phone = city.whatsapp_phone()
    city.desk.graph.state.person_wrote(address=phone.number)
    _writes(phone, "Hello", timestamp=str(int(time.time())))
    said(phone, "Choose your language")

    _writes(phone, "Good morning", timestamp=str(int(time.time()) - 30 * HOUR))

    said(phone, "Choose your language")


def test_what_a_person_writes_stays_in_the_order_of_arrival(city: City) -> None:
    phone, now = city.whatsapp_phone(), int(time.time())
    city.desk.graph.state.person_wrote(address=phone.number)
    words = ["first", "second", "third", "fourth"]

    for text, age in zip(words, (0, 5 * HOUR, -5 * HOUR, 2 * HOUR), strict=True):
        _writes(phone, text, timestamp=str(now - age))

    def told() -> list[str]:
        with city.scope():
            received = Message.objects.filter(direction=Message.Direction.IN).order_by("id")
            return list(received.values_list("text", flat=True))

    eventually(lambda: len(told()) == len(words))
    assert told() == words
    with city.scope():
        answers = OutboxEntry.objects.order_by("id")
        asked = [int(answer.key.split(":")[1]) for answer in answers]
    assert asked == sorted(asked)
