"""Events of voice agents through the real door and worker: what is not the provider's is refused and counted, the rest once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from tests.channels.voice.retell import KEY, a_call, an_ended_call, an_event, signature
from tests.factories.calls import a_voice_connection, an_agent
from tests.factories.core import make_connection, make_organisation
from tests.journeys.desk import City, eventually

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.contract import OWN_TEST, ConnectionFacts
from baraza.core.ingress.models import InboundEvent
from baraza.core.ingress.turned_away import turned_away
from baraza.lib.authorities import trusted
from baraza.services.call_analytics.actions.pinging import ask_pings
from baraza.services.call_analytics.models import AgentPing, Call, CallEvent
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import list_calls

pytestmark = [pytest.mark.journey, pytest.mark.badday]
MINUTE_MS = 60_000
Forge = Callable[[bytes], str]


def now_ms() -> int:
    return int(time.time() * 1000)


class Line:
    """An agency's account at the provider, with one agent."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.agent = f"agent_{city.profile.id}"
        self.connection: ConnectionFacts = a_voice_connection(organisation_id=city.profile.id)
        an_agent(connection=self.connection, external_id=self.agent)
        self.url = city.desk.url_of(self.connection)

    def posts(self, body: bytes, *, signed: str = "") -> httpx.Response:
        headers = {"Content-Type": "application/json", "x-retell-signature": signed or signature(body)}
        return httpx.post(self.url, content=body, headers=headers, timeout=30, verify=trusted())

    def ended(self, call_id: str = "call_1", **values: Any) -> bytes:
        return an_event("call_ended", an_ended_call(call_id, **{"agent_id": self.agent, **values}))

    def call(self, call_id: str = "call_1") -> Call:
        """Once the worker has kept it."""
        with self.city.scope():
            return eventually(lambda: Call.objects.filter(external_id=call_id).first(), what="The call was not kept.")

    def refused(self) -> dict[str, int]:
        with self.city.scope():
            return {one.outcome: one.count for one in turned_away() if one.connection_id == self.connection.id}


@pytest.fixture
def line(city: City) -> Line:
    return Line(city)


@pytest.mark.parametrize(
    "forge",
    [
        lambda body: signature(body, key="key_of_nobody"),
        lambda body: signature(body, at_ms=now_ms() - 6 * MINUTE_MS),
        lambda body: signature(body, at_ms=now_ms() + 6 * MINUTE_MS),
        lambda body: signature(body + b" "),
        lambda _: "v=1,d=00",
    ],
    ids=["forged", "old", "of the future", "of another body", "none of theirs"],
)
def test_what_is_not_the_providers_is_refused_counted_and_leaves_nothing(line: Line, forge: Forge) -> None:
    body = line.ended()
    answer = line.posts(body, signed=forge(body))

    assert answer.status_code == 401
    assert eventually(line.refused) == {"unverified": 1}
    with line.city.scope():
        assert (InboundEvent.objects.count(), Call.objects.count()) == (0, 0)


def test_the_key_of_another_organisation_opens_nothing_here(line: Line) -> None:
    theirs = "key_of_another_agency"
    make_connection(organisation_id=make_organisation().id, source="voice.retell", secrets={"api_key": theirs})
    body = line.ended()

    assert line.posts(body, signed=signature(body, key=theirs)).status_code == 401
    assert line.posts(body, signed=signature(body, key=KEY)).status_code == 204


def test_the_test_of_an_agents_address_goes_through_the_door_and_is_kept(line: Line) -> None:
    """With the worker's own jobs. An address that no agent has, and one that can be guessed, lead nowhere."""
    with line.city.scope():
        ask_pings(actor=SYSTEM, connection_id=line.connection.id, webhook_base=line.city.desk.base)
    with line.city.scope():
        kept = eventually(lambda: AgentPing.objects.exclude(finished_at=None).first())
        assert (kept.result, kept.status) == ("kept", 204)
        assert InboundEvent.objects.get().kind == OWN_TEST
        assert Call.objects.count() == 0
    body = line.ended()
    headers = {"Content-Type": "application/json", "x-retell-signature": signature(body)}
    guessed = f"{line.city.desk.base}/in/voice.retell/agent_{line.city.profile.id}/"
    statuses = [
        httpx.post(url, content=body, headers=headers, verify=trusted()).status_code
        for url in (f"{line.url}guessed/", guessed)
    ]
    assert statuses == [401, 404]


def test_ten_megabytes_are_too_large_and_counted(line: Line) -> None:
    answer = line.posts(line.ended(transcript="x" * 10_000_000))

    assert answer.status_code == 413
    assert eventually(line.refused) == {"too_large": 1}


def test_fifty_times_the_same_at_once_is_one_call(line: Line) -> None:
    body = line.ended()
    with ThreadPoolExecutor(50) as people:
        statuses = {one.status_code for one in people.map(lambda _: line.posts(body), range(50))}

    line.call()
    assert statuses == {204}
    with line.city.scope():
        assert (Call.objects.count(), CallEvent.objects.count(), InboundEvent.objects.count()) == (1, 1, 1)


def test_a_call_of_an_unknown_agent_waits_where_nobody_reads_it(line: Line) -> None:
    assert line.posts(line.ended(agent_id="agent_of_nobody")).status_code == 204

    assert line.call().agent_id is None
    with line.city.scope():
        assert list_calls(actor=SYSTEM, wanted=CallFilter()).rows == ()


@pytest.mark.parametrize(
    ("strange", "kept"),
    [
        ({"duration_ms": -5, "end_timestamp": None}, {"duration_ms": None}),
        ({"call_cost": {"product_costs": [{"product": "gpt_4o"}]}}, {"cost_micros": None}),
        ({"call_cost": None}, {"cost_micros": None, "currency": ""}),
    ],
    ids=["negative duration", "cost without price", "no cost"],
)
def test_what_cannot_be_right_is_kept_as_unknown_and_never_as_nought(
    line: Line, strange: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert line.posts(line.ended(**strange)).status_code == 204
    found = line.call()
    eventually(lambda: line.call().state == "ENDED")
    assert {name: getattr(found, name) for name in kept} == kept


def test_a_clock_that_runs_a_year_ahead_does_not_put_the_call_on_top(line: Line) -> None:
    ahead = now_ms() + 365 * 24 * 60 * MINUTE_MS
    body = an_event("call_started", a_call("call_ahead", agent_id=line.agent, start_timestamp=ahead))
    assert line.posts(body).status_code == 204
    assert (
        line.posts(line.ended("call_now", start_timestamp=now_ms(), end_timestamp=now_ms() + 1000)).status_code == 204
    )

    line.call("call_ahead")
    line.call("call_now")
    assert line.call("call_ahead").at.timestamp() * 1000 < now_ms() + MINUTE_MS
