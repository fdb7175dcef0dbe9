"""Retell: what its own library signs is let in, nothing else; every event means what happened."""

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.channels.voice.retell import (
    AGENT,
    BEGAN_MS,
    KEY,
    OTHER_AGENT,
    RETELL,
    a_call,
    an_analyzed_call,
    an_ended_call,
    an_event,
    posted,
    signature,
    their_library_takes,
)

from baraza.channels.voice.retell import Retell
from baraza.channels.voice.signature import signature_of
from baraza.core.ingress.contract import Item, Unreadable
from baraza.messaging.contract import Notice
from baraza.messaging.voice import CallEvent

MINUTES = 60_000
STARTED = an_event("call_started", a_call())


def now_ms() -> int:
    return int(time.time() * 1000)


def item_of(body: bytes, path: str = RETELL.path) -> Item:
    (item,) = Retell().items(request=posted(body, path=path), connection=RETELL)
    return item


def told(body: bytes, path: str = RETELL.path) -> CallEvent:
    (found,) = Retell().parse(item=item_of(body, path), connection=RETELL, previous=None)
    assert isinstance(found, CallEvent)
    return found


def test_the_published_vector_is_signed_as_retell_signs_it() -> None:
    body = b'{"event":"call_ended","call":{"call_id":"Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6"}}'
    expected = "v=1714608491736,d=ef0771bb80b33f07df97c18870f85486d2f88800917333dcc5e7c91229ea83a8"
    assert signature_of(body=body, key="key_test", at_ms=1714608491736) == expected
    assert their_library_takes(body, key="key_test", signed=expected, at_ms=1714608491736)


def test_what_we_sign_their_library_takes() -> None:
    at_ms = now_ms()
    signed = signature_of(body=STARTED, key=KEY, at_ms=at_ms)

    assert their_library_takes(STARTED, key=KEY, signed=signed, at_ms=at_ms)


@pytest.mark.parametrize(("minutes", "let_in"), [(0, True), (-4.9, True), (4.9, True), (-5.1, False), (5.1, False)])
def test_five_minutes_are_allowed_in_both_directions(minutes: float, let_in: bool) -> None:  # noqa: FBT001
    request = posted(STARTED, at_ms=now_ms() + int(minutes * MINUTES))
    assert Retell().verify(request=request, connection=RETELL) is let_in


# Made when they are tried: whoever only collects the tests need not load the library that signs.
REFUSED: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "no digest": lambda: "v=1,d=",
    "no time": lambda: "d=00",
    "another key": lambda: signature(STARTED, key="another-key"),
    "another body": lambda: signature(STARTED + b" "),
    "longer": lambda: signature(STARTED) + "0",
}


@pytest.mark.parametrize("header", REFUSED.values(), ids=REFUSED.keys())
def test_nothing_else_is_let_in(header: Callable[[], str]) -> None:
    request = replace(posted(STARTED), headers={"x-retell-signature": header()})
    assert not Retell().verify(request=request, connection=RETELL)


def test_an_address_that_no_agent_has_is_refused_and_an_agents_own_says_whose_it_is() -> None:
    own, unknown = RETELL.path + "agents-own-part/", RETELL.path + "guessed/"
    assert Retell().verify(request=posted(STARTED, path=own), connection=RETELL)
    assert not Retell().verify(request=posted(STARTED, path=unknown), connection=RETELL)
    transfer = an_event("transfer_started", {"call_id": "call_1"})
    assert told(transfer, own).agent_of_path == AGENT
    assert told(transfer).agent_of_path == ""


def test_an_event_is_one_thing_however_often_it_is_posted() -> None:
    assert item_of(STARTED).item_id == "call_started:call_1"
    again = an_event("call_started", a_call(agent_id=OTHER_AGENT))
    assert item_of(again).item_id == item_of(STARTED).item_id
    transfers = [an_event("transfer_started", {"call_id": "c"}, start_timestamp=at) for at in (1, 2)]
    assert [item_of(body).item_id for body in transfers] == ["transfer_started:c:1", "transfer_started:c:2"]
    words = [an_event("transcript_updated", a_call(transcript=text)) for text in ("a", "ab", "ab")]
    assert len({item_of(body).item_id for body in words}) == 2
    assert {item_of(body).sender for body in words} == {"call_1"}


def test_costs_are_the_decimals_that_were_written() -> None:
    cost = told(an_event("call_ended", an_ended_call())).call.cost
    assert cost is not None
    assert (cost.currency, cost.total, cost.billed_seconds) == ("USD", Decimal("12.3"), 62)
    assert [line.amount for line in cost.lines] == [Decimal("7.175"), Decimal("5.125")]
    assert cost.lines[0].unit_price == Decimal("0.1166667")


def test_an_analysis_is_read_and_fields_of_tomorrow_are_kept() -> None:
    event = told(an_event("call_analyzed", an_analyzed_call(mood_ring={"colour": "blue"})))
    analysis = event.call.analysis
    assert analysis is not None
    assert (analysis.sentiment, analysis.successful, analysis.custom) == ("positive", True, {"booked": True})
    assert event.call.rest == {"mood_ring": {"colour": "blue"}}
    assert "transcript" not in event.raw["call"]
    assert event.raw["call"]["mood_ring"] == {"colour": "blue"}


@pytest.mark.parametrize(
    "strange",
    [
        {"start_timestamp": "yesterday"}, {"start_timestamp": -1}, {"start_timestamp": 10**15}, {"call_cost": "dear"},
        {"call_cost": {"combined_cost": "12", "product_costs": ["x", {}]}}, {"transcript_object": "none"},
        {"latency": []}, {"call_analysis": 7}, {"duration_ms": True}, {"agent_id": None}, {"metadata": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_believed_is_left_out(strange: dict[str, object]) -> None:
    call = told(an_event("call_ended", {"call_id": "call_1", "call_status": "ended", **strange})).call
    assert (call.external_id, call.started_at, call.latency, call.metadata) == ("call_1", None, None, None)
    assert call.cost is None or call.cost.total is None


def test_times_are_moments_in_utc() -> None:
    call = told(STARTED).call
    assert call.started_at is not None
    assert call.started_at.timestamp() * 1000 == BEGAN_MS


def test_an_event_of_tomorrow_is_a_notice() -> None:
    item = item_of(an_event("call_reviewed", a_call()))
    assert Retell().parse(item=item, connection=RETELL, previous=None) == [
        Notice(reason="event_unknown", detail="call_reviewed")
    ]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"event":"call_ended"}', b'{"event":"call_ended","call":{"call_id":""}}', b"\xff"],
    ids=repr,
)
def test_what_is_no_event_of_a_call_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        Retell().items(request=replace(posted(STARTED), body=body), connection=RETELL)
