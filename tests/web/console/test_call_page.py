"""The page of one call: how it was handed over, all that was told of it, and what can be heard of it."""

import struct
from typing import Any

import pytest
from tests.channels.voice.retell import a_call, an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.web.console.conftest import City

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.actions.recordings import keep_sound
from baraza.services.call_analytics.models import Call

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
    target = {"transfer_destination": {"type": "predefined", "number": NUMBER, "extension": "1234"}}
    # The second transfer is told first, and one step of the first twice.
    tells(account, "transfer_started", call, start_timestamp=3_000, transfer_destination="sip:desk@example.com")
    tells(account, "transfer_started", call, start_timestamp=1_000, **target)
    tells(account, "transfer_started", call, start_timestamp=1_000, **target)
    tells(account, "transfer_cancelled", call, start_timestamp=2_000)
    address = told(account, disconnection_reason="call_transfer")

    whole, masked = (city.signed_in(role).get(address).content.decode() for role in ("agent", "org_viewer"))

    assert whole.count("Transfer begun") == 2
    assert [
        one
        for one in ("Transfer called off", "sip:desk@example.com", f"{NUMBER} ext. 1234", "not told")
        if one not in whole
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


PACKED = b"ID3 a packed sound" + b"\0" * 64
# Its head says that its samples are numbers with a comma: nobody knows what silence is there.
FLOATS = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 100, b"WAVE", b"fmt ", 16, 3, 1, 8000, 32000, 4, 32, b"data", 64)
PLAIN = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 100, b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", 64)
CARD, TELEPHONE = "Card 4111 1111 1111 1111.", "Ring 082 555 0143."
HARMLESS, TIMED = "Good morning.", [{"start": 1, "end": 2}]


@pytest.mark.parametrize(
    ("sound", "said", "heard_by", "says"),
    [
        (PACKED, (HARMLESS, TIMED), {"agent", "org_viewer"}, ""),
        (PACKED, (CARD, TIMED), set(), "this kind of file cannot be made silent there"),
        (PACKED, (TELEPHONE, TIMED), {"agent"}, "this kind of file cannot be made silent there"),
        (FLOATS, (CARD, TIMED), set(), "this kind of file cannot be made silent there"),
        (PLAIN, (CARD, TIMED), {"agent", "org_viewer"}, "this recording is silent"),
        (PLAIN, (CARD, []), set(), "nobody knows at which moment"),
        (PLAIN, None, {"agent"}, "the words of the call have not come"),
    ],
    ids=["harmless", "packed card", "packed number", "floating card", "plain card", "card without time", "no words"],
)
def test_what_is_hidden_in_the_words_is_heard_by_nobody_who_may_not_read_it(
    city: City,
    account: ConnectionFacts,
    sound: bytes,
    said: tuple[str, list[Any]] | None,
    heard_by: set[str],
    says: str,
) -> None:
    turns = [{"role": "user", "content": said[0], "words": said[1]}] if said else []
    address = told(account, transcript_object=turns, transcript="")
    kept = keep_sound(organisation_id=city.profile.id, external_id="call_page", sound=sound + b"\0" * 64)
    people = {role: city.signed_in(role) for role in ("agent", "org_viewer")}

    answers = {role: one.get(f"{LIST}recordings/{kept}/") for role, one in people.items()}
    pages = {role: one.get(address).content.decode() for role, one in people.items()}

    assert {role for role, answer in answers.items() if answer.status_code == 200} == heard_by
    assert {role for role, page in pages.items() if "<audio" in page} == heard_by
    assert says in pages["org_viewer"]


def test_a_recording_that_is_on_its_way_says_so_and_loads_by_itself(city: City, account: ConnectionFacts) -> None:
    address = told(account, recording_url="https://recordings.example.com/1.wav")
    page = city.signed_in("org_viewer").get(address).content.decode()
    assert "The recording is being fetched. It appears here by itself." in page
    assert f'hx-get="{address}" hx-select="#call-sound"' in page
    keep_sound(organisation_id=city.profile.id, external_id="call_page", sound=b"RIFF\0\0\0\0WAVE")
    page = city.signed_in("org_viewer").get(address).content.decode()
    assert ("<audio" in page, "hx-select" in page) == (True, False)
