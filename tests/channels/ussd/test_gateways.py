"""What both USSD gateways do alike: who may call, and which screens never go out."""

import json
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.requests import AFRICAS_TALKING, request, with_options

from baraza.channels.ussd.africas_talking import AfricasTalking
from baraza.channels.ussd.hubtel import Hubtel
from baraza.channels.ussd.limits import LIMITS
from baraza.channels.ussd.screens import APOLOGY, REFUSED_SCREENS, restored
from baraza.core.ingress.contract import Unreadable
from baraza.lib.gsm7 import is_gsm7, septets
from baraza.messaging.contract import Screen

APOLOGY_BODY = f"END {APOLOGY.text}".encode()


def counted(reason: str) -> float:
    value: float = REFUSED_SCREENS.labels(reason=reason)._value.get()
    return value


def let_in(addresses: object, remote_address: str) -> bool:
    connection = with_options(AFRICAS_TALKING, addresses=addresses)
    return AfricasTalking().verify(request=request(remote_address=remote_address), connection=connection)


# --- who may call ------------------------------------------------------------------------------------------------------


def test_without_a_list_the_secret_path_is_enough() -> None:
    assert AfricasTalking().verify(request=request(remote_address="203.0.113.9"), connection=AFRICAS_TALKING)
    assert let_in([], "203.0.113.9")
    assert let_in("", "203.0.113.9")


@pytest.mark.parametrize(
    ("addresses", "remote_address", "expected"),
    [
        (["203.0.113.9"], "203.0.113.9", True),
        (["203.0.113.9"], "203.0.113.10", False),
        (["203.0.113.0/24", "2001:db8::/32"], "203.0.113.77", True),
        (["203.0.113.0/24", "2001:db8::/32"], "2001:db8::1", True),
        (["203.0.113.7/24"], "203.0.113.200", True),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9", True),
        ("198.51.100.1", "203.0.113.9", False),
        (["203.0.113.9"], "", False),
        (["203.0.113.9"], "not an address", False),
        (["everyone"], "203.0.113.9", False),
    ],
)
def test_a_list_lets_in_only_what_is_on_it(addresses: object, remote_address: str, expected: bool) -> None:  # noqa: FBT001
    assert let_in(addresses, remote_address) is expected


# --- screens -----------------------------------------------------------------------------------------------------------


def test_the_apology_fits_on_one_screen_with_its_prefix() -> None:
    assert septets("END " + APOLOGY.text) <= 160
    assert APOLOGY.end


def test_a_screen_of_exactly_160_septets_goes_out() -> None:
    text = "€" * 78
    assert (LIMITS.text, septets(text)) == (156, 156)
    assert AfricasTalking().acknowledge(answer={"text": text, "end": False}).body.decode() == "CON " + text


@pytest.mark.parametrize(
    ("text", "reason"),
    [("x" * 157, "length"), ("€" * 78 + "x", "length"), ("sê", "alphabet"), ("", "empty"), (" \n", "empty")],
)
def test_a_screen_that_no_phone_shows_never_goes_out_and_is_counted(
    text: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = counted(reason)
    assert AfricasTalking().acknowledge(answer={"text": text, "end": False}).body == APOLOGY_BODY
    assert json.loads(Hubtel().acknowledge(answer={"text": text, "end": False}).body) == {
        "Type": "Release",
        "Message": APOLOGY.text,
        "ClientState": "",
    }
    assert counted(reason) == before + 2
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]


def test_a_turn_that_failed_ends_with_the_apology_and_is_no_fault_of_the_renderer() -> None:
    before = [counted(reason) for reason in ("length", "alphabet", "empty")]
    assert AfricasTalking().acknowledge(answer={"failed": True}).body == APOLOGY_BODY
    assert [counted(reason) for reason in ("length", "alphabet", "empty")] == before


def test_a_screen_is_stored_in_the_alphabet_of_phones() -> None:
    stored = AfricasTalking().answer_of(screen=Screen(text="Môre – sê “ja” 😀", end=True))
    assert stored == {"text": 'More - se "ja"', "end": True}
    assert AfricasTalking().acknowledge(answer=stored).body == b'END More - se "ja"'


def test_nothing_invisible_stands_before_con() -> None:
    assert AfricasTalking().acknowledge(answer={"text": "\n  Menu", "end": False}).body == b"CON Menu"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.booleans())
def test_whatever_the_conversation_answers_a_phone_can_show_it(text: str, end: bool) -> None:  # noqa: FBT001
    logging.disable(logging.ERROR)
    try:
        screen = restored(AfricasTalking().answer_of(screen=Screen(text=text, end=end)))
    finally:
        logging.disable(logging.NOTSET)
    assert is_gsm7(screen.text)
    assert 0 < septets(screen.text) <= 156


# --- any body ----------------------------------------------------------------------------------------------------------

json_values: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
hubtel_bodies = st.fixed_dictionaries(
    {},
    optional={
        "Type": st.sampled_from(["Initiation", "Response", "Release", "Timeout", "x"]) | json_values,
        "Mobile": st.just("233200585542") | json_values,
        "SessionId": st.just("s") | json_values,
        "ServiceCode": st.just("713") | json_values,
        "Message": st.text(max_size=20) | json_values,
        "Sequence": st.integers() | json_values,
    },
)


def read_all(provider: AfricasTalking | Hubtel, body: bytes) -> None:
    try:
        (item,) = provider.items(request=request(body), connection=AFRICAS_TALKING)
    except Unreadable:
        return
    assert len(item.item_id) <= 300
    assert len(item.sender) <= 160
    assert len(provider.parse(item=item, connection=AFRICAS_TALKING, previous=item)) == 1


@settings(max_examples=150, deadline=None)
@given(hubtel_bodies | json_values)
def test_any_json_is_read_or_unreadable(value: object) -> None:
    read_all(Hubtel(), json.dumps(value).encode())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80), st.booleans())
def test_any_bytes_are_read_or_unreadable(body: bytes, with_session: bool) -> None:  # noqa: FBT001
    start = b"sessionId=s&phoneNumber=250788123456&serviceCode=1&text=" if with_session else b""
    read_all(AfricasTalking(), start + body)
    read_all(Hubtel(), body)
