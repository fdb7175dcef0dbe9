"""What Meta receives, against a sandbox over real sockets that refuses what Meta refuses."""

import pytest
from tests.channels.requests import ACCESS_TOKEN, WHATSAPP
from tests.channels.whatsapp.sending import PHONE, send
from tests.fakes.scripted_server import Reply, ScriptedServer

from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import JsonObject
from baraza.messaging.contract import (
    Button,
    Buttons,
    Content,
    Image,
    ListMenu,
    LocationRequest,
    Recipient,
    Row,
    Section,
    Template,
    Text,
)
from baraza.operations.demo.graph_api import Sandbox


def taken(graph: Sandbox) -> JsonObject:
    (kept,) = graph.state.messages()
    message: JsonObject = kept["message"]
    return message


ENVELOPE = {
    "messaging_product": "whatsapp",
    "recipient_type": "individual",
    "to": PHONE,
    "biz_opaque_callback_data": "turn:1",
}


def interactive(kind: str, body: str, action: JsonObject) -> JsonObject:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


SENT: dict[str, tuple[Content, JsonObject]] = {
    "text": (Text(body="Muraho 😀"), {"type": "text", "text": {"body": "Muraho 😀", "preview_url": False}}),
    "buttons": (
        Buttons(body="Right?", buttons=(Button(id="yes", title="Yes"), Button(id="no", title="No"))),
        interactive(
            "button",
            "Right?",
            {
                "buttons": [
                    {"type": "reply", "reply": {"id": "yes", "title": "Yes"}},
                    {"type": "reply", "reply": {"id": "no", "title": "No"}},
                ]
            },
        ),
    ),
    "list": (
        ListMenu(
            body="What is wrong?",
            button="Choose",
            sections=(
                Section(title="", rows=(Row(id="w", title="Water", description="Leaks"), Row(id="r", title="Roads"))),
            ),
        ),
        interactive(
            "list",
            "What is wrong?",
            {
                "button": "Choose",
                "sections": [
                    {"rows": [{"id": "w", "title": "Water", "description": "Leaks"}, {"id": "r", "title": "Roads"}]}
                ],
            },
        ),
    ),
    "location request": (
        LocationRequest(body="Where is it?"),
        interactive("location_request_message", "Where is it?", {"name": "send_location"}),
    ),
    "image by id": (
        Image(media_id="123", caption="Done"),
        {"type": "image", "image": {"id": "123", "caption": "Done"}},
    ),
    "image by link": (
        Image(link="https://example.org/a.jpg"),
        {"type": "image", "image": {"link": "https://example.org/a.jpg"}},
    ),
    "template": (
        Template(name="report_update", language="af", parameters=("MI-2026-4KX7QA",)),
        {
            "type": "template",
            "template": {
                "name": "report_update",
                "language": {"code": "af"},
                "components": [{"type": "body", "parameters": [{"type": "text", "text": "MI-2026-4KX7QA"}]}],
            },
        },
    ),
    "template with a code, which Meta wants for its button, too": (
        Template(name="one_time_code", language="en", parameters=("123456",), code=True),
        {
            "type": "template",
            "template": {
                "name": "one_time_code",
                "language": {"code": "en"},
                "components": [
                    {"type": "body", "parameters": [{"type": "text", "text": "123456"}]},
                    {
                        "type": "button",
                        "sub_type": "url",
                        "index": "0",
                        "parameters": [{"type": "text", "text": "123456"}],
                    },
                ],
            },
        },
    ),
    "template without parameters": (
        Template(name="hello", language="en_US"),
        {"type": "template", "template": {"name": "hello", "language": {"code": "en_US"}}},
    ),
}


@pytest.mark.parametrize("name", sorted(SENT))
def test_meta_takes_the_message_and_receives_exactly_this(open_window: Sandbox, name: str) -> None:
    content, expected = SENT[name]
    assert send(content) == open_window.state.messages()[0]["id"]
    assert taken(open_window) == {**ENVELOPE, **expected}


def test_an_answer_names_the_message_that_it_answers(open_window: Sandbox) -> None:
    send(Text(body="Hello"), in_reply_to="wamid.IN1")
    assert taken(open_window)["context"] == {"message_id": "wamid.IN1"}


def test_a_person_without_a_number_is_written_to_by_user_id(graph: Sandbox) -> None:
    graph.state.person_wrote(address="RW.134")
    send(Text(body="Hello"), recipient=Recipient(user_id="RW.134"))
    assert taken(graph)["recipient"] == "RW.134"
    assert "to" not in taken(graph)


def test_the_number_wins_over_the_user_id_and_has_its_plus(open_window: Sandbox) -> None:
    send(Text(body="Hello"), recipient=Recipient(phone=PHONE[1:], user_id="RW.134"))
    assert taken(open_window)["to"] == PHONE
    assert "recipient" not in taken(open_window)


def test_the_call_goes_to_the_connections_number_with_its_token(scripted: ScriptedServer) -> None:
    scripted.answer = lambda _: Reply(body=b'{"messages":[{"id":"wamid.OUT1"}]}')
    assert send(Text(body="Hello")) == "wamid.OUT1"
    (seen,) = scripted.seen
    assert (seen.method, seen.path) == ("POST", "/v25.0/106540352242922/messages")
    assert seen.headers["authorization"] == f"Bearer {ACCESS_TOKEN}"


def test_a_message_that_was_read_is_marked_while_we_type(graph: Sandbox) -> None:
    MetaCloud().mark_read(external_id="wamid.IN1", connection=WHATSAPP)
    assert graph.state.marked_read() == [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.IN1",
            "typing_indicator": {"type": "text"},
        }
    ]
