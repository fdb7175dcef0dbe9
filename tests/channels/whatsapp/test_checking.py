"""The test of a WhatsApp connection says which of the things that can be wrong is wrong, and never a secret."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.channels.requests import ACCESS_TOKEN, APP_SECRET, NUMBER_ID, VERIFY_TOKEN, WHATSAPP, with_options
from tests.fakes.scripted_server import Reply, ScriptedServer, Seen, scripted_server

from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import ConnectionFacts, RawRequest
from baraza.messaging.contract import CheckFacts, CheckReport
from baraza.operations.demo.graph_api import Sandbox
from baraza.operations.demo.graph_state import Fault

PROVIDER = MetaCloud()


def our_door(seen: Seen) -> Reply:
    """Answers as the door does, with the adapter's own judgement of the same connection."""
    address = urlsplit(seen.path)
    raw = RawRequest(
        method=seen.method,
        path=address.path,
        query=dict(parse_qsl(address.query)),
        headers=seen.headers,
        body=seen.body,
        remote_address="127.0.0.1",
    )
    if seen.method == "GET":
        hand = PROVIDER.handshake(request=raw, connection=WHATSAPP)
        return Reply(status=hand.status, body=hand.body)
    return Reply(status=200 if PROVIDER.verify(request=raw, connection=WHATSAPP) else 401)


@pytest.fixture
def door() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        server.answer = our_door
        yield server


def report(connection: ConnectionFacts, url: str, *, heard: bool = True) -> CheckReport:
    last = datetime(2026, 11, 21, tzinfo=UTC) if heard else None
    return PROVIDER.check(
        connection=connection, facts=CheckFacts(webhook_url=f"{url}/in/whatsapp/x/", last_event_at=last)
    )


def states(found: CheckReport) -> dict[str, str]:
    return {line.code: line.state.value for line in found.lines}


def test_a_sound_connection_is_good_in_every_line(graph: Sandbox, door: ScriptedServer) -> None:
    found = report(WHATSAPP, door.url)

    assert states(found) == dict.fromkeys(
        ("token", "number", "belongs", "subscribed", "templates", "handshake", "signature", "heard"), "good"
    )
    assert [(one.name, one.language, one.status) for one in found.templates] == [
        ("report_news", "en", "approved"),
        ("report_news", "zu", "approved"),
        ("how_was_it", "en", "pending"),
    ]


def test_a_wrong_token_is_told_apart_from_a_wrong_number(graph: Sandbox, door: ScriptedServer) -> None:
    graph.state.set_behaviour(token="another")
    assert states(report(WHATSAPP, door.url))["token"] == "wrong"

    graph.state.set_behaviour(token="", number_ids=["1"])
    found = states(report(WHATSAPP, door.url))
    assert found["number"] == "wrong"
    assert "token" not in found


@pytest.mark.parametrize(
    ("behaviour", "code", "state"),
    [
        ({"subscribed": False}, "subscribed", "wrong"),
        ({"templates": []}, "templates", "warning"),
        ({"templates": [{"name": "a", "language": "en", "status": "REJECTED"}]}, "templates", "warning"),
        ({"quality": "RED"}, "quality", "warning"),
        ({"webhook_url": "https://elsewhere.example/hook"}, "told", "wrong"),
        ({"number_ids": [NUMBER_ID, "2"]}, "belongs", "good"),
    ],
)
def test_each_thing_that_can_be_wrong_has_its_line(
    graph: Sandbox, door: ScriptedServer, behaviour: dict[str, object], code: str, state: str
) -> None:
    graph.state.set_behaviour(**behaviour)

    assert states(report(WHATSAPP, door.url))[code] == state


def test_meta_that_is_down_says_nothing_of_the_account(graph: Sandbox, door: ScriptedServer) -> None:
    graph.state.fail_next(times=1, fault=Fault(status=503, code=2))

    found = states(report(WHATSAPP, door.url))

    assert found["meta"] == "untried"
    assert found["handshake"] == "good"


def test_a_wrong_secret_is_told_apart_from_an_address_that_is_not_reached(graph: Sandbox, door: ScriptedServer) -> None:
    wrong_word = replace(WHATSAPP, secrets={**WHATSAPP.secrets, "verify_token": "other"})
    wrong_secret = replace(WHATSAPP, secrets={**WHATSAPP.secrets, "app_secret": "other"})

    assert states(report(wrong_word, door.url))["handshake"] == "wrong"
    assert states(report(wrong_secret, door.url))["signature"] == "wrong"
    assert states(report(WHATSAPP, "http://127.0.0.1:9"))["reachable"] == "wrong"


@pytest.mark.parametrize("status", [404, 502, 302])
def test_whatever_stands_before_our_address_is_named(graph: Sandbox, door: ScriptedServer, status: int) -> None:
    door.answer = lambda _seen: Reply(status=status)

    found = report(WHATSAPP, door.url)

    assert states(found)["handshake"] == "wrong"
    assert "signature" not in states(found)


def test_what_is_not_entered_is_said(graph: Sandbox, door: ScriptedServer) -> None:
    assert states(report(replace(WHATSAPP, secrets={}), door.url)) == {
        "token": "wrong",
        "secrets": "wrong",
        "heard": "good",
    }
    assert states(report(with_options(WHATSAPP, business_account_id=""), door.url))["business"] == "wrong"
    assert states(report(WHATSAPP, door.url, heard=False))["heard"] == "warning"


def test_no_line_holds_a_secret(graph: Sandbox, door: ScriptedServer) -> None:
    graph.state.set_behaviour(token="another")

    said = repr([report(WHATSAPP, url) for url in (door.url, "http://127.0.0.1:9")])

    assert not any(secret in said for secret in (ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN))
