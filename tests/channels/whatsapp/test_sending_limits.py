"""What is within Meta's limits goes out whole; what is beyond them never leaves us."""

import pytest
from tests.channels.whatsapp.sending import failure, outgoing, send

from baraza.messaging.contract import (
    Button,
    Buttons,
    Content,
    Failure,
    Image,
    ListMenu,
    LocationRequest,
    Recipient,
    Row,
    Screen,
    Section,
    Template,
    Text,
)
from baraza.operations.demo.graph_api import Sandbox
from baraza.operations.demo.graph_rules import Invalid, check_message

THREE = tuple(Button(id=f"b{number}", title=f"Title {number}") for number in range(3))
TEN_ROWS = tuple(Row(id=f"r{number}", title=f"Row {number}") for number in range(10))

AT_THE_LIMIT: dict[str, Content] = {
    "text": Text(body="x" * 4096),
    "buttons": Buttons(
        body="x" * 1024, buttons=tuple(Button(id=f"{n}" + "i" * 255, title=f"{n}" + "t" * 19) for n in range(3))
    ),
    "list": ListMenu(
        body="x" * 1024,
        button="b" * 20,
        sections=tuple(
            Section(
                title="s" * 24,
                rows=(Row(id=f"{n}" + "i" * 199, title="t" * 24, description="d" * 72),),
            )
            for n in range(10)
        ),
    ),
    "location request": LocationRequest(body="x" * 1024),
    "caption": Image(media_id="1", caption="x" * 1024),
}
BEYOND: dict[str, Content] = {
    "text too long": Text(body="x" * 4097),
    "text empty": Text(body=" \n"),
    "body too long": Buttons(body="x" * 1025, buttons=THREE),
    "no buttons": Buttons(body="x", buttons=()),
    "four buttons": Buttons(body="x", buttons=(*THREE, Button(id="b4", title="Four"))),
    "button title too long": Buttons(body="x", buttons=(Button(id="a", title="t" * 21),)),
    "button id too long": Buttons(body="x", buttons=(Button(id="i" * 257, title="t"),)),
    "button id with a blank": Buttons(body="x", buttons=(Button(id="a ", title="t"),)),
    "same button titles": Buttons(body="x", buttons=(Button(id="a", title="t"), Button(id="b", title="t"))),
    "same button ids": Buttons(body="x", buttons=(Button(id="a", title="t"), Button(id="a", title="u"))),
    "list body too long": ListMenu(body="x" * 1025, button="b", sections=(Section(title="", rows=TEN_ROWS),)),
    "list button too long": ListMenu(body="x", button="b" * 21, sections=(Section(title="", rows=TEN_ROWS),)),
    "eleven rows": ListMenu(
        body="x",
        button="b",
        sections=(Section(title="a", rows=TEN_ROWS), Section(title="b", rows=(Row(id="r11", title="t"),))),
    ),
    "no sections": ListMenu(body="x", button="b", sections=()),
    "section without rows": ListMenu(
        body="x", button="b", sections=(Section(title="a", rows=TEN_ROWS[:1]), Section(title="b", rows=()))
    ),
    "second section without title": ListMenu(
        body="x",
        button="b",
        sections=(Section(title="a", rows=TEN_ROWS[:1]), Section(title="", rows=TEN_ROWS[1:2])),
    ),
    "section title too long": ListMenu(body="x", button="b", sections=(Section(title="s" * 25, rows=TEN_ROWS),)),
    "row title too long": ListMenu(
        body="x", button="b", sections=(Section(title="", rows=(Row(id="r", title="t" * 25),)),)
    ),
    "row description too long": ListMenu(
        body="x", button="b", sections=(Section(title="", rows=(Row(id="r", title="t", description="d" * 73),)),)
    ),
    "row id too long": ListMenu(
        body="x", button="b", sections=(Section(title="", rows=(Row(id="r" * 201, title="t"),)),)
    ),
    "same row ids": ListMenu(body="x", button="b", sections=(Section(title="", rows=(TEN_ROWS[0], TEN_ROWS[0])),)),
    "location request too long": LocationRequest(body="x" * 1025),
    "caption too long": Image(media_id="1", caption="x" * 1025),
    "image of nothing": Image(),
    "image of two": Image(media_id="1", link="https://example.org/a.jpg"),
    "image in the clear": Image(link="http://example.org/a.jpg"),
    "template without language": Template(name="a", language=""),
    "template with an empty parameter": Template(name="a", language="en", parameters=(" ",)),
    "screen": Screen(text="x"),
}


@pytest.mark.parametrize("name", sorted(AT_THE_LIMIT))
def test_what_is_just_within_metas_limits_is_sent_whole(open_window: Sandbox, name: str) -> None:
    assert send(AT_THE_LIMIT[name]) == open_window.state.messages()[0]["id"]


@pytest.mark.parametrize("name", sorted(BEYOND))
def test_what_is_beyond_a_limit_is_refused_before_it_leaves_us(open_window: Sandbox, name: str) -> None:
    error = failure(BEYOND[name])
    assert (error.failure, error.retryable, error.code) == (Failure.REFUSED, False, "limits")
    assert open_window.state.messages() == []


def test_a_message_to_nobody_or_with_a_key_too_long_is_refused(open_window: Sandbox) -> None:
    assert failure(recipient=Recipient()).failure == Failure.REFUSED
    assert failure(key="k" * 513).failure == Failure.REFUSED
    assert open_window.state.messages() == []


@pytest.mark.parametrize(
    "name",
    [
        "text too long",
        "four buttons",
        "eleven rows",
        "same button titles",
        "row title too long",
        "button id with a blank",
    ],
)
def test_the_sandbox_refuses_the_same_from_its_own_reading_of_the_limits(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baraza.channels.whatsapp import outbound

    for check in ("_within", "_count", "_different"):
        monkeypatch.setattr(outbound, check, lambda *_: None)
    message = outbound.message_of(outgoing(BEYOND[name]))
    with pytest.raises(Invalid):
        check_message(message)
