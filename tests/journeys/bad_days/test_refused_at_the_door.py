"""What is not a provider's webhook is refused in a few plain words, through the real web process, and leaves nothing."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from tests.journeys.bad_days.figures import figure
from tests.journeys.desk import APP_SECRET, City, Process, eventually, free_port, processes, words_of

from baraza.core.ingress.models import InboundEvent
from baraza.messaging.models import Message, ProviderNotice
from baraza.operations.demo.graph_receipts import signature_of
from baraza.operations.demo.handsets import WhatsAppPhone

pytestmark = [pytest.mark.journey, pytest.mark.badday]

MEGABYTE = 1024 * 1024


def _webhook(city: City, text: str = "Hello", message_id: str = "wamid.DOOR") -> bytes:
    phone = city.whatsapp_phone("+27820000001")
    message = {"id": message_id, "from": phone.number[1:], "timestamp": str(int(time.time())), "type": "text"}
    return phone.webhook(messages=[{**message, "text": {"body": text}}])


def _post(city: City, body: bytes, *, url: str = "", **headers: str) -> httpx.Response:
    """As Meta would; a header that is given takes the place of Meta's, an empty one leaves it out."""
    sent = {
        "Content-Type": "application/json",
        "X-Hub-Signature-256": signature_of(APP_SECRET, body),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    kept = {name: value.encode() for name, value in sent.items() if value}
    return httpx.post(url or city.desk.url_of(city.whatsapp), content=body, headers=kept, timeout=30)


def _nothing_is_stored(city: City) -> bool:
    with city.scope():
        return not InboundEvent.objects.exists() and not Message.objects.exists()


def _says(answer: httpx.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["content-type"], answer.text


def _plain(status: int, words: str) -> tuple[int, str, str]:
    return status, "text/plain; charset=utf-8", words


UNVERIFIED = _plain(401, "Signature missing or wrong.\n")
UNREADABLE = _plain(400, "The body is not what was expected.\n")
UNKNOWN = _plain(404, "Unknown address.\n")


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
    answer = _post(city, _webhook(city), **{"X-Hub-Signature-256": signature})

    assert _says(answer) == UNVERIFIED
    assert _nothing_is_stored(city)


def test_a_body_that_was_changed_after_signing_is_refused(city: City) -> None:
    body = _webhook(city)

    answer = _post(city, body.replace(b"Hello", b"HELLO"), **{"X-Hub-Signature-256": signature_of(APP_SECRET, body)})

    assert _says(answer) == UNVERIFIED
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
    assert _says(_post(city, body)) == UNREADABLE
    assert _nothing_is_stored(city)


def test_a_body_that_breaks_off_is_not_stored_and_the_door_stays_open(city: City) -> None:
    # given a client that promises more than it sends, and hangs up
    body, address = _webhook(city), urlsplit(city.desk.url_of(city.whatsapp))
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
    assert _post(city, body).status_code == 200


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_four_megabytes_are_refused(city: City, chunked: bool) -> None:  # noqa: FBT001 - a case of the table
    body = _webhook(city, text="x" * 4 * MEGABYTE)
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature_of(APP_SECRET, body)}
    pieces = (body[start : start + 65_536] for start in range(0, len(body), 65_536))

    with httpx.Client(timeout=30) as client:
        answer = client.post(city.desk.url_of(city.whatsapp), content=pieces if chunked else body, headers=headers)

    assert _says(answer) == _plain(413, "Too large.\n")
    assert _nothing_is_stored(city)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_content_type_is_refused(city: City, content_type: str) -> None:
    answer = _post(city, _webhook(city), Content_Type=content_type)

    assert _says(answer) == _plain(415, "Content type not accepted.\n")
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

    answer = _post(city, _webhook(city), url=city.desk.base + path.replace("{token}", token))

    assert _says(answer) == UNKNOWN
    assert _nothing_is_stored(city)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_refused(city: City, method: str) -> None:
    answer = httpx.request(method, city.desk.url_of(city.whatsapp))

    assert _says(answer) == _plain(405, "Method not allowed.\n")


def test_a_handshake_with_another_word_is_refused_and_tells_nothing(city: City) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "12345"}

    answer = httpx.get(city.desk.url_of(city.whatsapp), params=query)

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

    answer = httpx.post(url, content=body.encode(), headers={"Content-Type": "application/x-www-form-urlencoded"})

    assert _says(answer) == UNREADABLE
    assert _nothing_is_stored(city)


UNKNOWN_THINGS: dict[str, Any] = {
    "a field of tomorrow": {"field": "message_echoes_v9", "value": {"surprise": [1, None, {"deep": True}]}},
    "a value that is no object": {"field": "messages", "value": "surprise"},
    "no field": {"value": {}},
}


@pytest.mark.parametrize("change", UNKNOWN_THINGS.values(), ids=UNKNOWN_THINGS.keys())
def test_what_meta_will_send_tomorrow_is_taken_and_kept_as_a_notice(city: City, change: Any) -> None:
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1", "time": 1, "changes": [change]}]}

    assert _post(city, json.dumps(body).encode()).status_code == 200

    def is_kept() -> bool:
        with city.scope():
            return ProviderNotice.objects.count() == 1

    eventually(is_kept)


def test_a_message_of_a_kind_of_tomorrow_is_answered_in_words(city: City) -> None:
    phone = city.whatsapp_phone()

    sent = phone.message("hologram", {"id": "1", "depth": {"layers": [None, 1.5, "\x00"]}})

    assert sent.status == 200
    assert words_of(eventually(phone.answers)[0])


@pytest.fixture
def closed_door(city: City, tmp_path: Path) -> Iterator[str]:
    """A web process whose database is nowhere and that takes one request a second."""
    environment = {
        **city.desk.environment,
        "DATABASE_URL": f"postgresql://nobody@/nothing?host={tmp_path}",
        "BARAZA_REQUESTS_PER_SECOND": "1",
    }
    environment.pop("PROMETHEUS_MULTIPROC_DIR")
    port = free_port()
    web, _ = processes(environment=environment, folder=tmp_path, port=port)
    web.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_until_alive(base, web)
        yield base
    finally:
        web.stop()


def _wait_until_alive(base: str, web: Process) -> None:
    def is_alive() -> bool:
        try:
            return httpx.get(base + "/livez", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    eventually(is_alive, what=f"not alive: {web.log.read_text()[-2000:]}")


def test_too_many_requests_are_refused_before_the_database_is_asked(city: City, closed_door: str) -> None:
    # given a door that would say 503 to each request that it has to ask the database about
    url = closed_door + "/in/whatsapp.meta_cloud/some-token/"
    # when more come than the door takes
    answers = [_post(city, b"{}", url=url) for _ in range(12)]
    # then the first ones were asked about, the others were not
    said = [_says(answer) for answer in answers]
    away, limited = _plain(503, "Try again.\n"), _plain(429, "Too many requests.\n")
    assert set(said) == {away, limited}
    assert said[:2] == [away, away]
    assert said.count(limited) >= 8
    assert {answer.headers["retry-after"] for answer in answers if answer.status_code == 429} == {"1"}


def test_one_busy_address_is_counted_and_does_not_close_the_others(city: City, tmp_path: Path) -> None:
    # given a web process that takes one request a second of each address
    environment = {**city.desk.environment, "BARAZA_CONNECTION_REQUESTS_PER_SECOND": "1"}
    port = free_port()
    web, _ = processes(environment=environment, folder=tmp_path, port=port)
    web.start()
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_until_alive(base, web)
        busy = city.desk.url_of(city.whatsapp).replace(city.desk.base, base)
        quiet = city.desk.url_of(city.desk.city().whatsapp).replace(city.desk.base, base)
        before = figure(base, "baraza_ingress_limited_total", limit="address")
        # when one of them is busy
        statuses = [_post(city, _webhook(city, message_id=f"wamid.{n}"), url=busy).status_code for n in range(12)]
        # then that one is asked to wait, the other is served, and what was refused is not stored
        assert set(statuses) == {200, 429}
        assert _post(city, b'{"object":"whatsapp_business_account"}', url=quiet).status_code == 200
        with city.scope():
            assert InboundEvent.objects.count() == statuses.count(200)
        assert figure(base, "baraza_ingress_limited_total", limit="address") - before == statuses.count(429)
    finally:
        web.stop()


def test_a_phone_that_is_refused_can_still_write_afterwards(city: City) -> None:
    phone: WhatsAppPhone = city.whatsapp_phone()
    assert _post(city, b"{").status_code == 400

    assert phone.text("Hello").status == 200
    assert eventually(phone.answers)
