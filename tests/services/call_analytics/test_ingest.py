"""A call is the same whatever the order in which it was told of, and is kept once."""

import itertools
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.channels.voice.retell import (
    AGENT,
    BEGAN_MS,
    OTHER_AGENT,
    a_call,
    an_analyzed_call,
    an_ended_call,
)
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.connections import close_connection, connection_facts
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.actions.agents import (
    NewAgent,
    add_agent,
    archive_agent,
    archive_of_closed_accounts,
)
from baraza.services.call_analytics.actions.errors import AgentTaken
from baraza.services.call_analytics.models import Agent, Call, CallDetail, CallEvent, CostLine, Recording

pytestmark = pytest.mark.django_db

EVENTS = (
    ("call_started", a_call()),
    ("transcript_updated", a_call(transcript="Agent: Good")),
    ("call_ended", an_ended_call()),
    ("call_analyzed", an_analyzed_call()),
)


@pytest.fixture
def connection() -> ConnectionFacts:
    found = a_voice_connection(organisation_id=make_organisation().id)
    an_agent(connection=found)
    return found


def the_call(connection: ConnectionFacts) -> Call:
    with organisation_scope(organisation_id=connection.organisation_id):
        return Call.objects.get()


def facts(call: Call) -> tuple[Any, ...]:
    return (
        call.state, call.outcome, call.duration_ms, call.cost_micros, call.currency, call.sentiment, call.successful,
        call.latency_p50_ms, call.at, call.doubts,
    )  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=lambda order: "".join(map(str, order)))
def test_any_order_gives_the_same_call(connection: ConnectionFacts, order: tuple[int, ...]) -> None:
    for place in order:
        tells(connection, *EVENTS[place])

    call = the_call(connection)
    assert facts(call) == (
        "ENDED", "successful", 61_500, 12_300_000, "USD", "positive", True, 812,
        datetime.fromtimestamp(BEGAN_MS / 1000, tz=UTC), [],
    )  # fmt: skip
    with organisation_scope(organisation_id=connection.organisation_id):
        detail = CallDetail.objects.get()
        assert detail.transcript.startswith("Agent: Good morning.")
        assert detail.summary == "The caller booked for Monday."
        assert list(CostLine.objects.order_by("position").values_list("cost_micros", flat=True)) == [
            7_175_000,
            5_125_000,
        ]
        assert CallEvent.objects.count() == 4


@pytest.mark.parametrize("only", ["call_ended", "call_analyzed"])
def test_a_call_is_known_from_one_late_event_alone(connection: ConnectionFacts, only: str) -> None:
    tells(connection, only, dict(EVENTS)[only])
    call = the_call(connection)
    assert (call.state, call.duration_ms, call.cost_micros) == ("ENDED", 61_500, 12_300_000)


def test_events_told_often_and_in_disorder_change_nothing(connection: ConnectionFacts) -> None:
    several = [*EVENTS, *EVENTS, *EVENTS]
    random.Random(5).shuffle(several)
    for event, call in several:
        tells(connection, event, call)
    with organisation_scope(organisation_id=connection.organisation_id):
        assert (Call.objects.count(), CallEvent.objects.count(), CostLine.objects.count()) == (1, 4, 2)


def test_a_call_that_never_connected_says_so(connection: ConnectionFacts) -> None:
    never = a_call(call_status="not_connected", disconnection_reason="dial_no_answer", start_timestamp=None)
    tells(connection, "call_ended", never)
    call = the_call(connection)
    assert (call.state, call.outcome, call.duration_ms, call.cost_micros) == (
        "NOT_CONNECTED",
        "no_answer",
        None,
        None,
    )


def test_a_cost_without_a_price_is_unpriced_and_not_nought(connection: ConnectionFacts) -> None:
    tells(connection, "call_ended", an_ended_call(call_cost={"product_costs": [{"product": "gpt_4o"}]}))
    call = the_call(connection)
    assert (call.cost_micros, call.currency) == (None, "")
    with organisation_scope(organisation_id=connection.organisation_id):
        assert CostLine.objects.get().cost_micros is None


@pytest.mark.parametrize(
    ("wrong", "doubts", "duration"),
    [
        ({"duration_ms": -5}, ["negative_duration"], None),
        ({"end_timestamp": BEGAN_MS - 1000, "duration_ms": None}, ["ends_before_it_begins"], None),
        ({"duration_ms": 600_000}, ["lengths_differ"], 600_000),
        ({"end_timestamp": BEGAN_MS + 90_000_000, "duration_ms": None}, ["very_long"], 90_000_000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_right_is_flagged(
    connection: ConnectionFacts, wrong: dict[str, Any], doubts: list[str], duration: int | None
) -> None:
    tells(connection, "call_ended", an_ended_call(**wrong))
    call = the_call(connection)
    assert (call.doubts, call.duration_ms) == (doubts, duration)


def test_a_clock_that_runs_ahead_does_not_put_the_call_on_top_for_ever(connection: ConnectionFacts) -> None:
    ahead = int((datetime.now(tz=UTC) + timedelta(days=30)).timestamp() * 1000)
    tells(connection, "call_started", a_call(start_timestamp=ahead))
    call = the_call(connection)
    assert call.doubts == ["clock_ahead"]
    assert call.at == call.first_heard_at


def test_a_call_of_an_unknown_agent_waits_unread_and_is_there_once_the_agent_is(connection: ConnectionFacts) -> None:
    tells(connection, "call_analyzed", an_analyzed_call(agent_id=OTHER_AGENT))
    assert the_call(connection).agent_id is None
    agent_id = an_agent(connection=connection, external_id=OTHER_AGENT)
    assert the_call(connection).agent_id == agent_id


def test_an_agent_is_of_one_organisation(connection: ConnectionFacts) -> None:
    other = make_organisation()
    theirs = a_voice_connection(organisation_id=other.id)
    admin = make_member(organisation_id=other.id, role="org_admin")
    with organisation_scope(organisation_id=other.id):
        with pytest.raises(AgentTaken, match="belongs to another organisation"):
            add_agent(actor=admin, connection_id=theirs.id, new=NewAgent(external_id=AGENT, name="Ours now"))
        assert Agent.objects.count() == 0


def test_an_archived_agent_may_be_added_by_another_organisation_and_comes_back_once_it_is_free(
    connection: ConnectionFacts,
) -> None:
    theirs = a_voice_connection(organisation_id=make_organisation().id)
    with organisation_scope(organisation_id=connection.organisation_id):
        ours = Agent.objects.get(external_id=AGENT)
        archive_agent(actor=SYSTEM, agent_id=ours.pk, archived=True)
    taken = an_agent(connection=theirs)
    with (
        organisation_scope(organisation_id=connection.organisation_id),
        pytest.raises(AgentTaken, match="archived there first"),
    ):
        archive_agent(actor=SYSTEM, agent_id=ours.pk, archived=False)
    with organisation_scope(organisation_id=theirs.organisation_id):
        archive_agent(actor=SYSTEM, agent_id=taken, archived=True)
    # Adding it again is taking it up again.
    assert an_agent(connection=connection, name="Back") == ours.pk


def test_an_agent_of_a_closed_account_is_added_to_the_next_one_with_its_calls(connection: ConnectionFacts) -> None:
    tells(connection, "call_analyzed", an_analyzed_call())
    before = the_call(connection).agent_id
    next_one = a_voice_connection(organisation_id=connection.organisation_id)
    with organisation_scope(organisation_id=connection.organisation_id):
        old_path = Agent.objects.get(pk=before).path_token
        close_connection(connection_id=connection.id, actor=SYSTEM)
        archive_of_closed_accounts()
        assert Agent.objects.get(pk=before).archived_at is not None
    assert an_agent(connection=next_one) == before
    with organisation_scope(organisation_id=connection.organisation_id):
        agent = Agent.objects.get(pk=before)
        paths = connection_facts(connection_id=next_one.id).options["agent_paths"]
    assert (agent.connection_id, agent.archived_at, paths) == (next_one.id, None, {agent.path_token: AGENT})
    assert agent.path_token != old_path


def test_a_recording_is_wanted_once(connection: ConnectionFacts) -> None:
    address = "https://recordings.example.com/1.wav?signature=1"
    tells(connection, "call_ended", an_ended_call(recording_url=address))
    tells(connection, "call_analyzed", an_analyzed_call(recording_url=address + "2"))
    with organisation_scope(organisation_id=connection.organisation_id):
        found = Recording.objects.get()
    assert (found.kind, found.status, found.url) == ("mixed", "wanted", address)


def test_a_very_long_transcript_is_cut_and_marked(connection: ConnectionFacts) -> None:
    tells(connection, "call_ended", an_ended_call(transcript="x" * 2_100_000))
    with organisation_scope(organisation_id=connection.organisation_id):
        assert len(CallDetail.objects.get().transcript) == 2_000_000
        assert Call.objects.get().doubts == ["transcript_cut"]


def test_words_under_way_do_not_go_back(connection: ConnectionFacts) -> None:
    tells(connection, "call_ended", an_ended_call())
    tells(connection, "transcript_updated", a_call(transcript="Agent: Go"))
    with organisation_scope(organisation_id=connection.organisation_id):
        assert CallDetail.objects.get().transcript.startswith("Agent: Good morning.")
