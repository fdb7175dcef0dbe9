"""Messages that are odd in one way: nothing is guessed, and nobody is taken for somebody else."""

import json
from typing import Any

import pytest
from tests.channels.requests import ACCESS_TOKEN, NUMBER_ID, WHATSAPP, read, signed

from baraza.channels.whatsapp.graph import account_of
from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.messaging.contract import Kind, Notice, Parsed, Received, Sender

ALINE: dict[str, Any] = {"profile": {"name": "Aline"}, "wa_id": "250788123456", "user_id": "RW.134"}


def parsed(message: dict[str, Any], *contacts: dict[str, Any]) -> Parsed:
    value = {"metadata": {"phone_number_id": NUMBER_ID}, "contacts": contacts, "messages": [message]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    (found,) = read(MetaCloud(), WHATSAPP, signed(body))
    return found


def received(message: dict[str, Any], *contacts: dict[str, Any]) -> Received:
    found = parsed({"id": "wamid.1", "from": "250788123456", **message}, *contacts)
    assert isinstance(found, Received)
    return found


def test_a_message_never_takes_the_name_or_user_id_of_another_person() -> None:
    text = {"id": "wamid.1", "from": "27821234567", "type": "text", "text": {"body": "x"}}
    found = parsed(text, ALINE)
    assert isinstance(found, Received)
    assert found.sender == Sender(phone="+27821234567")


def test_a_message_without_a_sender_is_the_only_contacts() -> None:
    text = {"id": "wamid.1", "type": "text", "text": {"body": "x"}}
    found = parsed(text, ALINE)
    assert isinstance(found, Received)
    assert found.sender == Sender(phone="+250788123456", user_id="RW.134", name="Aline")
    assert parsed(text, ALINE, {"wa_id": "27821234567"}) == Notice(reason="sender_missing", detail="text")


def test_a_user_id_in_the_contact_alone_is_the_persons() -> None:
    assert received({"type": "text"}, ALINE).sender.user_id == "RW.134"


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (90.1, 0),
        (-90.1, 0),
        (0, 180.1),
        (0, -180.1),
        ("nan", 0),
        ("inf", 0),
        (None, 0),
        (True, 0),
        ("x", 0),
        ([], 0),
        ("9" * 400, 0),
    ],
)
def test_a_place_that_is_not_on_earth_is_unsupported(latitude: object, longitude: object) -> None:
    found = received({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})
    assert (found.kind, found.latitude, found.longitude) == (Kind.UNSUPPORTED, None, None)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 180), (-90.0, -180.0), ("-26.5", "28"), (0, 0)])
def test_a_place_on_earth_is_taken_however_it_is_written(latitude: Any, longitude: Any) -> None:
    found = received({"type": "location", "location": {"latitude": latitude, "longitude": longitude}})
    assert (found.kind, found.latitude, found.longitude) == (Kind.LOCATION, float(latitude), float(longitude))


@pytest.mark.parametrize("timestamp", [None, "", "soon", "9" * 30, "-" + "9" * 30])
def test_a_time_that_is_none_is_left_out(timestamp: object) -> None:
    assert received({"type": "text", "timestamp": timestamp}).sent_at is None


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
def test_a_file_without_an_id_is_unsupported(kind: str) -> None:
    assert received({"type": kind, kind: {"mime_type": "image/jpeg"}}).kind is Kind.UNSUPPORTED


def test_a_sender_that_is_no_number_is_missing() -> None:
    assert parsed({"id": "wamid.1", "from": "hello", "type": "text"}) == Notice(reason="sender_missing", detail="text")


def test_an_account_shows_no_token() -> None:
    assert ACCESS_TOKEN not in repr(account_of(WHATSAPP))
