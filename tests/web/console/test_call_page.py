"""The page of one call: how it was handed over, all that was told of it, and what can be heard of it."""

from typing import Any

import pytest
from pytest_django import Settings
from tests.channels.voice.retell import a_call, an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.web.console.conftest import City

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.actions.recordings import keep_sound
from baraza.services.call_analytics.models import Call, Recording

LIST = "/console/calls/"
NUMBER = "+27825550143"


@pytest.fixture
def account(city: City) -> ConnectionFacts:
    found = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=found, external_id="agent_page")
    return found


def told(account: ConnectionFacts, **values: Any) -> str:
    """The address of its page."""
    tells(account, "call_analyzed", an_analyzed_call("call_page", agent_id="agent_page", **values))
    with organisation_scope(organisation_id=account.organisation_id):
        return f"{LIST}{Call.objects.get(external_id='call_page').pk}/"


def test_every_step_of_a_transfer_is_shown_with_its_target_as_far_as_one_may_see_it(
    city: City, account: ConnectionFacts
) -> None:
    call = a_call("call_page", agent_id="agent_page")
    target = {"transfer_destination": {"type": "predefined", "number": NUMBER}}
    # The second transfer is told first, and one step of the first twice.
    tells(account, "transfer_started", call, start_timestamp=3_000, transfer_destination="sip:desk@example.com")
    tells(account, "transfer_started", call, start_timestamp=1_000, **target)
    tells(account, "transfer_started", call, start_timestamp=1_000, **target)
    tells(account, "transfer_cancelled", call, start_timestamp=2_000)
    address = told(account, disconnection_reason="call_transfer")

    whole, masked = (city.signed_in(role).get(address).content.decode() for role in ("agent", "org_viewer"))

    assert whole.count("Transfer begun") == 2
    assert [
        one for one in ("Transfer called off", "sip:desk@example.com", NUMBER, "not told") if one not in whole
    ] == []
    assert "Handed over to somebody else" in whole
    assert NUMBER not in masked


@pytest.mark.parametrize(("role", "seen"), [("org_admin", True), ("supervisor", False), ("org_viewer", False)])
def test_fields_that_nobody_knows_are_kept_and_shown_to_who_looks_after_the_connection(
    city: City, account: ConnectionFacts, role: str, *, seen: bool
) -> None:
    address = told(account, field_of_tomorrow={"depth": [1, "two"]}, call_status_v2="superseded")

    page = city.signed_in(role).get(address).content.decode()

    words = ("field of tomorrow", "superseded", "What the provider told", "told by webhook")
    assert [word in page for word in words] == [seen] * len(words)


def test_a_sound_that_cannot_be_silenced_says_so_and_one_without_hidden_words_says_nothing(
    city: City, account: ConnectionFacts, settings: Settings
) -> None:
    turn = {"role": "user", "content": "Card 4111 1111 1111 1111.", "words": [{"start": 1, "end": 2}]}
    address = told(account, transcript_object=[turn])
    keep_sound(organisation_id=city.profile.id, external_id="call_page", sound=b"ID3 a packed sound" + b"\0" * 64)
    clerk = city.signed_in("agent")
    warned = clerk.get(address).content.decode()
    with organisation_scope(organisation_id=city.profile.id):
        Recording.objects.filter(call__external_id="call_page").update(mime="audio/wav")
    silent = clerk.get(address).content.decode()
    tells(account, "call_analyzed", an_analyzed_call("call_plain", agent_id="agent_page"))

    assert ("may still be heard in this recording" in warned, "this recording is silent" in warned) == (True, False)
    assert ("may still be heard in this recording" in silent, "this recording is silent" in silent) == (False, True)


def test_a_recording_that_is_on_its_way_says_so_and_loads_by_itself(city: City, account: ConnectionFacts) -> None:
    address = told(account, recording_url="https://recordings.example.com/1.wav")
    page = city.signed_in("org_viewer").get(address).content.decode()
    assert "The recording is being fetched. It appears here by itself." in page
    assert f'hx-get="{address}" hx-select="#call-sound"' in page
    keep_sound(organisation_id=city.profile.id, external_id="call_page", sound=b"RIFF\0\0\0\0WAVE")
    page = city.signed_in("org_viewer").get(address).content.decode()
    assert ("<audio" in page, "hx-select" in page) == (True, False)
