"""Whatever people do, in whatever order: no crash, no trap, no answer lost."""

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.conversation.small_dialogue import FEATURE_PHONE, PHONE, SMALL, WITHOUT_STAFF, context, text

from baraza.conversation.engine import engine
from baraza.conversation.engine.commands import GREETINGS, LANGUAGE_NAMES, WORDS
from baraza.conversation.engine.contract import ChannelFacts, Dialogue, Input, InputKind
from baraza.conversation.engine.state import DATA_SIZE_LIMIT, State, Turn

_SAID = st.one_of(
    st.sampled_from(sorted({*WORDS, *GREETINGS, *LANGUAGE_NAMES, "0", "00", "98", "1", "2", "3", "4", "yes", "done"})),
    st.sampled_from(["MI-2026-ABC234", "a sparking cable", "boom", "not json", "ask fails", "too much", "nowhere"]),
    st.sampled_from(["", " ", "?", "👍", "مرحبا", "x" * 5000, "%(words)s", "%", "{0}"]),
    st.text(max_size=40),
)
_INPUTS = st.one_of(
    _SAID.map(text),
    st.builds(
        Input,
        kind=st.just(InputKind.CHOICE),
        choice_id=st.sampled_from(
            ["report", "track", "broken", "yes", "no", "done", "1", "@menu", "@person", "@x", ""]
        ),
        text=_SAID,
    ),
    st.builds(
        Input,
        kind=st.just(InputKind.LOCATION),
        latitude=st.one_of(st.none(), st.floats(-100, 100)),
        longitude=st.one_of(st.none(), st.floats(-200, 200)),
    ),
    st.builds(Input, kind=st.just(InputKind.PHOTO), photo=st.sampled_from(["", "p1", "p2"]), text=_SAID),
    st.builds(Input, kind=st.just(InputKind.OTHER), other=st.sampled_from(["audio", "sticker", "contacts", "?"])),
)
_DIALOGUES = st.sampled_from([SMALL, WITHOUT_STAFF])
_CHANNELS = st.sampled_from([PHONE, FEATURE_PHONE])


def played(dialogue: Dialogue, channel: ChannelFacts, inputs: list[Input]) -> list[Turn]:
    """Every turn of a conversation; where it ended, the next input begins a new one."""
    here = context(channel=channel)
    turns = [engine.begin(dialogue=dialogue, context=here)]
    for given_input in inputs:
        state = turns[-1].state
        if state is None:
            turns.append(engine.begin(dialogue=dialogue, context=here, input=given_input))
        else:
            turns.append(engine.turn(dialogue=dialogue, state=_restored(state), context=here, input=given_input))
    return turns


def _restored(state: State) -> State:
    """As it comes back from the database."""
    return State.from_json(json.loads(json.dumps(state.as_json())))


@settings(max_examples=80, deadline=None)
@given(dialogue=_DIALOGUES, channel=_CHANNELS, inputs=st.lists(_INPUTS, max_size=15))
def test_every_turn_shows_something_and_can_be_stored(
    dialogue: Dialogue, channel: ChannelFacts, inputs: list[Input]
) -> None:
    for turn in played(dialogue, channel, inputs):
        assert turn.prompt.text.strip()
        assert (turn.state is None) == turn.prompt.final
        assert turn.state is None or _restored(turn.state) == turn.state
        assert turn.state is None or len(json.dumps(turn.state.data, ensure_ascii=False)) <= DATA_SIZE_LIMIT


@settings(max_examples=80, deadline=None)
@given(dialogue=_DIALOGUES, channel=_CHANNELS, inputs=st.lists(_INPUTS, max_size=15))
def test_from_everywhere_menu_leads_home_and_cancel_leaves(
    dialogue: Dialogue, channel: ChannelFacts, inputs: list[Input]
) -> None:
    here = context(channel=channel)
    for turn in played(dialogue, channel, inputs):
        state = turn.state or engine.begin(dialogue=dialogue, context=here).state
        assert state is not None
        at_home = engine.turn(dialogue=dialogue, state=state, context=here, input=text("menu")).state
        assert at_home is not None
        assert (at_home.step, at_home.resuming) == ("home", False)
        assert engine.turn(dialogue=dialogue, state=state, context=here, input=text("cancel")).state is None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(dialogue=_DIALOGUES, channel=_CHANNELS, inputs=st.lists(_INPUTS, max_size=15), last=_INPUTS)
def test_back_and_the_same_answer_again_keeps_every_answer(
    dialogue: Dialogue, channel: ChannelFacts, inputs: list[Input], last: Input
) -> None:
    here = context(channel=channel)
    before = played(dialogue, channel, inputs)[-1].state or engine.begin(dialogue=dialogue, context=here).state
    assert before is not None
    after = engine.turn(dialogue=dialogue, state=before, context=here, input=last).state
    assume(after is not None and after.history[:-1] == before.history)
    assert after is not None

    returned = engine.turn(dialogue=dialogue, state=after, context=here, input=text("back")).state

    assert returned is not None
    assert returned.step == before.step
    # What the dialogue noted in front of the step (an emergency) stays; nothing that was there is gone or changed.
    assert {key: returned.data.get(key) for key in before.data} == dict(before.data)


@settings(max_examples=80, deadline=None)
@given(words=st.text(min_size=1).filter(str.strip), channel=_CHANNELS)
def test_a_text_field_holds_any_sentence(words: str, channel: ChannelFacts) -> None:
    # Two more words make any command, number or reference a sentence.
    sentence = f"it is {words}"
    state = State(dialogue="small", version=3, step="words", language="en")

    turn = engine.turn(dialogue=SMALL, state=state, context=context(channel=channel), input=text(sentence))

    assert turn.state is not None
    assert turn.state.data["words"] == sentence


@settings(max_examples=80, deadline=None)
@given(dialogue=_DIALOGUES, channel=_CHANNELS, inputs=st.lists(_INPUTS, max_size=15), given_input=_INPUTS)
def test_an_interrupted_conversation_goes_on_with_all_its_answers(
    dialogue: Dialogue, channel: ChannelFacts, inputs: list[Input], given_input: Input
) -> None:
    here = context(channel=channel)
    state = played(dialogue, channel, inputs)[-1].state or engine.begin(dialogue=dialogue, context=here).state
    assert state is not None

    asked = engine.resume(dialogue=dialogue, state=state, context=here)
    assert asked.state is not None
    gone_on = engine.turn(dialogue=dialogue, state=asked.state, context=here, input=text("1")).state

    assert gone_on is not None
    assert (gone_on.step, gone_on.data, gone_on.history) == (state.step, state.data, state.history)
