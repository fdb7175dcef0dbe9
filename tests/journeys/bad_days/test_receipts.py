"""Receipts come twice, in any order, before our own record of the sending, or for messages that nobody knows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from tests.fakes.scripted_server import Reply
from tests.journeys.bad_days.provider import Provider, a_provider, connected, phone_on
from tests.journeys.desk import City, eventually

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.models import InboundEvent
from baraza.messaging.models import EarlyReceipt, OutboxEntry
from baraza.messaging.queries import outbox_problems
from baraza.operations.demo.graph_receipts import receipt_body
from baraza.operations.demo.handsets import WhatsAppPhone

pytestmark = [pytest.mark.journey, pytest.mark.badday]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with a_provider() as running:
        yield running


@pytest.fixture
def connection(city: City, provider: Provider) -> ConnectionFacts:
    return connected(city, provider.url)


@pytest.fixture
def phone(city: City, connection: ConnectionFacts) -> WhatsAppPhone:
    return phone_on(city, connection)


def _receipt(phone: WhatsAppPhone, message: dict[str, Any], message_id: str, status: str) -> bytes:
    kept = {"id": message_id, "address": phone.number, "message": message}
    return receipt_body(kept, status=status, number_id=phone._phone_number_id)


def _the_entry(city: City) -> OutboxEntry:
    with city.scope():
        return OutboxEntry.objects.get()


def _is_sent(city: City) -> bool:
    with city.scope():
        return OutboxEntry.objects.filter(status="sent").exists()


def _handled_receipts(city: City) -> int:
    with city.scope():
        return InboundEvent.objects.filter(kind="receipt", state=InboundEvent.State.HANDLED).count()


@pytest.mark.parametrize(
    "statuses",
    [
        ["sent", "delivered", "read"],
        ["read", "delivered", "sent"],
        ["delivered", "read", "sent", "delivered", "read", "read"],
        ["read", "failed"],
        ["failed", "delivered", "read"],
    ],
    ids="-".join,
)
def test_the_last_word_does_not_depend_on_the_order_of_receipts(
    city: City, provider: Provider, phone: WhatsAppPhone, statuses: list[str]
) -> None:
    # given a message that was sent
    phone.text("Hello")
    eventually(lambda: _is_sent(city))
    entry = _the_entry(city)
    # when its receipts come, some of them more than once
    answers = [phone.post(_receipt(phone, provider.taken[0], entry.external_id, status)) for status in statuses]
    eventually(lambda: _handled_receipts(city) == len(set(statuses)))
    # then
    assert answers == [200] * len(statuses)
    assert _the_entry(city).status == "read"
    with city.scope():
        assert outbox_problems() == []


def test_receipts_that_overtake_the_answer_of_our_own_call_are_not_lost(
    city: City, provider: Provider, phone: WhatsAppPhone
) -> None:
    # given a provider whose receipts are handled before it has answered the call that they are about
    def first_the_receipts(message: dict[str, Any], message_id: str) -> None:
        # Without our key: so the message can be found by an id alone that we do not know yet.
        nameless = {**message, "biz_opaque_callback_data": ""}
        for status in ("sent", "delivered"):
            phone.post(_receipt(phone, nameless, message_id, status))
        try:
            eventually(lambda: _handled_receipts(city) == 2, seconds=1.5)
            assert _the_entry(city).status == "sending"
        finally:
            connections.close_all()

    provider.before_answer = first_the_receipts
    # when
    phone.text("Hello")
    eventually(lambda: _the_entry(city).status == "delivered" if provider.taken else False)
    # then nothing is kept that would be applied once more
    with city.scope():
        assert EarlyReceipt.objects.count() == 0


def test_a_receipt_settles_a_message_whose_answer_never_came(
    city: City, provider: Provider, phone: WhatsAppPhone
) -> None:
    # given a message that may have left
    provider.script.append(Reply(reset=True))
    phone.text("Hello")
    eventually(lambda: provider.asked and _the_entry(city).status == "uncertain")
    # when the provider speaks of it under our own key
    phone.post(_receipt(phone, provider.asked[0], "wamid.LEARNTLATE", "delivered"))
    eventually(lambda: _the_entry(city).status == "delivered")
    # then
    assert _the_entry(city).external_id == "wamid.LEARNTLATE"
    with city.scope():
        assert outbox_problems() == []


def test_receipts_of_messages_that_nobody_knows_disturb_nobody(city: City, phone: WhatsAppPhone) -> None:
    for status in ("sent", "delivered", "failed", "deleted", "of_tomorrow"):
        assert phone.post(_receipt(phone, {}, f"wamid.STRANGE{time.time_ns()}", status)) == 200
    eventually(lambda: _handled_receipts(city) == 5)

    phone.text("Hello")
    eventually(lambda: _is_sent(city))
