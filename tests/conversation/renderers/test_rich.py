"""Buttons, lists and location requests: within the channel's limits, with the whole text and every answer."""

from collections.abc import Iterable

from hypothesis import given, settings
from tests.conversation.renderers.strategies import SAYINGS, WHATSAPP, english, prompts

from baraza.conversation.engine.contract import Choice, Prompt, Want
from baraza.conversation.renderers import rich
from baraza.conversation.renderers.rendered import Chosen, Page, Rendered
from baraza.messaging.contract import (
    Button,
    Buttons,
    Content,
    Limits,
    ListMenu,
    LocationRequest,
    Row,
    Section,
    Text,
)

YES_NO = (Choice(id="yes", label="Yes"), Choice(id="no", label="No"))


def render(prompt: Prompt, *, say: tuple[str, ...] = (), limits: Limits = WHATSAPP) -> Rendered:
    return rich.render(say=say, prompt=prompt, limits=limits, t=english)


def many(number: int) -> tuple[Choice, ...]:
    return tuple(Choice(id=f"c{index}", label=f"Answer {index}") for index in range(1, number + 1))


def rows_of(contents: Iterable[Content]) -> list[Row]:
    return [
        row
        for content in contents
        if isinstance(content, ListMenu)
        for section in content.sections
        for row in section.rows
    ]


def test_a_text_without_answers_is_one_message() -> None:
    assert render(Prompt(text="What is wrong?"), say=("Thanks.",)).contents == (Text(body="Thanks.\n\nWhat is wrong?"),)


def test_few_short_answers_are_buttons() -> None:
    assert render(Prompt(text="Send it?", choices=YES_NO), say=("Thanks.",)).contents == (
        Buttons(
            body="Thanks.\n\nSend it?",
            buttons=(Button(id="yes", title="Yes"), Button(id="no", title="No")),
        ),
    )


def test_more_answers_than_buttons_are_a_list() -> None:
    rendered = render(Prompt(text="Which?", choices=many(4), list_label="Kinds"))

    assert rendered.contents == (
        ListMenu(
            body="Which?",
            button="Kinds",
            sections=(
                Section(title="", rows=tuple(Row(id=f"c{index}", title=f"Answer {index}") for index in range(1, 5))),
            ),
        ),
    )


def test_an_answer_too_long_for_a_button_makes_a_list_with_its_whole_text() -> None:
    choices = (Choice(id="a", label="Street light that does not work at night"), *YES_NO)

    rows = rows_of(render(Prompt(text="Which?", choices=choices)).contents)

    assert rows[0] == Row(
        id="a", title="Street light that does…", description="Street light that does not work at night"
    )


def test_an_answer_too_long_for_a_row_is_written_out_in_the_text() -> None:
    label = "A street light that does not work at night, flickers by day and hangs from its pole by a cable"

    rendered = render(Prompt(text="Which?", choices=(Choice(id="a", label=label), *YES_NO)))

    (menu,) = rendered.contents
    assert isinstance(menu, ListMenu)
    assert menu.body == f"Which?\n\n1. {label}\n2. Yes\n3. No"
    assert rich.read(screen_state=rendered.screen_state, text="1", choice_id="") == Chosen(id="a")


def test_equal_beginnings_are_told_apart_by_number() -> None:
    choices = tuple(Choice(id=f"w{ward}", label=f"Municipality of the northern ward {ward}") for ward in (1, 2))

    titles = [row.title for row in rows_of(render(Prompt(text="Which?", choices=choices)).contents)]

    assert titles == ["1. Municipality of the…", "2. Municipality of the…"]


def test_more_answers_than_rows_come_in_parts() -> None:
    prompt = Prompt(text="Which?", choices=many(20))
    first = render(prompt)
    second = rich.show(prompt=prompt, page=1, limits=WHATSAPP, t=english)
    third = rich.show(prompt=prompt, page=2, limits=WHATSAPP, t=english)

    assert [row.title for row in rows_of(first.contents)][-2:] == ["Answer 9", "More…"]
    assert rows_of(second.contents)[0].title == "Answer 10"
    assert [row.title for row in rows_of(third.contents)] == ["Answer 19", "Answer 20", "Back to the first"]
    assert rich.read(screen_state={}, text="", choice_id=rows_of(first.contents)[-1].id) == Page(number=1)


def test_a_typed_number_means_the_part_that_is_shown() -> None:
    second = rich.show(prompt=Prompt(text="Which?", choices=many(20)), page=1, limits=WHATSAPP, t=english)

    assert rich.read(screen_state=second.screen_state, text="1", choice_id="") == Chosen(id="c10")
    assert rich.read(screen_state=second.screen_state, text="10", choice_id="") is None


def test_a_tapped_answer_is_the_engines() -> None:
    assert rich.read(screen_state={}, text="Yes", choice_id="yes") is None
    assert rich.read(screen_state={}, text="", choice_id="@page:x") is None


def test_a_place_is_asked_for_with_the_channels_own_request() -> None:
    prompt = Prompt(text="Where is it?", wants=frozenset({Want.LOCATION, Want.TEXT}))

    assert render(prompt).contents == (LocationRequest(body="Where is it?"),)


def test_a_place_with_other_answers_is_a_request_and_then_the_answers() -> None:
    prompt = Prompt(text="Where is it?", wants=frozenset({Want.LOCATION}), choices=YES_NO)

    request, buttons = render(prompt).contents

    assert request == LocationRequest(body="Where is it?")
    assert isinstance(buttons, Buttons)
    assert buttons.body == "Or choose an answer:"


def test_buttons_without_lists_fall_back_to_written_answers() -> None:
    rendered = render(Prompt(text="Which?", choices=many(4)), limits=Limits(text=500, buttons=3, button_title=20))

    assert rendered.contents == (Text(body="Which?\n\n1. Answer 1\n2. Answer 2\n3. Answer 3\n4. Answer 4"),)


def test_a_long_text_is_split_between_sentences() -> None:
    sentence = "This is one sentence of the long text. "

    bodies = [content.body for content in render(Prompt(text=sentence * 150)).contents if isinstance(content, Text)]

    assert len(bodies) == 2
    assert all(body.endswith("text.") and len(body) <= 4096 for body in bodies)


@settings(max_examples=30, deadline=None)
@given(say=SAYINGS, prompt=prompts())
def test_every_message_is_within_the_limits_and_no_text_is_lost(say: tuple[str, ...], prompt: Prompt) -> None:
    contents = render(prompt, say=say).contents

    assert contents or not "".join((*say, prompt.text)).strip()
    shown = "".join(_checked(content) for content in contents)
    for text in (*say, prompt.text):
        assert "".join(text.split()) in "".join(shown.split())


@settings(max_examples=30, deadline=None)
@given(prompt=prompts())
def test_every_answer_can_be_tapped_and_read_in_full(prompt: Prompt) -> None:
    tapped: dict[str, str] = {}
    page = 0
    while True:
        contents = rich.render(say=(), prompt=prompt, limits=WHATSAPP, t=english, page=page).contents
        bodies = " ".join(_checked(content) for content in contents)
        for content in contents:
            if isinstance(content, Buttons):
                tapped |= {button.id: button.title for button in content.buttons}
        rows = rows_of(contents)
        tapped |= {row.id: f"{row.title} {row.description} {bodies}" for row in rows}
        if not rows or rows[-1].id != f"@page:{page + 1}":
            break
        page += 1

    assert {choice.id for choice in prompt.choices} == {
        tapped_id for tapped_id in tapped if not tapped_id.startswith("@")
    }
    for choice in prompt.choices:
        read = "".join(tapped[choice.id].split())
        assert "".join((choice.label.strip() or choice.id).split()) in read
        assert "".join(choice.description.split()) in read


def _checked(content: Content) -> str:
    """The content's text, once it is known to be within Meta's limits."""
    if isinstance(content, Text):
        assert 0 < len(content.body) <= 4096
        return content.body
    assert isinstance(content, Buttons | ListMenu | LocationRequest)
    assert 0 < len(content.body) <= 1024
    if isinstance(content, Buttons):
        titles = [button.title for button in content.buttons]
        assert 1 <= len(titles) <= 3
        assert len(set(titles)) == len(titles)
        assert all(0 < len(title) <= 20 for title in titles)
    if isinstance(content, ListMenu):
        rows = rows_of([content])
        assert 1 <= len(rows) <= 10
        assert len({row.id for row in rows}) == len(rows)
        assert all(0 < len(row.title) <= 24 and len(row.description) <= 72 for row in rows)
        assert 0 < len(content.button) <= 20
    return content.body
