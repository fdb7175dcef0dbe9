"""Every payload of Meta's that we keep means exactly one list of records."""

from datetime import UTC, datetime

import pytest
from tests.channels.requests import WHATSAPP, read, signed
from tests.payloads.reading import names, payload

from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.messaging.contract import (
    AddressChanged,
    DeliveryStatus,
    Failure,
    Kind,
    MediaReference,
    Notice,
    Parsed,
    Receipt,
    Received,
    Sender,
)

PHONE, USER_ID = "+250788123456", "RW.13491208655302741918"
ALINE = Sender(phone=PHONE, name="Aline")
THABO = Sender(phone="+27821234567", name="Thabo")


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def aline(message_id: str, seconds: int, kind: Kind, **facts: object) -> Received:
    return Received(
        sender=ALINE,
        external_id=f"wamid.{message_id}",
        sent_at=at(seconds),
        kind=kind,
        **facts,  # type: ignore[arg-type]
    )


def file(media_id: str, mime_type: str, sha256: str, file_name: str = "") -> MediaReference:
    return MediaReference(id=media_id, mime_type=mime_type, sha256=sha256, file_name=file_name)


MESSAGES: dict[str, list[Parsed]] = {
    "text": [aline("TEST1", 1749416383, Kind.TEXT, text="café 😀")],
    "text_with_user_id": [
        Received(
            sender=Sender(phone=PHONE, user_id=USER_ID, name="Aline U."),
            external_id="wamid.T2",
            sent_at=at(1749416383),
            kind=Kind.TEXT,
            text="Muraho",
        )
    ],
    "text_without_number": [
        Received(
            sender=Sender(user_id=USER_ID, name="Aline U."),
            external_id="wamid.T3",
            sent_at=at(1749416383),
            kind=Kind.TEXT,
            text="Muraho",
        )
    ],
    "text_referral": [aline("T4", 1749416383, Kind.TEXT, text="I saw your advert")],
    "text_reply": [aline("T5", 1749416383, Kind.TEXT, text="Yes, that one", in_reply_to="wamid.OUT9")],
    "image": [
        aline(
            "A2",
            1744344496,
            Kind.IMAGE,
            text="Pothole",
            media=file("1003383421387256", "image/jpeg", "SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI="),
        )
    ],
    "location": [
        aline(
            "A3",
            1744344496,
            Kind.LOCATION,
            latitude=-1.9441,
            longitude=30.0619,
            place_name="Kigali Heights, KG 7 Ave, Kigali",
        )
    ],
    "location_answer": [
        aline("A31", 1744344496, Kind.LOCATION, latitude=-26.2041, longitude=28.0473, in_reply_to="wamid.OUT4")
    ],
    "audio": [
        aline(
            "A4",
            1697043509,
            Kind.AUDIO,
            media=file("1234567890", "audio/ogg; codecs=opus", "m04pFf2E2cO5mY2bKkqU7QWcR3f2o0dL3Jr5v2lq9pA="),
        )
    ],
    "document": [
        aline(
            "A5",
            1697043666,
            Kind.DOCUMENT,
            text="Invoice",
            media=file("1234567891", "application/pdf", "grwfwe0H7Jk2qM5p1rXb8sYzL3vN6tQ9uCwE4oAi2dM=", "inv.pdf"),
        )
    ],
    "video": [
        aline(
            "A6",
            1697044362,
            Kind.VIDEO,
            text="c",
            media=file("765756756", "video/mp4", "Jh2kLmN5pQrStUvWxYz0123456789abcdefghijklmno="),
        )
    ],
    "sticker": [
        aline(
            "A7",
            1697043760,
            Kind.STICKER,
            media=file("123", "image/webp", "OmAbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdef="),
        )
    ],
    "button_reply": [
        aline("A8", 1750025136, Kind.CHOICE, choice_id="cancel-button", text="Cancel", in_reply_to="wamid.OUT1")
    ],
    "list_reply": [
        aline(
            "A9",
            1749854575,
            Kind.CHOICE,
            choice_id="priority_express",
            text="Priority Mail Express",
            in_reply_to="wamid.OUT2",
        )
    ],
    "flow_reply": [aline("A91", 1749854575, Kind.UNSUPPORTED, in_reply_to="wamid.OUT2")],
    "template_button": [
        aline("B1", 1750091045, Kind.CHOICE, choice_id="Unsubscribe", text="Unsubscribe", in_reply_to="wamid.OUT3")
    ],
    "template_button_without_context": [aline("B11", 1750091045, Kind.CHOICE, choice_id="Yes", text="Yes")],
    "reaction": [aline("B2", 1749419544, Kind.REACTION, text="👍", in_reply_to="wamid.OUT1")],
    "reaction_removed": [aline("B21", 1749419544, Kind.REACTION, in_reply_to="wamid.OUT1")],
    "unsupported": [aline("B3", 1750090702, Kind.UNSUPPORTED)],
    "type_of_tomorrow": [aline("B31", 1750090702, Kind.UNSUPPORTED)],
    "contacts": [aline("B5", 1744344496, Kind.CONTACTS)],
    "order": [aline("B6", 1750096325, Kind.UNSUPPORTED, text="Love these!")],
    "system_number_changed": [
        AddressChanged(before=Sender(phone=PHONE), after=Sender(phone="+250788000111"), occurred_at=at(1750269342))
    ],
    "system_user_id_changed": [
        AddressChanged(
            before=Sender(phone=PHONE, user_id=USER_ID),
            after=Sender(user_id="RW.99991208655302741918"),
            occurred_at=at(1750269342),
        )
    ],
    "system_identity_changed": [Notice(reason="system", detail="customer_identity_changed")],
    "user_id_update": [AddressChanged(before=Sender(user_id=USER_ID), after=Sender(user_id="RW.99991208655302741918"))],
    "account_error": [Notice(reason="account_error", detail="131052")],
    "template_status_update": [Notice(reason="field_message_template_status_update")],
    "other_number": [Notice(reason="other_number")],
    "status_of_tomorrow": [Notice(reason="status_unknown", detail="pondered")],
}


def receipt(message_id: str, status: DeliveryStatus, seconds: int, recipient: Sender, *, key: str = "") -> Receipt:
    return Receipt(
        external_id=f"wamid.{message_id}", status=status, occurred_at=at(seconds), recipient=recipient, key=key
    )


NUMBER = Sender(phone=PHONE)
RECEIPTS = {
    "status_sent": receipt("OUT1", DeliveryStatus.SENT, 1750030070, NUMBER, key="turn:42"),
    "status_delivered": receipt(
        "OUT1", DeliveryStatus.DELIVERED, 1750030073, Sender(phone=PHONE, user_id=USER_ID), key="turn:42"
    ),
    "status_read": receipt("OUT1", DeliveryStatus.READ, 1750030080, NUMBER),
    "status_read_without_number": receipt("OUT1", DeliveryStatus.READ, 1750030080, Sender(user_id=USER_ID)),
    "status_played": receipt("OUT7", DeliveryStatus.READ, 1750030090, NUMBER),
}
FAILURES = {
    "status_failed_window": ("wamid.OUT2", Failure.WINDOW_CLOSED, "131047"),
    "status_failed_undeliverable": ("wamid.OUT3", Failure.UNREACHABLE, "131026"),
}


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_message_is_read_as_it_was_meant(name: str) -> None:
    assert read(MetaCloud(), WHATSAPP, signed(payload("whatsapp", name))) == MESSAGES[name]


@pytest.mark.parametrize("name", sorted(RECEIPTS))
def test_a_receipt_is_read_as_it_was_meant(name: str) -> None:
    assert read(MetaCloud(), WHATSAPP, signed(payload("whatsapp", name))) == [RECEIPTS[name]]


@pytest.mark.parametrize("name", sorted(FAILURES))
def test_a_failed_receipt_says_why_in_our_words(name: str) -> None:
    (found,) = read(MetaCloud(), WHATSAPP, signed(payload("whatsapp", name)))
    assert isinstance(found, Receipt)
    assert found.error is not None
    assert (found.external_id, found.error.failure, found.error.code) == FAILURES[name]
    assert (found.status, found.occurred_at) == (DeliveryStatus.FAILED, at(1689380458))
    assert not found.error.retryable


def test_a_batch_keeps_its_order_and_gives_each_message_its_own_person() -> None:
    found = read(MetaCloud(), WHATSAPP, signed(payload("whatsapp", "batch")))
    assert found == [
        aline("C1", 1749416383, Kind.TEXT, text="one"),
        Received(sender=THABO, external_id="wamid.C2", sent_at=at(1749416384), kind=Kind.TEXT, text="two"),
        receipt("OUT1", DeliveryStatus.READ, 1750030080, NUMBER),
        receipt("OUT1", DeliveryStatus.DELIVERED, 1750030073, NUMBER),
        Received(sender=THABO, external_id="wamid.C3", sent_at=at(1749416385), kind=Kind.TEXT, text="three"),
        Notice(reason="account_error", detail="1"),
    ]


def test_no_payload_is_kept_without_an_expectation() -> None:
    assert names("whatsapp") == set(MESSAGES) | set(RECEIPTS) | set(FAILURES) | {"batch"}
