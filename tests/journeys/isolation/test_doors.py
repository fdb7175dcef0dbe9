"""Our city's doors for providers, handed what belongs to theirs."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

import httpx
import pytest
from tests.journeys.desk import APP_SECRET, City, eventually, words_of
from tests.journeys.isolation.conftest import THEIR_SECRET, Theirs
from tests.journeys.isolation.test_pages import nobodys_reference
from tests.journeys.talks import choose, said

from baraza.core.ingress.models import InboundEvent
from baraza.lib.authorities import trusted
from baraza.messaging.models import Contact, Message, ProviderNotice
from baraza.operations.demo.graph_receipts import receipt_body, signature_of
from baraza.operations.demo.handsets import UssdPhone, WhatsAppPhone

pytestmark = [pytest.mark.journey, pytest.mark.badday]


def _post(url: str, body: bytes, *, secret: str = APP_SECRET) -> httpx.Response:
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(secret, body)}
    return httpx.post(url, content=body, headers=headers, timeout=30, verify=trusted())


def _handled(city: City) -> int:
    with city.scope():
        return InboundEvent.objects.filter(state=InboundEvent.State.HANDLED).count()


def _speaking_english(phone: WhatsAppPhone) -> WhatsAppPhone:
    phone.text("Hello")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")
    return phone


def test_a_reference_of_theirs_is_unknown_on_our_whatsapp_however_it_is_given(ours: City, theirs: Theirs) -> None:
    before, nobodys = theirs.holdings(), nobodys_reference()
    told: list[list[str]] = []
    for reference in (theirs.reference, nobodys):
        phone = _speaking_english(ours.whatsapp_phone())
        words = []
        for attempt in (
            lambda phone=phone, reference=reference: phone.text(reference),
            lambda phone=phone, reference=reference: phone.button(id=f"ref:{reference}", title=reference),
            lambda phone=phone, reference=reference: phone.text(f"where is {reference}"),
        ):
            attempt()
            answers = eventually(phone.answers)
            words += [words_of(answer).replace(reference, "<ASKED>") for answer in answers]
        told.append(words)

    assert told[0] == told[1]
    assert theirs.holdings() - before == {}


def test_a_reference_of_theirs_is_unknown_on_our_ussd_however_it_is_given(ours: City, theirs: Theirs) -> None:
    before, nobodys = theirs.holdings(), nobodys_reference()
    told = []
    for reference in (theirs.reference, nobodys):
        phone = ours.ussd_phone()
        shown = [phone.dial("1", "2", reference).text, phone.dial().text, phone.send(reference).text]
        told.append([screen.replace(reference, "<ASKED>") for screen in shown])

    assert told[0] == told[1]
    assert "do not know" in told[0][0]
    assert theirs.holdings() - before == {}


def test_their_resident_is_a_stranger_in_our_city(ours: City, theirs: Theirs) -> None:
    before = theirs.holdings()
    # when the same person, in the middle of a talk there, writes to us and dials us
    phone = ours.whatsapp_phone(theirs.number)
    phone.text("Hello")
    said(phone, "Choose your language")
    screen = ours.ussd_phone(theirs.number).dial()
    # then nothing is known of them
    assert "English" in screen.text
    with ours.scope():
        assert Contact.objects.count() == 1
        assert Contact.objects.get().language == ""
    assert theirs.holdings() - before == {}


def test_a_webhook_signed_with_their_secret_does_not_open_our_door_nor_ours_theirs(ours: City, theirs: Theirs) -> None:
    before = theirs.holdings()
    body = json.dumps({"object": "whatsapp_business_account", "entry": []}).encode()

    ours_with_theirs = _post(ours.desk.url_of(ours.whatsapp), body, secret=THEIR_SECRET)
    theirs_with_ours = _post(ours.desk.url_of(theirs.own_connection), body, secret=APP_SECRET)
    handshake = httpx.get(
        ours.desk.url_of(ours.whatsapp),
        params={"hub.mode": "subscribe", "hub.verify_token": "their-own-word", "hub.challenge": "1"},
        verify=trusted(),
    )

    assert [ours_with_theirs.status_code, theirs_with_ours.status_code, handshake.status_code] == [401, 401, 403]
    assert theirs.holdings() - before == {}


def test_messages_to_their_number_at_our_door_are_only_noted_without_words_and_people(
    ours: City, theirs: Theirs
) -> None:
    before = theirs.holdings()
    # given somebody who knows our secret and puts their number into the body
    stranger = WhatsAppPhone(
        url=ours.desk.url_of(ours.whatsapp),
        app_secret=APP_SECRET,
        phone_number_id=theirs.city.whatsapp.options["phone_number_id"],
        number=theirs.number,
        client=ours.desk.new_client(),
    )
    # when
    sent = stranger.text("The plumber is called off")
    eventually(lambda: _handled(ours) == 1)
    # then
    assert sent.status == 200
    with ours.scope():
        assert ProviderNotice.objects.get().reason == "other_number"
        assert Message.objects.count() == 0
        assert "plumber" not in str(InboundEvent.objects.get().payload)
        assert theirs.number[1:] not in str(InboundEvent.objects.get().payload)
    assert theirs.holdings() - before == {}


def test_a_message_with_the_id_of_one_of_theirs_is_a_message_of_ours(ours: City, theirs: Theirs) -> None:
    before = theirs.holdings()
    phone = ours.whatsapp_phone()
    ours.desk.graph.state.person_wrote(address=phone.number)
    message: dict[str, Any] = {
        "id": theirs.inbound_id,
        "from": phone.number[1:],
        "timestamp": str(int(time.time())),
        "type": "text",
        "text": {"body": "Hello"},
        "context": {"id": theirs.entry.external_id},
    }

    assert phone.post(phone.webhook(messages=[message])) == 200

    said(phone, "Choose your language")
    assert theirs.holdings() - before == {}


@pytest.mark.parametrize("status", ["failed", "read"])
def test_a_receipt_for_a_message_of_theirs_changes_nothing_and_says_nothing(
    ours: City, theirs: Theirs, status: str
) -> None:
    before = theirs.holdings()
    number_id = ours.whatsapp.options["phone_number_id"]
    url = ours.desk.url_of(ours.whatsapp)
    # when a receipt names their message by its id and by its key, and another one names nobody's
    known = {
        "id": theirs.entry.external_id,
        "address": theirs.number,
        "message": {"biz_opaque_callback_data": theirs.entry.key},
    }
    nobodys = {"id": f"wamid.{secrets.token_hex(8)}", "address": theirs.number, "message": {}}
    answers = [_post(url, receipt_body(kept, status=status, number_id=number_id)) for kept in (known, nobodys)]
    eventually(lambda: _handled(ours) == 2)
    # then
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 2
    assert theirs.holdings() - before == {}


def test_a_ussd_session_of_theirs_is_not_gone_on_with_at_our_door(ours: City, theirs: Theirs) -> None:
    # given a session at their door, in the middle of a report
    number, session = theirs.city.new_number(), f"session-{secrets.token_hex(8)}"

    def turn(city: City, text: str) -> httpx.Response:
        form = {"sessionId": session, "phoneNumber": number, "text": text, "serviceCode": "*134#"}
        return httpx.post(city.desk.url_of(city.ussd), data=form, timeout=30, verify=trusted())

    first = [turn(theirs.city, text).text for text in ("", "1", "1*1")]
    before = theirs.holdings()
    # when the same session id comes to our door
    at_ours = turn(ours, "1*1*Burst pipe in front of the school")
    # then their talk stands where it stood, and ours began with what was dialled
    assert first[-1] != at_ours.text
    assert theirs.holdings() - before == {}
    with ours.scope():
        assert InboundEvent.objects.count() == 1


def test_our_address_with_their_source_and_theirs_with_ours_are_unknown(ours: City, theirs: Theirs) -> None:
    def token(url: str) -> str:
        return url.rstrip("/").rpartition("/")[2]

    ussd_as_chat = f"{ours.desk.base}/in/whatsapp.meta_cloud/{token(ours.desk.url_of(theirs.city.ussd))}/"
    nobodys = f"{ours.desk.base}/in/whatsapp.meta_cloud/{secrets.token_urlsafe(24)}/"

    answers = [_post(url, b"{}") for url in (ussd_as_chat, nobodys)]

    assert [(answer.status_code, answer.text) for answer in answers] == [(404, "Unknown address.\n")] * 2


def test_the_phone_in_the_tests_speaks_to_one_city(ours: City, theirs: Theirs) -> None:
    """The tests above mean something only if the two cities differ in all that is compared."""
    dialler: UssdPhone = ours.ussd_phone()

    assert dialler.url != theirs.city.ussd_phone().url
    assert ours.profile.id != theirs.city.profile.id
    assert theirs.holdings().tables["complaints_complaint"][0] == 2
