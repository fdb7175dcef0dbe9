"""A turn of the engine: what each thing that a person does leads to."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from tests.conversation.small_dialogue import (
    FEATURE_PHONE,
    PHONE,
    SMALL,
    WITHOUT_STAFF,
    context,
    location,
    other,
    photo,
    tap,
    text,
)

from baraza.conversation.engine import engine
from baraza.conversation.engine.contract import Choice, Dialogue, Go, Input, Prompt
from baraza.conversation.engine.engine import Stage
from baraza.conversation.engine.state import State, Turn


def at(step: str, **changes: object) -> State:
    values: dict[str, object] = {
        "dialogue": "small",
        "version": 3,
        "step": step,
        "language": "en",
        "language_known": True,
        **changes,
    }
    return State(**values)  # type: ignore[arg-type]


def play(state: State, *inputs: Input, dialogue: Dialogue = SMALL, channel: object = PHONE) -> Turn:
    turn = Turn.at(state=state, say=(), prompt=Prompt(text=""))
    for given in inputs:
        assert turn.state is not None
        turn = engine.turn(dialogue=dialogue, state=turn.state, context=context(channel=channel), input=given)
    return turn


def step_of(turn: Turn) -> str:
    assert turn.state is not None
    return turn.state.step


def data_of(turn: Turn) -> dict[str, object]:
    assert turn.state is not None
    return dict(turn.state.data)


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


def test_a_text_step_holds_any_sentence_even_one_with_command_words() -> None:
    turn = play(at("words"), text("help the menu person to cancel and go back to start in English"))

    assert data_of(turn)["words"] == "help the menu person to cancel and go back to start in English"


def test_a_single_zero_is_an_answer_where_nothing_is_numbered() -> None:
    assert data_of(play(at("words"), text("0")))["words"] == "0"


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


@pytest.mark.parametrize("word", ["menu", "start", "kieslys", "imenyu", "00"])
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


@pytest.mark.parametrize("word", ["cancel", "kanselleer", "khansela", "rhoxisa"])
def test_cancel_leaves_and_says_what_becomes_of_the_answers(word: str) -> None:
    turn = play(at("home"), tap("report"), text("A leak"), text(word))

    assert turn.state is None
    assert turn.prompt.final
    assert turn.say == ("Stopped. Answers that you had not sent yet were deleted. What you sent before is kept.",)


def test_cancel_with_nothing_said_yet_says_so() -> None:
    assert play(at("home"), text("cancel")).say == ("Stopped. You had not given any answers yet.",)


@pytest.mark.parametrize("word", ["help", "?", "hulp", "usizo", "uncedo"])
def test_help_explains_the_question_and_the_words_that_always_work(word: str) -> None:
    turn = play(at("words"), text(word))

    assert turn.say == ("A few words are enough.\nYou can always write: back, menu, language, person, cancel.",)
    assert (step_of(turn), turn.prompt.text) == ("words", "What is wrong?")


@pytest.mark.parametrize("word", ["language", "taal", "ulimi", "ulwimi"])
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


@pytest.mark.parametrize("words", ["boom", "nowhere", "not json", "ask fails", "no such language"])
def test_a_step_that_fails_is_apologised_for_and_nothing_is_lost(words: str, caplog: pytest.LogCaptureFixture) -> None:
    turn = play(at("broken", data={"words": "A leak"}), text(words))

    assert (step_of(turn), data_of(turn)) == ("broken", {"words": "A leak"})
    assert turn.say == ("Sorry, something went wrong on our side. Your answers are kept. Please try again.",)
    assert turn.prompt.text == "This one fails."
    assert [record.message for record in caplog.records] == ["A step failed"]


def test_a_failure_before_the_step_does_not_keep_the_step_from_its_answer(caplog: pytest.LogCaptureFixture) -> None:
    def fails(*_: object) -> None:
        raise LookupError("no model")

    turn = play(at("words"), text("A leak"), dialogue=dataclasses.replace(SMALL, before=fails))

    assert (step_of(turn), data_of(turn), turn.say) == ("photos", {"words": "A leak"}, ())
    assert [record.message for record in caplog.records] == ["A step failed"]


def test_a_step_that_cannot_even_ask_still_obeys_commands() -> None:
    stuck = play(at("mute", data={"words": "A leak"}), text("anything"))
    home = play(stuck.state or at(""), text("menu"))

    assert stuck.prompt.text == "Sorry, something went wrong on our side. Your answers are kept. Please try again."
    assert (step_of(stuck), data_of(stuck)) == ("mute", {"words": "A leak"})
    assert step_of(home) == "home"


def test_what_a_failed_step_did_is_undone_before_the_apology() -> None:
    seen: list[str] = []

    def guard() -> AbstractContextManager[None]:
        @contextmanager
        def watch() -> Iterator[None]:
            seen.append("open")
            try:
                yield
            except Exception:
                seen.append("undone")
                raise
            seen.append("kept")

        return watch()

    engine.turn(dialogue=SMALL, state=at("broken"), context=context(), input=text("boom"), stage=Stage(guard=guard))

    assert seen == ["open", "undone", "open", "kept"]


def test_what_the_caller_wants_to_settle_itself_passes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        engine.turn(
            dialogue=SMALL,
            state=at("broken"),
            context=context(),
            input=text("boom"),
            stage=Stage(pass_through=(ZeroDivisionError,)),
        )


def test_answers_larger_than_a_session_are_refused_and_the_rest_is_kept() -> None:
    turn = play(at("broken", data={"words": "A leak"}), text("too much"))

    assert turn.say == ("That is too much for us to keep. Please send less.",)
    assert data_of(turn) == {"words": "A leak"}


def test_a_session_of_a_compatible_version_goes_on_where_it_was() -> None:
    turn = play(at("photos", version=2, data={"words": "A leak"}), tap("done"))

    assert (step_of(turn), data_of(turn)) == ("place", {"words": "A leak"})


@pytest.mark.parametrize("old", [at("photos", version=1), at("a dropped step", version=3)])
def test_a_session_that_cannot_go_on_restarts_politely_and_keeps_what_is_salvaged(old: State) -> None:
    turn = play(dataclasses.replace(old, data={"words": "A leak", "photos": ["p1"]}), tap("done"))

    assert (step_of(turn), data_of(turn)) == ("home", {"words": "A leak"})
    assert turn.say == ("It has been a while, so we start again from the menu.",)


def test_an_emergency_is_answered_even_when_the_session_is_too_old() -> None:
    turn = play(at("photos", version=1), text("sparking"))

    assert turn.say == ("It has been a while, so we start again from the menu.", "Call 112 now.")


def test_resuming_asks_first_and_continues_with_all_answers() -> None:
    asked = engine.resume(dialogue=SMALL, state=at("place", data={"words": "A leak"}), context=context())
    gone_on = play(asked.state or at(""), text("1"))

    assert asked.prompt.text == "You have not finished: Report a leak. Do you want to go on?"
    assert [choice.label for choice in asked.prompt.choices] == ["Continue", "Start again"]
    assert (step_of(gone_on), gone_on.prompt.text) == ("place", "Where is it?")
    assert data_of(gone_on) == {"words": "A leak"}


def test_resuming_may_start_again_and_still_go_back() -> None:
    asked = engine.resume(dialogue=SMALL, state=at("place", data={"words": "A leak"}), context=context())
    again = play(asked.state or at(""), text("start again"))
    returned = play(again.state or at(""), text("back"))

    assert (step_of(again), data_of(again)) == ("home", {"words": "A leak"})
    assert (step_of(returned), data_of(returned)) == ("place", {"words": "A leak"})


def test_a_location_that_was_waited_for_needs_no_question_whether_to_go_on() -> None:
    turn = engine.resume(
        dialogue=SMALL, state=at("place", data={"words": "A leak"}), context=context(), input=location()
    )

    assert step_of(turn) == "check"


def test_a_command_needs_no_question_whether_to_go_on() -> None:
    turn = engine.resume(dialogue=SMALL, state=at("place"), context=context(), input=text("cancel"))

    assert turn.state is None


def test_home_keeps_what_is_salvaged_and_drops_the_rest() -> None:
    before = at("place", data={"words": "A leak", "photos": ["p1"]})
    turn = engine.home(dialogue=SMALL, state=before, context=context())

    assert (step_of(turn), data_of(turn)) == ("home", {"words": "A leak"})


def test_a_state_survives_json() -> None:
    state = play(at("home"), tap("report"), text("Ein Leck 🚰"), photo("p1"), tap("done")).state
    assert state is not None

    assert State.from_json(json.loads(json.dumps(state.as_json()))) == state


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
