"""What fails, what is too old and what is taken up again: no answer is lost."""

import dataclasses
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from tests.conversation.engine.playing import at, data_of, play, step_of
from tests.conversation.small_dialogue import (
    SMALL,
    context,
    location,
    photo,
    tap,
    text,
)

from baraza.conversation.engine import engine
from baraza.conversation.engine.engine import Stage
from baraza.conversation.engine.state import State


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
