"""The door refuses before it reads, asks or stores more than it must."""

from __future__ import annotations

import http.client
import socket

import pytest
from pytest_django import Settings
from tests.core.ingress.conftest import Desk, body_of
from tests.core.ingress.sources import StoringSource

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.connections import rotate_path, set_connection_active
from baraza.core.tenancy.scope import organisation_scope


def _events(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT item_id FROM ingress_event ORDER BY id")


def test_what_is_not_a_webhook_goes_to_the_application_behind(storing: Desk) -> None:
    assert storing.client.get(f"{storing.base}/console/").text == "behind the door"


def test_a_verified_request_is_stored_and_acknowledged_as_the_source_words_it(storing: Desk) -> None:
    response = storing.post(body_of("m1", "m2"))

    assert (response.status_code, response.text) == (200, "stored")
    assert _events(storing) == [("m1",), ("m2",)]


@pytest.mark.parametrize(
    "given",
    ["", "wrong", "0" * 64, "é" * 10],
    ids=["missing", "short", "of another body", "not ASCII"],
)
def test_a_wrong_signature_stores_nothing(storing: Desk, given: str) -> None:
    response = storing.client.post(
        storing.base + storing.path,
        content=body_of("m1"),
        headers={b"content-type": b"application/json", b"x-signature": given.encode()},
    )

    assert response.status_code == 401
    assert _events(storing) == []


def test_a_source_of_letters_may_send_more_at_once_and_no_more_than_that(
    storing: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = body_of("m1", text="x" * 4 * 1024 * 1024)
    assert storing.post(large).status_code == 413
    monkeypatch.setattr(StoringSource, "largest_body", 5 * 1024 * 1024, raising=False)
    assert storing.post(large).status_code == 200
    assert storing.post(large + b" " * 1024 * 1024).status_code == 413
    assert _events(storing) == [("m1",)]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"items": "\xff\xfe"}', b"[" * 100_000, b'{"items": [' + b'{"id":"a","x":' * 5000 + b"}"],
    ids=["empty", "cut off", "another shape", "not UTF-8", "deep", "deep inside"],
)
def test_a_verified_body_that_cannot_be_read_is_a_client_error(storing: Desk, body: bytes) -> None:
    assert storing.post(body).status_code == 400
    assert _events(storing) == []


def test_characters_that_the_database_cannot_keep_do_not_cost_the_message(storing: Desk) -> None:
    body = b'{"items": [{"id": "m1", "text": "a\\u0000b \\ud83d c", "number": 123456789012345678901234567890}]}'

    response = storing.post(body)

    assert response.status_code == 200
    assert storing.rows("SELECT payload->>'text', payload->>'number' FROM ingress_event") == [
        ("ab \ufffd c", "123456789012345678901234567890")
    ]


def test_an_item_id_that_no_column_takes_is_a_client_error(storing: Desk) -> None:
    statuses = [storing.post(body_of(identity)).status_code for identity in ("", "x" * 301, "a\0b")]

    assert statuses == [400, 400, 400]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_other_methods_are_refused(storing: Desk, method: str) -> None:
    assert storing.client.request(method, storing.base + storing.path).status_code == 405


def test_a_handshake_is_answered_by_the_source(storing: Desk) -> None:
    response = storing.client.get(storing.base + storing.path, params={"challenge": "42"})

    assert (response.status_code, response.text) == (200, "42")


def test_another_content_type_is_refused(storing: Desk) -> None:
    assert storing.post(body_of("m1"), content_type="text/xml").status_code == 415
    assert storing.post(body_of("m1"), content_type="Application/JSON; charset=utf-8").status_code == 200


def test_unknown_and_inactive_addresses_look_the_same(storing: Desk) -> None:
    with organisation_scope(organisation_id=storing.facts.organisation_id):
        set_connection_active(connection_id=storing.facts.id, active=False, actor=SYSTEM)
    paths = [storing.path, "/in/test.storing/other/", "/in/other.source/t0ken/", "/in/x/", "/in//", "/in/a/b/c/d/"]

    answers = [storing.post(body_of("m1"), path=path) for path in paths]

    assert {(answer.status_code, answer.text) for answer in answers} == {(404, "Unknown address.\n")}
    assert {frozenset(answer.headers) for answer in answers} == {frozenset(answers[0].headers)}
    assert _events(storing) == []


def test_after_a_rotation_only_the_new_address_is_known(storing: Desk) -> None:
    with organisation_scope(organisation_id=storing.facts.organisation_id):
        new_path = rotate_path(connection_id=storing.facts.id, actor=SYSTEM)

    assert storing.post(body_of("m1"), path=new_path).status_code == 200
    assert storing.post(body_of("m2")).status_code == 404


def test_the_part_after_the_token_reaches_the_source(storing: Desk) -> None:
    assert storing.post(body_of("m1"), path=storing.path + "events/").status_code == 200


def test_a_declared_length_beyond_the_limit_is_refused_before_the_body_comes(storing: Desk) -> None:
    host, port = storing.base.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    connection.putrequest("POST", storing.path)
    for name, value in (("content-type", "application/json"), ("content-length", str(4 * 1024 * 1024))):
        connection.putheader(name, value)
    connection.endheaders()

    status = connection.getresponse().status
    connection.close()

    assert status == 413


def test_a_streamed_body_beyond_the_limit_is_refused(storing: Desk) -> None:
    def chunks() -> object:
        yield from [b" " * 65536] * 64

    response = storing.client.post(
        storing.base + storing.path, content=chunks(), headers={"content-type": "application/json"}
    )

    assert response.status_code == 413


def test_a_client_that_leaves_in_the_middle_stores_nothing_and_harms_nobody(storing: Desk) -> None:
    host, port = storing.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        head = (
            f"POST {storing.path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n"
        )
        connection.sendall(head.encode() + b'{"items": [')

    assert storing.post(body_of("m1")).status_code == 200
    assert _events(storing) == [("m1",)]


def test_too_many_requests_to_one_address_are_told_when_to_come_back(settings: Settings, storing: Desk) -> None:
    settings.INGRESS_CONNECTION_RATE = 2

    answers = [storing.post(body_of(f"m{number}")) for number in range(30)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    assert {answer.headers["retry-after"] for answer in refused} == {"1"}
    assert len(_events(storing)) == 30 - len(refused)
    assert storing.post(body_of("x"), path="/in/test.storing/other/").status_code == 404
