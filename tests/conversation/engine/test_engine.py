"""Answers are recognised, or it is said why not."""

import dataclasses

import pytest
from tests.conversation.engine.playing import at, data_of, play, step_of
from tests.conversation.small_dialogue import (
    SMALL,
    context,
    location,
    other,
    photo,
    tap,
    text,
)

from baraza.conversation.engine import engine
from baraza.conversation.engine.contract import Choice, Input, Prompt


def test_a_conversation_begins_at_home() -> None:
    turn = engine.begin(dialogue=SMALL, context=context())

    assert step_of(turn) == "home"
    assert turn.prompt.text == "What would you like to do?"
    assert turn.say == ()


def test_opening_words_that_answer_the_first_question_are_taken() -> None:
    turn = engine.begin(dialogue=SMALL, context=context(), input=text("report a leak"))

    assert step_of(turn) == "words"


def test_opening_words_that_answer_nothing_are_greeted_without_complaint() -> None:
    turn = engine.begin(dialogue=SMALL, context=context(), input=text("good morning to you"))

    assert (step_of(turn), turn.say) == ("home", ())
    assert turn.state is not None
    assert turn.state.attempts == 0


def test_an_emergency_in_the_opening_words_is_answered_at_once() -> None:
    turn = engine.begin(dialogue=SMALL, context=context(), input=text("a cable is sparking"))

    assert turn.say == ("Call 112 now.",)
    assert data_of(turn) == {"emergency": True}


def test_a_voice_message_as_opening_is_explained() -> None:
    turn = engine.begin(dialogue=SMALL, context=context(), input=other("audio"))

    assert turn.say == ("We cannot listen to voice messages. Please write it instead.",)


@pytest.mark.parametrize(
    "words",
    [
        "1",
        "1.",
        " 1 ",
        "(1)",
        "1️⃣",
        "१",
        "one",
        "One",
        "EEN",
        "kunye",
        "Report a leak",
        "report a LEAK!",
        "rep",
        "report",
    ],
)
def test_a_choice_is_recognised_however_it_is_written(words: str) -> None:
    assert step_of(play(at("home"), text(words))) == "words"


def test_a_beginning_that_fits_two_labels_is_no_choice() -> None:
    # "Report a leak" and "Track a report" do not begin alike, so a label with the same beginning is needed.
    two = Prompt(text="?", choices=(Choice(id="a", label="Water leak"), Choice(id="b", label="Water bill")))
    step = dataclasses.replace(SMALL.steps[0], ask=lambda _: two)
    dialogue = dataclasses.replace(SMALL, steps=(step, *SMALL.steps[1:]))

    turn = play(at("home"), text("water"), dialogue=dialogue)

    assert turn.say == ("Please choose one of the answers.",)


def test_a_tapped_button_of_an_earlier_question_is_not_taken_for_an_answer() -> None:
    turn = play(at("check", data={"words": "leak"}), tap("done", "Done"))

    assert (step_of(turn), turn.say) == ("check", ("That answer belongs to an earlier question.",))


def test_a_single_zero_is_an_answer_where_nothing_is_numbered() -> None:
    assert data_of(play(at("words"), text("0")))["words"] == "0"


def test_a_steps_own_reason_is_told() -> None:
    assert play(at("reference"), text("12345")).say == ("That is no reference.",)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (other("audio"), "We cannot listen to voice messages. Please write it instead."),
        (other("video"), "We cannot use videos. Please write it, or send a photo when we ask for one."),
        (other("document"), "We cannot open documents here. Please write it, or send a photo when we ask for one."),
        (other("sticker"), "We cannot read stickers. Please write your answer."),
        (other("contacts"), "We cannot use contact cards. Please write your answer."),
        (other("hologram"), "We cannot use this kind of message. Please write your answer."),
        (photo(), "We cannot use a photo for this question."),
        (location(), "A location is not needed for this question."),
        (text("   "), "Your message was empty."),
    ],
)
def test_what_a_question_cannot_take_is_explained(given: Input, why: str) -> None:
    turn = play(at("words"), given)

    assert (step_of(turn), turn.say) == ("words", (why,))


@pytest.mark.parametrize("given", [location(91.0, 0.0), location(0.0, -180.5), location(None, None)])
def test_a_location_off_the_earth_is_asked_again(given: Input) -> None:
    turn = play(at("place"), given)

    assert (step_of(turn), turn.say) == ("place", ("We could not read that location. Please send it again.",))


def test_a_photo_that_never_arrived_is_asked_again() -> None:
    assert play(at("photos"), photo("")).say == ("We could not take that photo. Please send it again.",)


def test_a_photos_caption_is_taken_as_the_words_that_were_asked_for() -> None:
    turn = play(at("words"), photo("p1", "Burst pipe"))

    assert data_of(turn) == {"words": "Burst pipe"}
    assert turn.say == ("We took your words. Send the photo again when we ask for one.",)


def test_a_word_of_emergency_is_answered_first_and_the_step_still_takes_the_text() -> None:
    turn = play(at("words"), text("sparking cable"))

    assert turn.say == ("Call 112 now.",)
    assert data_of(turn) == {"emergency": True, "words": "sparking cable"}


def test_a_text_that_the_dialogue_waits_for_everywhere_leads_elsewhere() -> None:
    turn = play(at("words"), text("MI-2026-ABC234"))

    assert (turn.state, turn.prompt.text) == (None, "It is being repaired.")


def test_a_finish_ends_with_its_last_text() -> None:
    turn = play(at("rate"), tap("3"))

    assert (turn.state, turn.say) == (None, ("Noted.",))
    assert turn.prompt == Prompt(text="Goodbye.", final=True)
