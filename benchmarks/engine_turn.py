"""What a turn of the dialogue engine costs without input and output, beside a JSON round trip of the same state.

    python benchmarks/engine_turn.py [--turns 20000]

A conversation of six inputs is played over and over: choices, words, a photo, a command, a misunderstanding. Each turn
starts from a state that was read from JSON and ends with one written to JSON, as it does between two requests.
Rendering is timed apart. Times are CPU time per turn, the best of five rounds, because other work on the machine only
ever adds to them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measuring import figures, machine
from measuring.figures import Figure

from baraza.conversation.engine import engine
from baraza.conversation.engine.contract import (
    ChannelFacts,
    Choice,
    Context,
    Dialogue,
    Finish,
    Go,
    Input,
    InputKind,
    Next,
    Person,
    Prompt,
    Step,
    Want,
)
from baraza.conversation.engine.state import State, Turn
from baraza.conversation.renderers import numbered, rich
from baraza.conversation.renderers.rendered import Rendered
from baraza.messaging.contract import Limits

LIMIT_MICROSECONDS = 200.0
ROUNDS = 5
USSD = Limits(text=156, alphabet="gsm7", one_message_per_turn=True)
CHAT = Limits(
    text=4096,
    buttons=3,
    button_title=20,
    rows=10,
    row_title=24,
    row_description=72,
    list_button=20,
    interactive_body=1024,
    asks_location=True,
    takes_photos=True,
)
KINDS = ("Water", "Electricity", "Roads", "Refuse", "Sewage", "Street lights", "Parks", "Traffic lights", "Other")


def plain(message: str, /, **parameters: object) -> str:
    return message % parameters if parameters else message


def _ask_kind(context: Context) -> Prompt:
    return Prompt(
        text=context.t("What kind of problem is it?"),
        choices=tuple(Choice(id=kind.lower(), label=context.t(kind)) for kind in KINDS),
    )


def _take_kind(_: Context, given: Input) -> Next:
    return Go(step="words", put={"kind": given.choice_id})


def _ask_words(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Tell us in your own words what is wrong with: %(kind)s.", kind=context.data["kind"]),
        wants=frozenset({Want.TEXT, Want.PHOTO}),
    )


def _take_words(context: Context, given: Input) -> Next:
    if given.kind is InputKind.PHOTO:
        return Go(step="words", put={"photos": [*context.data.get("photos", []), given.photo]})
    return Go(step="check", put={"words": given.text})


def _ask_check(context: Context) -> Prompt:
    return Prompt(
        text=context.t("Please check: %(words)s", words=context.data["words"]),
        choices=(Choice(id="send", label=context.t("Send")), Choice(id="change", label=context.t("Change something"))),
    )


def _take_check(context: Context, given: Input) -> Next:
    if given.choice_id == "send":
        return Finish(say=(context.t("Thank you."),))
    return Go(step="words")


DIALOGUE = Dialogue(
    name="bench",
    title="Report a problem",
    version=1,
    compatible_from=1,
    home="kind",
    steps=(
        Step(id="kind", ask=_ask_kind, take=_take_kind),
        Step(id="words", ask=_ask_words, take=_take_words),
        Step(id="check", ask=_ask_check, take=_take_check),
    ),
)
CONTEXT = Context(
    t=plain,
    language="en",
    languages=("en", "af", "zu", "xh"),
    channel=ChannelFacts(name="chat", takes_photos=True, takes_location=True),
    person=Person(organisation_id=1, contact_id=1),
)
WORDS = "There is a big hole in the road near the school and cars have to drive on the pavement. " * 3
INPUTS = (
    Input(kind=InputKind.TEXT, text="3"),
    Input(kind=InputKind.PHOTO, photo="0b9c2a4e-5f57-4c6c-9a65-0c8f0b7f7a11"),
    Input(kind=InputKind.TEXT, text=WORDS),
    Input(kind=InputKind.TEXT, text="perhaps"),
    Input(kind=InputKind.TEXT, text="back"),
    Input(kind=InputKind.TEXT, text=WORDS),
)


@dataclass(frozen=True, kw_only=True)
class Played:
    """One turn: the state as it lies in the database and as it was read, what came in, what it led to."""

    stored: str
    state: State
    given: Input
    turn: Turn


def conversation() -> list[Played]:
    turn = engine.begin(dialogue=DIALOGUE, context=CONTEXT)
    played = []
    for given in INPUTS:
        assert turn.state is not None
        stored = json.dumps(turn.state.as_json())
        state = State.from_json(json.loads(stored))
        turn = engine.turn(dialogue=DIALOGUE, state=state, context=CONTEXT, input=given)
        played.append(Played(stored=stored, state=state, given=given, turn=turn))
    return played


def microseconds(work: Callable[[Played], object], played: Sequence[Played], turns: int) -> float:
    """CPU time per turn, the best round."""
    best = float("inf")
    repeats = max(1, turns // len(played))
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(repeats):
            for one in played:
                work(one)
        best = min(best, (time.process_time() - start) / (repeats * len(played)))
    return best * 1e6


def json_round_trip(played: Played) -> object:
    return json.dumps(json.loads(played.stored))


def engine_turn(played: Played) -> Turn:
    return engine.turn(dialogue=DIALOGUE, state=played.state, context=CONTEXT, input=played.given)


def from_json_to_json(played: Played) -> object:
    state = State.from_json(json.loads(played.stored))
    after = engine.turn(dialogue=DIALOGUE, state=state, context=CONTEXT, input=played.given).state
    return after and json.dumps(after.as_json())


def screen(played: Played) -> Rendered:
    return numbered.render(say=played.turn.say, prompt=played.turn.prompt, limits=USSD, t=plain, can_go_back=True)


def messages(played: Played) -> Rendered:
    return rich.render(say=played.turn.say, prompt=played.turn.prompt, limits=CHAT, t=plain)


TIMED = {
    "reference: JSON round trip of the state": json_round_trip,
    "engine turn": engine_turn,
    "engine turn with its state from and to JSON": from_json_to_json,
    "numbered screen of 156 septets": screen,
    "messages with buttons and lists": messages,
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = figures.parser(__doc__)
    parser.add_argument("--turns", type=int, default=20_000, help="turns per round")
    options = parser.parse_args(arguments)
    turns = 60 if options.quick else options.turns
    played = conversation()
    print(machine.describe())
    found = {name: microseconds(work, played, turns) for name, work in TIMED.items()}
    base = next(iter(found.values()))
    made = [
        Figure(
            what=name,
            ours=f"{figure:.1f} µs",
            reference=f"{base:.1f} µs (JSON round trip of the state)",
            ratio=figure / base,
            target="",
            met=None,
            samples=f"best of {ROUNDS} × {turns} turns",
        )
        for name, figure in list(found.items())[1:]
    ]
    turn = found["engine turn"]
    limit = Figure(
        what="engine turn without I/O",
        ours=f"{turn:.1f} µs",
        reference=f"limit {LIMIT_MICROSECONDS:.0f} µs",
        ratio=turn / LIMIT_MICROSECONDS,
        target="≤ 1",
        met=turn <= LIMIT_MICROSECONDS,
        samples=f"best of {ROUNDS} × {turns} turns",
    )
    figures.publish([limit, *made], file=options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
