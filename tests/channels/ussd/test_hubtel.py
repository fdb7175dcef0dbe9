"""Hubtel: the latest answer alone in JSON, and a number that counts the turns."""

import json

import pytest
from tests.channels.requests import HUBTEL, request
from tests.payloads.reading import names, payload

from baraza.channels.ussd.hubtel import Hubtel
from baraza.core.ingress.contract import Item, Unreadable
from baraza.messaging.contract import Kind, Notice, Received, Sender, SessionEvent

PROVIDER = Hubtel()
SESSION = "7b1a2f0c4e6d4d7c9a55c0f1a2b3c4d5"
PHONE = "+233200585542"
TURN = json.loads(payload("hubtel", "response"))


def item_of(body: bytes) -> Item:
    (item,) = PROVIDER.items(request=request(body), connection=HUBTEL)
    return item


def turn(**changes: object) -> bytes:
    return json.dumps({**TURN, **changes}).encode()


PAYLOADS: dict[str, dict[str, object]] = {
    "initiation": {"session": SessionEvent.NEW},
    "direct_dial": {"session": SessionEvent.NEW, "inputs": ("2", "5")},
    "response": {"session": SessionEvent.RESUME, "text": "1"},
    "star_in_answer": {"session": SessionEvent.RESUME, "text": "b*c"},
    "release": {"session": SessionEvent.CLOSE, "kind": Kind.SESSION_END},
    "timeout": {"session": SessionEvent.TIMEOUT, "kind": Kind.SESSION_END},
}


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_a_payload_means_exactly_one_record(name: str) -> None:
    item = item_of(payload("hubtel", name))
    facts = {"kind": Kind.TEXT, "session_key": SESSION, **PAYLOADS[name]}
    expected = Received(sender=Sender(phone=PHONE), external_id=item.item_id, **facts)  # type: ignore[arg-type]
    assert PROVIDER.parse(item=item, connection=HUBTEL, previous=None) == [expected]


def test_a_type_that_we_do_not_know_is_kept_as_a_notice() -> None:
    item = item_of(payload("hubtel", "type_of_tomorrow"))
    assert PROVIDER.parse(item=item, connection=HUBTEL, previous=None) == [
        Notice(reason="type_unknown", detail="hijacksession")
    ]


def test_no_payload_is_kept_without_an_expectation() -> None:
    assert names("hubtel") == {*PAYLOADS, "type_of_tomorrow"}


def test_the_same_answer_to_two_questions_is_two_turns_and_a_repetition_is_one() -> None:
    turns = [turn(), turn(Sequence=3), turn(Message="2"), turn(SessionId="x"), turn(Mobile="233200585543")]
    ids = [item_of(body).item_id for body in turns]
    assert ids == [item_of(body).item_id for body in turns]
    assert len(set(ids)) == len(turns)


@pytest.mark.parametrize(
    ("dialled", "code", "answers"),
    [
        ("*713#", "713", ()),
        ("*713*2#", "*713#", ("2",)),
        ("*713*1*9*#", "713*1", ("9", "")),
        ("*920*2#", "713", ()),
        ("", "713", ()),
        ("*713*2#", "", ()),
    ],
)
def test_answers_that_were_dialled_at_once_are_told_apart_from_the_code(
    dialled: str, code: str, answers: tuple[str, ...]
) -> None:
    item = item_of(turn(Type="Initiation", Message=dialled, ServiceCode=code))
    (parsed,) = PROVIDER.parse(item=item, connection=HUBTEL, previous=None)
    assert isinstance(parsed, Received)
    assert parsed.inputs == answers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        turn(Type=""),
        turn(Type=["Response"]),
        turn(Sequence=None),
        turn(SessionId=""),
        turn(SessionId="s" * 151),
        turn(Mobile="hello"),
        turn(Message="x" * 4001),
    ],
)
def test_what_is_no_turn_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        item_of(body)


def test_the_answer_says_whether_the_session_goes_on() -> None:
    open_screen = PROVIDER.acknowledge(answer={"text": "1. Water\n2. Roads", "end": False})
    assert (open_screen.status, open_screen.content_type) == (200, "application/json")
    assert json.loads(open_screen.body) == {"Type": "Response", "Message": "1. Water\n2. Roads", "ClientState": ""}
    last = PROVIDER.acknowledge(answer={"text": "Thank you", "end": True})
    assert json.loads(last.body) == {"Type": "Release", "Message": "Thank you", "ClientState": ""}


def test_the_end_of_a_session_is_answered_without_a_screen() -> None:
    assert json.loads(PROVIDER.acknowledge(answer=None).body) == {"Type": "Release", "Message": "", "ClientState": ""}
