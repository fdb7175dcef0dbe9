"""The words that mean the same at every step."""

import dataclasses
import json

import pytest
from tests.conversation.engine.playing import at, data_of, play, step_of
from tests.conversation.small_dialogue import (
    FEATURE_PHONE,
    SMALL,
    WITHOUT_STAFF,
    location,
    photo,
    tap,
    text,
)

from baraza.conversation.engine.contract import Choice, Go, Prompt


def test_a_text_step_holds_any_sentence_even_one_with_command_words() -> None:
    turn = play(at("words"), text("help the menu person to cancel and go back to start in English"))

    assert data_of(turn)["words"] == "help the menu person to cancel and go back to start in English"


def test_zero_leads_back_on_a_small_screen() -> None:
    turn = play(at("home"), text("1"), text("0"), channel=FEATURE_PHONE)

    assert step_of(turn) == "home"


@pytest.mark.parametrize("word", ["back", "Back.", "TERUG", "emuva", "buyela", "emva"])
def test_back_takes_the_answer_back_and_the_same_answer_leads_on_again(word: str) -> None:
    there = play(at("home"), tap("report"), text("A leak"), photo("p1"), tap("done"))
    back = play(there.state or at(""), text(word))
    again = play(back.state or at(""), tap("done"))

    assert step_of(back) == "photos"
    assert data_of(back) == {"words": "A leak", "photos": ["p1"]}
    assert again == there


def test_back_at_the_first_question_stays_and_says_so() -> None:
    turn = play(at("home"), text("back"))

    assert (step_of(turn), turn.say) == ("home", ("You cannot go back from here. Write “menu” to start again.",))


def test_nothing_leads_back_behind_what_cannot_be_undone() -> None:
    turn = play(at("home"), tap("report"), text("A leak"), tap("done"), location(), tap("yes"), text("back"))

    assert (step_of(turn), turn.say[0]) == ("rate", "You cannot go back from here. Write “menu” to start again.")


def test_back_passes_over_a_question_that_a_new_version_dropped() -> None:
    there = play(at("home"), tap("report"), text("A leak"), tap("done"))
    shorter = dataclasses.replace(SMALL, steps=tuple(step for step in SMALL.steps if step.id != "photos"))

    assert step_of(play(there.state or at(""), text("back"), dialogue=shorter)) == "words"


@pytest.mark.parametrize(
    "word", ["menu", "start", "restart", "kieslys", "begin weer", "imenyu", "qala kabusha", "qala kwakhona", "00"]
)
def test_menu_leads_home_and_back_returns_to_the_answers(word: str) -> None:
    there = play(at("home"), tap("report"), text("A leak"))
    home = play(there.state or at(""), text(word))
    returned = play(home.state or at(""), text("back"))

    assert (step_of(home), data_of(home)) == ("home", {"words": "A leak"})
    assert home.say == ("To return, choose “back”.",)
    assert (step_of(returned), data_of(returned)) == ("photos", {"words": "A leak"})


@pytest.mark.parametrize("word", ["hi", "Hello!", "sawubona", "molo", "hallo", "Good morning.", "Goeie môre"])
def test_a_greeting_is_a_command_at_home_only(word: str) -> None:
    assert play(at("home"), text(word)).say == ()
    assert data_of(play(at("words"), text(word)))["words"] == word


@pytest.mark.parametrize("word", ["cancel", "exit", "kanselleer", "khansela", "rhoxisa"])
def test_cancel_leaves_and_says_what_becomes_of_the_answers(word: str) -> None:
    turn = play(at("home"), tap("report"), text("A leak"), text(word))

    assert turn.state is None
    assert turn.prompt.final
    assert turn.say == ("Stopped. Answers that you had not sent yet were deleted. What you sent before is kept.",)


def test_cancel_with_nothing_said_yet_says_so() -> None:
    assert play(at("home"), text("cancel")).say == ("Stopped. You had not given any answers yet.",)


@pytest.mark.parametrize("word", ["help", "Help me!", "?", "hulp", "usizo", "ngisize", "uncedo", "ndincede"])
def test_help_explains_the_question_and_the_words_that_always_work(word: str) -> None:
    turn = play(at("words"), text(word))

    assert turn.say == ("A few words are enough.\nYou can always write: back, menu, language, person, cancel.",)
    assert (step_of(turn), turn.prompt.text) == ("words", "What is wrong?")


@pytest.mark.parametrize("word", ["language", "change language", "taal", "ulimi", "ulwimi"])
def test_language_leads_to_the_choice_of_language(word: str) -> None:
    assert step_of(play(at("words"), text(word))) == "language"


def test_language_lists_the_names_where_a_dialogue_has_no_such_step() -> None:
    turn = play(at("words"), text("taal"), dialogue=WITHOUT_STAFF)

    assert turn.say == ("Write the language that you want: English, Afrikaans, isiZulu, isiXhosa.",)


def test_naming_a_language_switches_at_once_and_asks_the_same_question_in_it() -> None:
    turn = play(at("words", data={"emergency": True}), text("IsiZulu"))

    assert (turn.language, turn.language_known) == ("zu", True)
    assert turn.say == ("[zu] We go on in isiZulu.",)
    assert turn.prompt.text == "[zu] What is wrong?"
    assert data_of(turn) == {"emergency": True}


def test_a_step_may_switch_the_language() -> None:
    turn = play(at("language"), text("isizulu"))

    assert (step_of(turn), turn.prompt.text) == ("home", "[zu] What would you like to do?")


@pytest.mark.parametrize("word", ["agent", "person", "human", "mens", "persoon", "umuntu", "umntu"])
def test_a_person_can_be_asked_for_at_any_step(word: str) -> None:
    assert step_of(play(at("words"), text(word))) == "person"


def test_a_question_to_staff_in_the_middle_does_not_cost_the_answers() -> None:
    turn = play(at("home"), tap("report"), text("A leak"), text("agent"), text("When do you come?"))

    assert (step_of(turn), data_of(turn), turn.say) == ("photos", {"words": "A leak"}, ("We passed it on.",))


def test_a_question_to_staff_alone_ends_the_conversation() -> None:
    turn = play(at("home"), text("agent"), text("When do you come?"))

    assert (turn.state, turn.prompt) == (None, Prompt(text="We passed it on.", final=True))


def test_asking_for_a_person_where_there_is_none_is_answered() -> None:
    assert play(at("words"), text("agent"), dialogue=WITHOUT_STAFF).say == ("Sorry, nobody can be reached here.",)


def test_a_steps_own_choice_claims_a_commands_word() -> None:
    # At home "Language" is a choice; its id leads to the same place, so look at who moved: the step, not the command.
    claimed = dataclasses.replace(
        SMALL.steps[0],
        ask=lambda _: Prompt(text="?", choices=(Choice(id="words", label="Help"),)),
        take=lambda _, given: Go(step=given.choice_id),
    )
    dialogue = dataclasses.replace(SMALL, steps=(claimed, *SMALL.steps[1:]))

    assert step_of(play(at("home"), text("help"), dialogue=dialogue)) == "words"


def test_what_is_not_understood_gets_a_reason_then_help_then_ways_out() -> None:
    first = play(at("check", data={"words": "leak"}), text("perhaps"))
    second = play(first.state or at(""), text("perhaps"))
    third = play(second.state or at(""), text("perhaps"))
    out = play(third.state or at(""), text("3"))

    why = "Please choose one of the answers."
    always = "You can always write: back, menu, language, person, cancel."
    assert first.say == (why,)
    assert second.say == (why, always)
    assert third.say == (why, always)
    assert [choice.label for choice in third.prompt.choices] == ["Yes", "No", "Talk to a person", "Main menu"]
    assert step_of(out) == "person"


def test_the_way_back_stays_short() -> None:
    state = at("home")
    for _ in range(40):
        state = state.moved(step="words", put={"words": "x"}, forget=False)
        state = state.moved(step="home", put={"words": None}, forget=False)

    assert len(state.history) == 30


def test_the_way_back_stays_small_however_long_the_answers_are() -> None:
    state = at("home")
    for number in range(20):
        state = state.moved(step="words", put={"words": f"{number}" * 10_000}, forget=False)
        state = state.moved(step="home", put={}, forget=False)

    assert len(json.dumps(state.as_json())) < 130_000
    assert state.data["words"].startswith("19")
