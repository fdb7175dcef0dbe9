"""Plays inputs on the small dialogue from a given place in it."""

from tests.conversation.small_dialogue import (
    PHONE,
    SMALL,
    context,
)

from baraza.conversation.engine import engine
from baraza.conversation.engine.contract import Dialogue, Input, Prompt
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
