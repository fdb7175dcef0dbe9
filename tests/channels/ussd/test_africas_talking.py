"""Africa's Talking: a cumulative form in, CON or END out."""

from urllib.parse import urlencode

import pytest
from tests.channels.requests import AFRICAS_TALKING, read, request
from tests.payloads.reading import names, payload

from baraza.channels.ussd.africas_talking import AfricasTalking
from baraza.core.ingress.contract import Item, Unreadable
from baraza.messaging.contract import Kind, Received, Sender, SessionEvent

PROVIDER = AfricasTalking()
SESSION = "ATUid_5d3b4c2b9d1e4f6a8b7c0d1e2f3a4b5c"
PHONE = "+250788123456"
FORM = {
    "sessionId": SESSION,
    "phoneNumber": PHONE,
    "networkCode": "63510",
    "serviceCode": "*384*1234#",
    "text": "",
}


def item_of(body: bytes, *, path: str = "/in/ussd.africas_talking/token/") -> Item:
    (item,) = PROVIDER.items(request=request(body, path=path), connection=AFRICAS_TALKING)
    return item


def named(name: str) -> Item:
    return item_of(payload("africas_talking", name), path=f"/in/x/{'events/' if name.startswith('end') else ''}")


def form(**changes: str) -> bytes:
    return urlencode({**FORM, **changes}).encode()


def received(item: Item, previous: Item | None = None) -> Received:
    (parsed,) = PROVIDER.parse(item=item, connection=AFRICAS_TALKING, previous=previous)
    assert isinstance(parsed, Received)
    return parsed


def expected(item: Item, **facts: object) -> Received:
    given = {"kind": Kind.TEXT, "session_key": SESSION, **facts}
    return Received(sender=Sender(phone=PHONE), external_id=item.item_id, **given)  # type: ignore[arg-type]


def test_a_turn_is_an_item_with_what_reading_it_takes() -> None:
    item = named("third")
    assert (item.kind, item.sender) == ("message", PHONE)
    assert item.payload == {"session": SESSION, "text": "1*Kigali", "phone": PHONE, "service_code": "*384*1234#"}
    assert item.item_id.startswith(f"{SESSION}:2:")


PAYLOADS: dict[str, tuple[str | None, dict[str, object]]] = {
    "first": (None, {"session": SessionEvent.NEW}),
    "second": ("first", {"session": SessionEvent.RESUME, "text": "1"}),
    "third": ("second", {"session": SessionEvent.RESUME, "text": "Kigali"}),
    "star_in_answer": ("third", {"session": SessionEvent.RESUME, "text": "2*b*c"}),
    "accented": ("second", {"session": SessionEvent.RESUME, "text": "môre café"}),
    "direct_dial": (None, {"session": SessionEvent.NEW, "inputs": ("2", "5"), "session_key": "ATUid_direct"}),
    "end_success": ("third", {"kind": Kind.SESSION_END, "session": SessionEvent.CLOSE}),
    "end_incomplete": ("third", {"kind": Kind.SESSION_END, "session": SessionEvent.TIMEOUT}),
    "end_failed": ("third", {"kind": Kind.SESSION_END, "session": SessionEvent.TIMEOUT}),
}


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_a_payload_means_exactly_one_record(name: str) -> None:
    before, facts = PAYLOADS[name]
    item = named(name)
    assert received(item, named(before) if before else None) == expected(item, **facts)


def test_no_payload_is_kept_without_an_expectation() -> None:
    assert names("africas_talking") == set(PAYLOADS)


def test_when_a_turn_was_never_seen_the_last_part_is_the_answer() -> None:
    assert received(named("star_in_answer"), named("first")).text == "1*Kigali*2*b*c"
    assert received(item_of(form(text="9*8*7")), named("second")).text == "7"


def test_another_session_of_the_same_person_begins_anew() -> None:
    item = item_of(form(sessionId="ATUid_new"))
    assert received(item, named("third")) == expected(item, session=SessionEvent.NEW, session_key="ATUid_new")


def test_a_dial_after_the_end_of_the_last_session_begins_anew() -> None:
    item = item_of(form(sessionId="ATUid_new", text="2"))
    assert received(item, named("end_incomplete")).inputs == ("2",)


def test_the_same_turn_has_the_same_id_and_each_other_turn_its_own() -> None:
    turns = [
        form(),
        form(text="1"),
        form(text="1*1"),
        form(text="1*2"),
        form(sessionId="x"),
        form(phoneNumber="+250788000111"),
    ]
    ids = [item_of(body).item_id for body in turns]
    assert ids == [item_of(body).item_id for body in turns]
    assert len(set(ids)) == len(turns)


def test_an_event_has_one_id_per_session_and_no_screen_in_its_answer() -> None:
    assert {named("end_success").item_id, named("end_failed").item_id} == {f"{SESSION}:end"}
    answer = PROVIDER.acknowledge(answer=None)
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize("number", ["+250788123456", "250788123456", " 250788123456"])
def test_the_number_is_kept_in_one_form(number: str) -> None:
    assert item_of(form(phoneNumber=number)).sender == PHONE


def test_an_unescaped_plus_is_still_a_number() -> None:
    assert item_of(form().replace(b"%2B", b"+")).sender == PHONE


def test_a_character_that_the_database_cannot_hold_is_dropped() -> None:
    assert item_of(form(text="a\0b")).payload["text"] == "ab"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"{}",
        b"sessionId=%FF&phoneNumber=%2B250788123456&serviceCode=%2A1%23&text=",
        b"\xff\xfe=1",
        form() + b"&text=2",
        form(sessionId=""),
        form(sessionId="s" * 151),
        form(phoneNumber=""),
        form(phoneNumber="hello"),
        form(phoneNumber="+" + "1" * 40),
        form(serviceCode=""),
        form(text="x" * 4001),
        urlencode({name: value for name, value in FORM.items() if name != "text"}).encode(),
        b"&".join(b"f%d=1" % number for number in range(41)),
    ],
)
def test_what_is_no_turn_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        item_of(body)


def test_a_screen_that_stays_open_begins_with_con_and_the_last_with_end() -> None:
    answer = PROVIDER.acknowledge(answer={"text": "1. Water\n2. Roads", "end": False})
    assert (answer.status, answer.content_type, answer.body) == (
        200,
        "text/plain; charset=utf-8",
        b"CON 1. Water\n2. Roads",
    )
    assert PROVIDER.acknowledge(answer={"text": "Thank you", "end": True}).body == b"END Thank you"


def test_everything_read_is_a_list_of_one() -> None:
    assert len(read(PROVIDER, AFRICAS_TALKING, request(form()))) == 1
