"""What is not a provider's webhook is refused in a few plain words, through the real web process, and leaves nothing."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from tests.journeys.bad_days.figures import figure
from tests.journeys.bad_days.posting import plain, post, says, webhook
from tests.journeys.desk import APP_SECRET, City, eventually, words_of

from baraza.core.ingress.models import InboundEvent
from baraza.lib.authorities import trusted
from baraza.messaging.models import Message, ProviderNotice
from baraza.operations.demo.graph_receipts import signature_of
from baraza.operations.demo.handsets import WhatsAppPhone

pytestmark = [pytest.mark.journey, pytest.mark.badday]

MEGABYTE = 1024 * 1024


def _nothing_is_stored(city: City) -> bool:
    with city.scope():
        return not InboundEvent.objects.exists() and not Message.objects.exists()


UNVERIFIED = plain(401, "Signature missing or wrong.\n")
UNREADABLE = plain(400, "The body is not what was expected.\n")
UNKNOWN = plain(404, "Unknown address.\n")


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=" + "0" * 64,
        "0" * 64,
        "sha1=" + "0" * 40,
        "sha256=",
        signature_of("another secret", b"{}"),
        "sha256=" + "é" * 64,
        "x" * 5000,
    ],
    ids=["missing", "wrong", "bare", "of old", "empty", "another's", "not ASCII", "long"],
)
def test_a_signature_that_is_not_metas_is_refused(city: City, signature: str) -> None:
    answer = post(city, webhook(city), **{"X-Hub-Signature-256": signature})

    assert says(answer) == UNVERIFIED
    assert _nothing_is_stored(city)


def test_a_body_that_was_changed_after_signing_is_refused(city: City) -> None:
    body = webhook(city)

    answer = post(city, body.replace(b"Hello", b"HELLO"), **{"X-Hub-Signature-256": signature_of(APP_SECRET, body)})

    assert says(answer) == UNVERIFIED
    assert _nothing_is_stored(city)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"object": "whatsapp_business_account", "entry": [{"changes": [{"va',
        b'{"object": "whatsapp_business_account", "entry": "\xff\xfe"}',
        b"null",
        b"[]",
        b'{"object": "page", "entry": []}',
        b'{"object": "whatsapp_business_account", "entry": {}}',
        b'{"entry":' + b"[" * 50_000,
    ],
    ids=["empty", "truncated", "not UTF-8", "null", "a list", "another product", "no list", "deep"],
)
def test_a_signed_body_that_cannot_be_read_is_refused(city: City, body: bytes) -> None:
    assert says(post(city, body)) == UNREADABLE
    assert _nothing_is_stored(city)


def test_a_body_that_breaks_off_is_not_stored_and_the_door_stays_open(city: City) -> None:
    # given a client that promises more than it sends, and hangs up
    body, address = webhook(city), urlsplit(city.desk.url_of(city.whatsapp))
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: {signature_of(APP_SECRET, body)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    before = figure(city.desk.base, "baraza_ingress_requests_total", outcome="incomplete")
    # when
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as connection:
        connection.sendall(head.encode() + body[: len(body) // 2])
    eventually(lambda: figure(city.desk.base, "baraza_ingress_requests_total", outcome="incomplete") == before + 1)
    # then
    assert _nothing_is_stored(city)
    assert post(city, body).status_code == 200


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_four_megabytes_are_refused(city: City, chunked: bool) -> None:  # noqa: FBT001 - a case of the table
    body = webhook(city, text="x" * 4 * MEGABYTE)
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(APP_SECRET, body)}
    pieces = (body[start : start + 65_536] for start in range(0, len(body), 65_536))

    with httpx.Client(timeout=30, verify=trusted()) as client:
        answer = client.post(city.desk.url_of(city.whatsapp), content=pieces if chunked else body, headers=headers)

    assert says(answer) == plain(413, "Too large.\n")
    assert _nothing_is_stored(city)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_content_type_is_refused(city: City, content_type: str) -> None:
    answer = post(city, webhook(city), Content_Type=content_type)

    assert says(answer) == plain(415, "Content type not accepted.\n")
    assert _nothing_is_stored(city)


@pytest.mark.parametrize(
    "path",
    [
        "/in/whatsapp.meta_cloud/nobody-has-this-token/",
        "/in/whatsapp.meta_cloud/" + "x" * 5000 + "/",
        "/in/whatsapp.meta_cloud/",
        "/in/telegram.bot_api/{token}/",
        "/in/ussd.africas_talking/{token}/",
        "/in/whatsapp.meta_cloud/{token}",
        "/in/whatsapp.meta_cloud/%00/",
        "/in/whatsapp.meta_cloud/{token}/a/b/",
        "/in/",
    ],
)
def test_an_address_that_is_no_connections_is_unknown_whatever_is_wrong_with_it(city: City, path: str) -> None:
    token = city.desk.url_of(city.whatsapp).rstrip("/").rpartition("/")[2]

    answer = post(city, webhook(city), url=city.desk.base + path.replace("{token}", token))

    assert says(answer) == UNKNOWN
    assert _nothing_is_stored(city)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_refused(city: City, method: str) -> None:
    answer = httpx.request(method, city.desk.url_of(city.whatsapp), verify=trusted())

    assert says(answer) == plain(405, "Method not allowed.\n")


def test_a_handshake_with_another_word_is_refused_and_tells_nothing(city: City) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "12345"}

    answer = httpx.get(city.desk.url_of(city.whatsapp), params=query, verify=trusted())

    assert (answer.status_code, answer.text) == (403, "")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", "text=1&phoneNumber=%2B27820000001&serviceCode=*134%23"),
        ("", "sessionId=s1&text=1&serviceCode=*134%23"),
        ("", "sessionId=s1&phoneNumber=%2B27820000001&text=%FF&serviceCode=*134%23"),
        ("", "sessionId=s1&sessionId=s2&phoneNumber=%2B27820000001&text=&serviceCode=*134%23"),
        ("", "no form at all"),
        ("", ""),
        ("events/", "status=Success"),
    ],
    ids=["no session", "no number", "not UTF-8", "a field twice", "no form", "empty", "an event of nothing"],
)
def test_a_ussd_request_that_cannot_be_read_is_refused(city: City, path: str, body: str) -> None:
    url = city.desk.url_of(city.ussd) + path

    answer = httpx.post(
        url, content=body.encode(), headers={"Content-Type": "application/x-www-form-urlencoded"}, verify=trusted()
    )

    assert says(answer) == UNREADABLE
    assert _nothing_is_stored(city)


UNKNOWN_THINGS: dict[str, Any] = {
    "a field of tomorrow": {"field": "message_echoes_v9", "value": {"surprise": [1, None, {"deep": True}]}},
    "a value that is no object": {"field": "messages", "value": "surprise"},
    "no field": {"value": {}},
}


@pytest.mark.parametrize("change", UNKNOWN_THINGS.values(), ids=UNKNOWN_THINGS.keys())
def test_what_meta_will_send_tomorrow_is_taken_and_kept_as_a_notice(city: City, change: Any) -> None:
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "time": 1, "changes": [change]}]}

    assert post(city, json.dumps(body).encode()).status_code == 200

    def is_kept() -> bool:
        with city.scope():
            return ProviderNotice.objects.count() == 1

    eventually(is_kept)


def test_a_message_of_a_kind_of_tomorrow_is_answered_in_words(city: City) -> None:
    phone = city.whatsapp_phone()

    sent = phone.message("hologram", {"id": "1", "depth": {"layers": [None, 1.5, "\x00"]}})

    assert sent.status == 200
    assert words_of(eventually(phone.answers)[0])


def test_a_phone_that_is_refused_can_still_write_afterwards(city: City) -> None:
    phone: WhatsAppPhone = city.whatsapp_phone()
    assert post(city, b"{").status_code == 400

    assert phone.text("Hello").status == 200
    assert eventually(phone.answers)
