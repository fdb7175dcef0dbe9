"""The telephones of the demonstration, against the providers behind a small door of the test's own."""

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from pywa.utils import webhook_updates_validator
from tests.channels.requests import AFRICAS_TALKING, APP_SECRET, HUBTEL, NUMBER_ID, WHATSAPP, read
from tests.fakes.scripted_server import Reply, ScriptedServer, Seen, scripted_server

from baraza.channels.ussd.africas_talking import AfricasTalking
from baraza.channels.ussd.hubtel import Hubtel
from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest
from baraza.lib.authorities import trusted
from baraza.messaging.contract import Kind, Received, Screen, SessionEvent
from baraza.operations.demo.graph_api import Sandbox, sandbox
from baraza.operations.demo.handsets import UssdPhone, WhatsAppPhone
from baraza.operations.demo.ussd_sessions import HandsetFailure, Shown

PHONE = "+250788123456"


def raw(seen: Seen) -> RawRequest:
    return RawRequest(
        method=seen.method, path=seen.path, query={}, headers=seen.headers, body=seen.body, remote_address="127.0.0.1"
    )


class Door:
    """What the real one promises USSD: an item is new once, and a repetition gets the stored answer."""

    def __init__(self, provider: AfricasTalking | Hubtel, connection: ConnectionFacts) -> None:
        self.provider, self.connection = provider, connection
        self.stored: dict[str, JsonObject | None] = {}
        self.previous: Item | None = None
        self.received: list[Received] = []
        self.reply: Callable[[Received], Screen] = lambda received: Screen(
            text=f"{received.session}: {received.text or '*'.join(received.inputs)}"
        )

    def answer(self, seen: Seen) -> Reply:
        (item,) = self.provider.items(request=raw(seen), connection=self.connection)
        if item.item_id not in self.stored:
            (found,) = self.provider.parse(item=item, connection=self.connection, previous=self.previous)
            assert isinstance(found, Received)
            self.received.append(found)
            ended = found.kind is Kind.SESSION_END
            self.stored[item.item_id] = None if ended else self.provider.answer_of(screen=self.reply(found))
            self.previous = item
        response = self.provider.acknowledge(answer=self.stored[item.item_id])
        return Reply(status=response.status, body=response.body, headers={"Content-Type": response.content_type})


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture(params=["africas_talking", "hubtel"])
def line(request: pytest.FixtureRequest, server: ScriptedServer) -> Iterator[tuple[UssdPhone, Door]]:
    doors = {"africas_talking": Door(AfricasTalking(), AFRICAS_TALKING), "hubtel": Door(Hubtel(), HUBTEL)}
    door = doors[request.param]
    server.answer = door.answer
    with httpx.Client(timeout=5, verify=trusted()) as client:
        yield (
            UssdPhone(
                url=f"{server.url}/in/x",
                number=PHONE,
                service_code="*384*1234#",
                gateway=request.param,
                client=client,
            ),
            door,
        )


Line = tuple[UssdPhone, Door]


def test_a_session_is_walked_turn_by_turn_on_both_gateways(line: Line) -> None:
    phone, door = line
    assert phone.dial() == Shown("new:", open=True)
    assert phone.send("1") == Shown("resume: 1", open=True)
    assert phone.send("a*b") == Shown("resume: a*b", open=True)
    assert phone.send("1") == Shown("resume: 1", open=True)
    assert phone.hang_up() == 200
    assert [received.session for received in door.received] == [
        SessionEvent.NEW,
        SessionEvent.RESUME,
        SessionEvent.RESUME,
        SessionEvent.RESUME,
        SessionEvent.CLOSE,
    ]
    assert {received.sender.phone for received in door.received} == {PHONE}
    assert len({received.session_key for received in door.received}) == 1


def test_a_repeated_turn_shows_the_same_screen_and_is_received_once(line: Line) -> None:
    phone, door = line
    phone.dial()
    assert phone.send("7") == phone.repeat() == phone.repeat()
    assert len(door.received) == 2


def test_answers_dialled_at_once_arrive_together(line: Line) -> None:
    phone, door = line
    assert phone.dial("2", "5") == Shown("new: 2*5", open=True)
    assert door.received[0].inputs == ("2", "5")
    phone.hang_up(timed_out=True)
    assert door.received[1].session is SessionEvent.TIMEOUT
    with pytest.raises(HandsetFailure):
        phone.send("1")


def test_the_last_screen_closes_the_session(line: Line) -> None:
    phone, door = line
    door.reply = lambda _: Screen(text="Thank you", end=True)
    assert phone.dial() == Shown("Thank you", open=False)


def test_a_screen_that_is_too_long_becomes_the_apology_and_never_reaches_the_phone(line: Line) -> None:
    phone, door = line
    door.reply = lambda _: Screen(text="x" * 157)
    shown = phone.dial()
    assert (shown.text.splitlines()[0], shown.open) == ("Sorry, please dial again.", False)


@pytest.mark.parametrize(
    ("gateway", "body"),
    [
        ("africas_talking", b"CON " + b"x" * 157),
        ("africas_talking", b" CON x"),
        ("africas_talking", b""),
        ("africas_talking", "CON sê".encode()),
        ("hubtel", b'{"Type":"Response","Message":"%s"}' % (b"x" * 161)),
        ("hubtel", b'{"Message":"x"}'),
    ],
)
def test_the_phone_refuses_what_no_phone_shows(server: ScriptedServer, gateway: str, body: bytes) -> None:
    server.answer = lambda _: Reply(body=body, headers={"Content-Type": "text/plain; charset=utf-8"})
    with httpx.Client(timeout=5, verify=trusted()) as client:
        phone = UssdPhone(url=server.url, number=PHONE, service_code="*1#", gateway=gateway, client=client)
        with pytest.raises((HandsetFailure, ValueError)):
            phone.dial()


@pytest.fixture(scope="module")
def graph() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def whatsapp(server: ScriptedServer, graph: Sandbox) -> Iterator[WhatsAppPhone]:
    graph.state.clear()
    with httpx.Client(timeout=5, verify=trusted()) as client:
        yield WhatsAppPhone(
            url=f"{server.url}/in/y/",
            app_secret=APP_SECRET,
            phone_number_id=NUMBER_ID,
            number=PHONE,
            name="Aline",
            graph_url=graph.url,
            client=client,
        )


def test_what_a_person_does_arrives_signed_and_means_what_they_did(
    whatsapp: WhatsAppPhone, server: ScriptedServer
) -> None:
    sent = [
        whatsapp.text("Môre 😀", reply_to="wamid.OUT0"),
        whatsapp.button(id="yes", title="Yes", reply_to="wamid.OUT1"),
        whatsapp.row(id="water", title="Water", description="Leaks"),
        whatsapp.location(latitude=-26.2, longitude=28.0, name="Park"),
        whatsapp.image(content=b"photo", caption="Hole"),
    ]
    received: list[Received] = []
    for seen in server.seen:
        assert MetaCloud().verify(request=raw(seen), connection=WHATSAPP)
        assert webhook_updates_validator(APP_SECRET, seen.body, seen.headers["x-hub-signature-256"])
        assert seen.body.isascii()
        (found,) = read(MetaCloud(), WHATSAPP, raw(seen))
        assert isinstance(found, Received)
        received.append(found)
    assert [each.status for each in sent] == [200] * 5
    assert [each.external_id for each in received] == [each.message_id for each in sent]
    assert [(each.kind, each.text, each.choice_id, each.in_reply_to) for each in received] == [
        (Kind.TEXT, "Môre 😀", "", "wamid.OUT0"),
        (Kind.CHOICE, "Yes", "yes", "wamid.OUT1"),
        (Kind.CHOICE, "Water", "water", ""),
        (Kind.LOCATION, "", "", ""),
        (Kind.IMAGE, "Hole", "", ""),
    ]
    assert (received[3].latitude, received[3].longitude, received[3].place_name) == (-26.2, 28.0, "Park")
    assert {each.sender.phone for each in received} == {PHONE}


def test_the_persons_window_opens_and_their_answers_are_seen_once(whatsapp: WhatsAppPhone, graph: Sandbox) -> None:
    whatsapp.text("Hello")
    content = {"messaging_product": "whatsapp", "to": PHONE, "type": "text", "text": {"body": "Muraho"}}
    httpx.post(
        f"{graph.url}/v25.0/{NUMBER_ID}/messages", json=content, headers={"Authorization": "Bearer x"}, verify=trusted()
    )
    assert whatsapp.wait_for_answers() == [content]
    assert whatsapp.answers() == []
    with pytest.raises(HandsetFailure, match="0 of 1"):
        whatsapp.wait_for_answers(seconds=0.1)


def test_the_same_bytes_can_be_posted_again(whatsapp: WhatsAppPhone, server: ScriptedServer) -> None:
    whatsapp.text("Hello")
    assert whatsapp.post(server.seen[0].body) == 200
    assert server.seen[0].body == server.seen[1].body
    assert server.seen[0].headers["x-hub-signature-256"] == server.seen[1].headers["x-hub-signature-256"]


def test_a_person_may_hide_their_number(server: ScriptedServer) -> None:
    with httpx.Client(timeout=5, verify=trusted()) as client:
        phone = WhatsAppPhone(
            url=server.url, app_secret=APP_SECRET, phone_number_id=NUMBER_ID, user_id="RW.134", client=client
        )
        phone.text("Hello")
    body = json.loads(server.seen[0].body)
    (found,) = read(MetaCloud(), WHATSAPP, raw(server.seen[0]))
    assert isinstance(found, Received)
    assert (found.sender.phone, found.sender.user_id) == (None, "RW.134")
    assert "wa_id" not in body["entry"][0]["changes"][0]["value"]["contacts"][0]
