"""Whatever goes wrong on the way to Meta has one consequence, decided by code and status, and says no secret."""

import json
import time
from dataclasses import replace

import pytest
from pytest_django import Settings
from tests.channels.requests import ACCESS_TOKEN, WHATSAPP, with_options
from tests.channels.whatsapp.sending import PHONE, failure, send
from tests.fakes.scripted_server import Reply, ScriptedServer

from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import (
    Failure,
    Recipient,
    Template,
    Text,
)
from baraza.operations.demo.graph_api import Sandbox
from baraza.operations.demo.graph_state import Fault


def test_outside_the_window_only_a_template_goes(graph: Sandbox) -> None:
    graph.state.person_wrote(address=PHONE, at=time.time() - 86_401)
    error = failure()
    assert (error.failure, error.retryable, error.code) == (Failure.WINDOW_CLOSED, False, "131047")
    assert send(Template(name="report_update", language="en")) == graph.state.messages()[0]["id"]


def test_too_many_messages_to_one_person_wait_and_others_go_on(open_window: Sandbox) -> None:
    open_window.state.set_behaviour(pair_limit=2)
    open_window.state.person_wrote(address="+250788000111")
    send(Text(body="1"))
    send(Text(body="2"))
    error = failure()
    assert (error.failure, error.retryable, error.code, error.retry_after) == (Failure.THROTTLED, True, "131056", 6)
    send(Text(body="3"), recipient=Recipient(phone="+250788000111"))
    assert len(open_window.state.messages()) == 3


CODES = [
    (0, 401, Failure.ACCOUNT, False),
    (3, 400, Failure.ACCOUNT, False),
    (10, 403, Failure.ACCOUNT, False),
    (190, 401, Failure.ACCOUNT, False),
    (200, 403, Failure.ACCOUNT, False),
    (299, 403, Failure.ACCOUNT, False),
    (4, 400, Failure.THROTTLED, True),
    (80007, 400, Failure.THROTTLED, True),
    (130429, 400, Failure.THROTTLED, True),
    (131056, 400, Failure.THROTTLED, True),
    (131048, 400, Failure.THROTTLED, True),
    (131064, 400, Failure.THROTTLED, True),
    (131047, 400, Failure.WINDOW_CLOSED, False),
    (131026, 400, Failure.UNREACHABLE, False),
    (130497, 403, Failure.UNREACHABLE, False),
    (131049, 400, Failure.REFUSED, False),
    (131050, 400, Failure.REFUSED, False),
    (131051, 400, Failure.REFUSED, False),
    (131052, 400, Failure.REFUSED, False),
    (131053, 400, Failure.REFUSED, False),
    (131008, 400, Failure.REFUSED, False),
    (131009, 400, Failure.REFUSED, False),
    (100, 400, Failure.REFUSED, False),
    (131021, 400, Failure.REFUSED, False),
    (131030, 400, Failure.REFUSED, False),
    (1, 400, Failure.TEMPORARY, True),
    (2, 503, Failure.TEMPORARY, True),
    (131000, 500, Failure.TEMPORARY, True),
    (131016, 500, Failure.TEMPORARY, True),
    (131057, 500, Failure.TEMPORARY, True),
    (131042, 400, Failure.ACCOUNT, False),
    (131031, 403, Failure.ACCOUNT, False),
    (368, 403, Failure.ACCOUNT, False),
    (132000, 400, Failure.REFUSED, False),
    (132001, 404, Failure.REFUSED, False),
    (132005, 400, Failure.REFUSED, False),
    (132007, 400, Failure.REFUSED, False),
    (132012, 400, Failure.REFUSED, False),
    (132015, 400, Failure.REFUSED, False),
    (132016, 400, Failure.REFUSED, False),
    (131062, 400, Failure.REFUSED, False),
    (131063, 400, Failure.REFUSED, False),
    (133016, 400, Failure.ACCOUNT, False),
    (987654, 400, Failure.REFUSED, False),
    (987654, 429, Failure.THROTTLED, True),
    (987654, 500, Failure.TEMPORARY, True),
    (987654, 401, Failure.ACCOUNT, False),
]


@pytest.mark.parametrize(("code", "status", "kind", "retryable"), CODES)
def test_every_code_of_metas_has_its_consequence(
    open_window: Sandbox,
    code: int,
    status: int,
    kind: Failure,
    retryable: bool,  # noqa: FBT001
) -> None:
    open_window.state.fail_next(times=1, fault=Fault(status=status, code=code))
    error = failure()
    assert (error.failure, error.retryable, error.code) == (kind, retryable, str(code))


@pytest.mark.parametrize(
    ("status", "body", "kind", "retryable"),
    [
        (400, b"", Failure.REFUSED, False),
        (400, b'{"error":"bad"}', Failure.REFUSED, False),
        (404, b"<html>", Failure.REFUSED, False),
        (401, b"{}", Failure.ACCOUNT, False),
        (429, b"slow down", Failure.THROTTLED, True),
        (500, b"<html>", Failure.TEMPORARY, True),
        (502, b'{"error":{"code":"x"}}', Failure.TEMPORARY, True),
        (503, b"\xff\xfe", Failure.TEMPORARY, True),
    ],
)
def test_without_a_code_the_status_decides(
    scripted: ScriptedServer,
    status: int,
    body: bytes,
    kind: Failure,
    retryable: bool,  # noqa: FBT001
) -> None:
    scripted.answer = lambda _: Reply(status=status, body=body)
    error = failure()
    assert (error.failure, error.retryable) == (kind, retryable)


def test_the_providers_own_patience_is_passed_on(open_window: Sandbox) -> None:
    open_window.state.fail_next(times=1, fault=Fault(status=429, code=130429, retry_after=17))
    assert failure().retry_after == 17


@pytest.mark.parametrize("body", [b"{}", b"", b"[]", b'{"messages":[]}', b'{"messages":[{"id":""}]}', b"<html>"])
def test_a_success_without_an_id_is_uncertain(scripted: ScriptedServer, body: bytes) -> None:
    scripted.answer = lambda _: Reply(body=body)
    error = failure()
    assert (error.failure, error.retryable) == (Failure.UNCERTAIN, True)


def test_a_redirect_is_not_followed_and_nothing_was_sent(scripted: ScriptedServer) -> None:
    scripted.answer = lambda _: Reply(status=302, headers={"Location": "https://evil.example/"})
    assert failure().failure == Failure.REFUSED
    assert len(scripted.seen) == 1


def test_half_an_answer_is_uncertain(open_window: Sandbox) -> None:
    open_window.state.fail_next(times=1, fault=Fault(mode="cut"))
    assert failure().failure == Failure.UNCERTAIN


def test_another_graph_address_holds_only_in_a_demonstration(graph: Sandbox, settings: Settings) -> None:
    settings.WHATSAPP_GRAPH_URL = "http://127.0.0.1:1"
    graph.state.person_wrote(address=PHONE)
    connection = with_options(WHATSAPP, graph_url=graph.url)
    settings.DEMO_MODE = False
    assert failure(connection=connection).code == "no_connection"
    settings.DEMO_MODE = True
    assert send(Text(body="Hello"), connection) == graph.state.messages()[0]["id"]


@pytest.mark.parametrize(
    "connection",
    [
        replace(WHATSAPP, secrets={}),
        replace(WHATSAPP, secrets={"access_token": "two words"}),
        replace(WHATSAPP, secrets={"access_token": "tokén"}),
        replace(WHATSAPP, secrets={"access_token": "line\r\nX-Other: 1"}),
        replace(WHATSAPP, options={}),
        replace(WHATSAPP, options={"phone_number_id": "../me"}),
    ],
)
def test_a_connection_that_is_not_complete_never_calls(graph: Sandbox, connection: ConnectionFacts) -> None:
    error = failure(connection=connection)
    assert (error.failure, error.retryable, error.code) == (Failure.ACCOUNT, False, "connection")


def test_a_refused_account_is_said_aloud_without_secrets(
    open_window: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    open_window.state.set_behaviour(token="another")
    assert failure().failure == Failure.ACCOUNT
    (record,) = [each for each in caplog.records if each.name.startswith("baraza.")]
    assert record.levelname == "ERROR"
    assert record.getMessage() == (
        "WhatsApp stopped connection 7: The access token has expired or was withdrawn. Session has expired. (190)"
    )


def test_what_meta_quotes_of_ours_stays_out_of_the_error(scripted: ScriptedServer) -> None:
    details = f"Malformed access token {ACCESS_TOKEN} for +250 788-123-456 and 250788123456"
    error = {"code": 190, "message": details, "error_data": {"details": details}}
    scripted.answer = lambda _: Reply(status=401, body=json.dumps({"error": error}).encode())
    assert failure().detail == "The access token has expired or was withdrawn. Malformed access token … for … and …"
