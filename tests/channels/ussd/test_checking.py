"""The test of a USSD connection: our address as the gateway sees it, the code, and whether somebody dialled."""

from datetime import UTC, datetime

import pytest
from tests.channels.requests import AFRICAS_TALKING, HUBTEL, with_options
from tests.fakes.scripted_server import Reply, ScriptedServer

from baraza.channels.ussd.africas_talking import AfricasTalking
from baraza.channels.ussd.gateway import UssdGateway
from baraza.channels.ussd.hubtel import Hubtel
from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import CheckFacts

DIALLED = datetime(2026, 11, 21, tzinfo=UTC)


def states(provider: UssdGateway, connection: ConnectionFacts, url: str, *, heard: bool = True) -> dict[str, str]:
    facts = CheckFacts(webhook_url=f"{url}/in/ussd/x/", last_event_at=DIALLED if heard else None)
    report = provider.check(connection=with_options(connection, service_code="*384#"), facts=facts)
    return {line.code: line.state.value for line in report.lines}


@pytest.mark.parametrize(
    ("provider", "connection", "kind"),
    [
        (AfricasTalking(), AFRICAS_TALKING, "application/x-www-form-urlencoded"),
        (Hubtel(), HUBTEL, "application/json"),
    ],
)
def test_a_turn_without_a_session_that_is_read_and_refused_is_what_we_want(
    scripted: ScriptedServer, provider: UssdGateway, connection: ConnectionFacts, kind: str
) -> None:
    scripted.answer = lambda _seen: Reply(status=400)

    assert states(provider, connection, scripted.url) == {"reachable": "good", "heard": "good"}
    assert [seen.headers["content-type"] for seen in scripted.seen] == [kind]


@pytest.mark.parametrize(("status", "state"), [(404, "wrong"), (401, "wrong"), (200, "wrong"), (502, "wrong")])
def test_any_other_answer_is_wrong(scripted: ScriptedServer, status: int, state: str) -> None:
    scripted.answer = lambda _seen: Reply(status=status)

    assert states(AfricasTalking(), AFRICAS_TALKING, scripted.url)["reachable"] == state


def test_a_door_that_knows_the_gateways_addresses_turns_us_away_and_that_is_good(scripted: ScriptedServer) -> None:
    scripted.answer = lambda _seen: Reply(status=401)
    guarded = with_options(AFRICAS_TALKING, addresses="52.48.80.0/24")

    assert states(AfricasTalking(), guarded, scripted.url)["reachable"] == "good"


def test_addresses_that_cannot_be_read_let_nobody_in(scripted: ScriptedServer) -> None:
    muddled = with_options(AFRICAS_TALKING, addresses="52.48.80.0/24, the gateway")

    assert states(AfricasTalking(), muddled, scripted.url)["addresses"] == "wrong"


def test_an_address_that_is_not_reached_and_a_silent_code(scripted: ScriptedServer) -> None:
    found = states(AfricasTalking(), AFRICAS_TALKING, "http://127.0.0.1:9", heard=False)

    assert found == {"reachable": "wrong", "heard": "warning"}


def test_a_code_that_cannot_be_dialled_is_said(scripted: ScriptedServer) -> None:
    facts = CheckFacts(webhook_url=f"{scripted.url}/", last_event_at=DIALLED)

    report = AfricasTalking().check(connection=with_options(AFRICAS_TALKING, service_code="384"), facts=facts)

    assert [line.code for line in report.lines if line.state == "wrong"] == ["service_code", "reachable"]
