"""Numbered screens: each fits, no word is lost or cut, every answer can be typed."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.conversation.renderers.strategies import SAYINGS, USSD, english, prompts

from baraza.conversation.engine.contract import Choice, Prompt
from baraza.conversation.renderers import numbered
from baraza.conversation.renderers.rendered import Chosen, Page, Rendered, ScreenState
from baraza.lib.gsm7 import is_gsm7, septets, to_gsm7
from baraza.messaging.contract import Limits, Screen, Text

YES_NO = (Choice(id="yes", label="Yes"), Choice(id="no", label="No"))


def render(prompt: Prompt, *, say: tuple[str, ...] = (), limits: Limits = USSD, can_go_back: bool = False) -> Rendered:
    return numbered.render(say=say, prompt=prompt, limits=limits, t=english, can_go_back=can_go_back)


def screen_of(rendered: Rendered) -> Screen:
    (screen,) = rendered.contents
    assert isinstance(screen, Screen)
    return screen


def walk(rendered: Rendered, limits: Limits = USSD) -> list[tuple[Screen, ScreenState]]:
    """All pages as a person sees them who keeps typing 98."""
    seen = [(screen_of(rendered), rendered.screen_state)]
    while (page := numbered.read(screen_state=seen[-1][1], text="98")) == Page(number=len(seen)):
        assert isinstance(page, Page)
        following = numbered.show(screen_state=seen[-1][1], page=page.number, limits=limits)
        seen.append((screen_of(following), following.screen_state))
    return seen


def words_of(screens: list[str]) -> list[str]:
    """The words without the screens' own menu lines."""
    lines = [line for screen in screens for line in screen.split("\n") if line not in ("98 More", "0 Back")]
    return " ".join(lines).split()


def test_a_question_is_its_text_and_its_numbered_answers() -> None:
    rendered = render(Prompt(text="Send it?", choices=YES_NO), say=("Thanks.",), can_go_back=True)

    assert screen_of(rendered) == Screen(text="Thanks.\nSend it?\n1 Yes\n2 No\n0 Back")


def test_the_short_text_stands_in_for_the_long_one() -> None:
    assert screen_of(render(Prompt(text="A long text", short="Short"))).text == "Short"


def test_a_typed_number_means_the_answer_that_was_shown() -> None:
    state = render(Prompt(text="Send it?", choices=YES_NO)).screen_state

    assert numbered.read(screen_state=state, text="2.") == Chosen(id="no")
    assert numbered.read(screen_state=state, text="3") is None
    assert numbered.read(screen_state=state, text="no") is None


def test_a_closing_text_ends_the_session_with_its_last_page_only() -> None:
    seen = walk(render(Prompt(text="word " * 80, final=True)))

    assert [screen.end for screen, _ in seen] == [False, False, True]
    assert numbered.has_more(seen[0][1])
    assert not numbered.has_more(seen[-1][1])


def test_a_page_leads_back_to_the_one_before() -> None:
    second = walk(render(Prompt(text="word " * 60)))[1][1]

    assert numbered.read(screen_state=second, text="0") == Page(number=0)


def test_two_zeros_are_the_dialogues_menu_on_any_page() -> None:
    second = walk(render(Prompt(text="word " * 60)))[1][1]

    assert numbered.read(screen_state=second, text="00") is None


def test_a_question_that_fits_a_page_begins_one_after_a_longer_text() -> None:
    question = Prompt(text="Is that in eThekwini, the city by the sea?", choices=YES_NO)
    seen = walk(render(question, say=("A team works on it. " * 7,), can_go_back=True))

    assert [screen.text.split("\n")[0][:7] for screen, _ in seen] == ["A team ", "Is that"]
    assert seen[1][0].text == "Is that in eThekwini, the city by the sea?\n1 Yes\n2 No\n0 Back"


def test_a_few_words_stand_above_as_much_of_a_list_as_fits() -> None:
    wards = Prompt(text="Which ward?", choices=tuple(Choice(id=f"w{n}", label=f"Ward {n}") for n in range(1, 15)))
    first = screen_of(render(wards, say=("Please choose one.",)))

    assert first.text.startswith("Please choose one.\nWhich ward?\n1 Ward 1\n")


def test_zero_on_the_first_page_is_the_dialogues() -> None:
    first = render(Prompt(text="word " * 60), can_go_back=True).screen_state

    assert numbered.read(screen_state=first, text="0") is None


def test_98_is_an_ordinary_text_where_there_is_no_more() -> None:
    state = render(Prompt(text="How many?")).screen_state

    assert numbered.read(screen_state=state, text="98") is None


def test_a_channel_of_messages_gets_texts() -> None:
    rendered = render(Prompt(text="Send it?", choices=YES_NO), limits=Limits(text=160, alphabet="gsm7"))

    assert rendered.contents == (Text(body="Send it?\n1 Yes\n2 No"),)


def test_an_answer_that_no_page_can_hold_runs_over_two() -> None:
    rendered = render(Prompt(text="?", choices=(Choice(id="long", label="way " * 50), *YES_NO)))

    assert words_of([screen.text for screen, _ in walk(rendered)]) == ["?", "1", *["way"] * 50, "2", "Yes", "3", "No"]


def test_an_answer_of_emoji_alone_is_shown_by_its_id() -> None:
    assert screen_of(render(Prompt(text="?", choices=(Choice(id="water", label="🚰"),)))).text == "?\n1 water"


def test_a_limit_without_room_for_words_is_refused() -> None:
    with pytest.raises(numbered.TooSmall):
        render(Prompt(text="?"), limits=Limits(text=30, alphabet="gsm7"))


@settings(max_examples=30, deadline=None)
@given(
    say=SAYINGS,
    prompt=prompts(),
    can_go_back=st.booleans(),
    size=st.integers(60, 182),
)
@example(
    say=(),
    prompt=Prompt(
        text="Which ward?", choices=tuple(Choice(id=f"w{ward}", label=f"Ward {ward}") for ward in range(120))
    ),
    can_go_back=True,
    size=160,
)
def test_every_screen_fits_and_nothing_is_lost(
    say: tuple[str, ...],
    prompt: Prompt,
    can_go_back: bool,  # noqa: FBT001 - drawn by hypothesis
    size: int,
) -> None:
    limits = Limits(text=size, alphabet="gsm7", one_message_per_turn=True)
    seen = walk(render(prompt, say=say, limits=limits, can_go_back=can_go_back), limits)
    screens = [screen.text for screen, _ in seen]

    assert all(is_gsm7(screen) and septets(screen) <= size for screen in screens)
    body = to_gsm7("\n".join((*say, prompt.short or prompt.text)))
    answers = [
        f"{number} {' '.join(to_gsm7(choice.label).split()) or to_gsm7(choice.id)}"
        for number, choice in numbered.numbers_of(prompt.choices).items()
    ]
    assert _letters(words_of(screens)) == _letters(words_of([body, *answers]))
    assert [screen.end for screen, _ in seen] == [False] * (len(seen) - 1) + [prompt.final]


@settings(max_examples=30, deadline=None)
@given(prompt=prompts(), can_go_back=st.booleans())
def test_every_answer_can_be_typed_on_the_page_where_it_stands(
    prompt: Prompt,
    can_go_back: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    seen = walk(render(prompt, can_go_back=can_go_back))
    reached = {
        read.id
        for _, state in seen
        for number in state["numbers"]
        if isinstance(read := numbered.read(screen_state=state, text=number), Chosen)
    }

    assert reached == {choice.id for choice in prompt.choices}
    assert not {"0", "98"} & set(seen[0][1]["numbers"])


@settings(max_examples=30, deadline=None)
@given(words=st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=40), min_size=1, max_size=120))
def test_no_word_is_cut_that_a_screen_can_hold(words: list[str]) -> None:
    seen = walk(render(Prompt(text=" ".join(words))))

    assert words_of([screen.text for screen, _ in seen]) == words


def _letters(words: list[str]) -> str:
    """A word longer than a screen is cut, so borders between words are left out of the comparison."""
    return re.sub(r"\s", "", "".join(words))
