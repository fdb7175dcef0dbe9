"""The turn: what a person did, judged by the dialogue's step, becomes what they see next. No input or output here."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from baraza.conversation.engine import orders
from baraza.conversation.engine.commands import Command, Order, recognise
from baraza.conversation.engine.contract import (
    Context,
    Data,
    Dialogue,
    Finish,
    Go,
    Input,
    InputKind,
    Next,
    Prompt,
    Retry,
    SwitchLanguage,
)
from baraza.conversation.engine.matching import Refusal, choice_named, judge
from baraza.conversation.engine.scene import BEFORE, CONTINUE, ESCAPE_AFTER, MENU, PERSON, Scene, StepFailed
from baraza.conversation.engine.state import State, TooMuch, Turn

logger = logging.getLogger(__name__)

_OWN_CHOICES = {CONTINUE: Command.CONTINUE, MENU: Command.MENU, PERSON: Command.PERSON}
_HELP_AFTER = 2
# Of these it is no news that they answer nothing when nothing was asked yet.
_OPENERS = (InputKind.TEXT, InputKind.CHOICE)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """How the caller keeps a failed step from leaving anything behind.

    `guard` surrounds everything that steps do (a savepoint); exceptions in `pass_through` are the caller's to settle.
    """

    guard: Callable[[], AbstractContextManager[object]] = nullcontext
    pass_through: tuple[type[Exception], ...] = field(default=())


PLAIN_STAGE = Stage()


def begin(*, dialogue: Dialogue, context: Context, input: Input | None = None, stage: Stage = PLAIN_STAGE) -> Turn:  # noqa: A002 - the word of the field
    """The first question; or, when the person's opening `input` answers it already, what follows."""
    state = _at_home(dialogue, context.language, known=context.language_known)

    def play(scene: Scene) -> Turn:
        if input is None:
            return _ask(scene, state)
        opened = _judge(scene, state, input)
        refused = opened.state is not None and opened.state.attempts > 0
        return _open(scene, state, input) if refused and input.kind in _OPENERS else opened

    return _staged(dialogue, state, context, stage, play, input)


def turn(
    *,
    dialogue: Dialogue,
    state: State,
    context: Context,
    input: Input,  # noqa: A002 - the word of the field
    stage: Stage = PLAIN_STAGE,
) -> Turn:
    """What comes of `input`. Never raises for what a step does, and never leaves the person without a way on."""
    if _is_stale(dialogue, state):
        return restart(dialogue=dialogue, state=state, context=context, input=input, stage=stage)
    return _staged(dialogue, state, context, stage, lambda scene: _judge(scene, state, input), input)


def show(*, dialogue: Dialogue, state: State, context: Context, stage: Stage = PLAIN_STAGE) -> Turn:
    """The same question once more, e.g. after a dropped session."""
    if _is_stale(dialogue, state):
        return restart(dialogue=dialogue, state=state, context=context, stage=stage)
    return _staged(dialogue, state, context, stage, lambda scene: _ask(scene, state))


def home(*, dialogue: Dialogue, state: State, context: Context, stage: Stage = PLAIN_STAGE) -> Turn:
    """As if the person had chosen the menu: what is salvaged stays, and "back" leads to all the answers so far."""
    order = Order(command=Command.MENU)
    return _staged(dialogue, state, context, stage, lambda scene: _obey(scene, state, order))


def resume(
    *,
    dialogue: Dialogue,
    state: State,
    context: Context,
    input: Input | None = None,  # noqa: A002 - the word of the field
    stage: Stage = PLAIN_STAGE,
) -> Turn:
    """Asks whether to go on; an input that can only be the awaited answer, or is urgent, is taken at once."""
    if _is_stale(dialogue, state):
        return restart(dialogue=dialogue, state=state, context=context, input=input, stage=stage)
    asking = replace(state, resuming=True)

    def play(scene: Scene) -> Turn:
        if input is None or input.kind == InputKind.CHOICE:
            return _ask(scene, asking)
        if input.kind in (InputKind.LOCATION, InputKind.PHOTO) or _order(scene, asking, input, scene.prompt(asking)):
            return _judge(scene, asking, input)
        return _open(scene, asking, input)

    return _staged(dialogue, asking, context, stage, play, input)


def restart(
    *,
    dialogue: Dialogue,
    state: State,
    context: Context,
    input: Input | None = None,  # noqa: A002 - the word of the field
    stage: Stage = PLAIN_STAGE,
) -> Turn:
    """From home again because the state is too old to go on from; what the dialogue salvages stays."""
    salvaged = {key: state.data[key] for key in dialogue.salvage if key in state.data}
    fresh = replace(_at_home(dialogue, state.language, known=state.language_known), data=salvaged)

    def play(scene: Scene) -> Turn:
        return _open(scene, fresh, input, (scene.t(fresh)("It has been a while, so we start again from the menu."),))

    return _staged(dialogue, fresh, context, stage, play, input)


def _at_home(dialogue: Dialogue, language: str, *, known: bool) -> State:
    return State(
        dialogue=dialogue.name,
        version=dialogue.version,
        step=dialogue.home,
        language=language,
        language_known=known,
    )


def _is_stale(dialogue: Dialogue, state: State) -> bool:
    return state.version < dialogue.compatible_from or all(step.id != state.step for step in dialogue.steps)


def _staged(
    dialogue: Dialogue,
    state: State,
    context: Context,
    stage: Stage,
    play: Callable[[Scene], Turn],
    given: Input | None = None,
) -> Turn:
    """Plays; when a step fails, undoes what it did, obeys a command all the same, or apologises and asks again."""
    whole = Scene(dialogue=dialogue, context=context, pass_through=stage.pass_through)
    # What comes before every step must not keep people from all of them when it fails.
    for scene in (whole, replace(whole, without_before=True)):
        try:
            with stage.guard():
                return play(scene)
        except StepFailed as failure:
            logger.exception("A step failed", extra={"step": failure.step})
            if not failure.is_before:
                break
    return _apologise(whole, state, stage, given)


def _apologise(scene: Scene, state: State, stage: Stage, given: Input | None) -> Turn:
    order = _order(scene, state, given, Prompt(text="")) if given else None
    sorry = scene.t(state)("Sorry, something went wrong on our side. Your answers are kept. Please try again.")
    state = replace(state, attempts=min(state.attempts + 1, ESCAPE_AFTER))
    try:
        with stage.guard():
            return _obey(scene, state, order) if order else _ask(scene, state, (sorry,))
    except StepFailed as failure:
        logger.exception("A step cannot even ask", extra={"step": failure.step})
    return Turn.at(state=state, say=(), prompt=Prompt(text=sorry))


def _ask(scene: Scene, state: State, say: tuple[str, ...] = ()) -> Turn:
    return Turn.at(state=state, say=say, prompt=scene.prompt(state))


def _open(scene: Scene, state: State, given: Input | None, say: tuple[str, ...] = ()) -> Turn:
    """A first question that takes no answer yet, unless the dialogue has something to say to every text."""
    before = scene.before(state, given) if given else None
    if before is None:
        return _ask(scene, state, say)
    state = _noted(scene, state, before.put)
    if before.next is None:
        return _ask(scene, state, (*say, *before.say))
    return _follow(scene, state, before.next, (*say, *before.say))


def _judge(scene: Scene, state: State, given: Input) -> Turn:
    prompt = scene.prompt(state)
    order = _order(scene, state, given, prompt)
    if order is not None:
        return _obey(scene, state, order)
    if state.resuming and given.kind in (InputKind.LOCATION, InputKind.PHOTO):
        going_on = replace(state, resuming=False)
        asked = scene.prompt(going_on)
        if not isinstance(judge(prompt=asked, given=given), Refusal):
            state, prompt = going_on, asked
    before = scene.before(state, given)
    say: tuple[str, ...] = ()
    if before is not None:
        state, say = _noted(scene, state, before.put), before.say
        if before.next is not None:
            return _follow(scene, state, before.next, say)
    judged = judge(prompt=prompt, given=given)
    if isinstance(judged, Refusal):
        return _retry(scene, state, scene.t(state)(judged.why), say)
    if judged.kind == InputKind.CHOICE and judged.choice_id in _OWN_CHOICES:
        return _obey(scene, state, Order(command=_OWN_CHOICES[judged.choice_id]))
    if given.kind == InputKind.PHOTO and judged.kind == InputKind.TEXT:
        say = (*say, scene.t(state)("We took your words. Send the photo again when we ask for one."))
    return _follow(scene, state, scene.take(state, judged), say)


def _noted(scene: Scene, state: State, put: Data) -> State:
    try:
        return state.with_answers(put)
    except (TooMuch, TypeError) as error:
        raise StepFailed("What was put cannot be kept.", step=f"{scene.dialogue.name}.{BEFORE}") from error


def _order(scene: Scene, state: State, given: Input, prompt: Prompt) -> Order | None:
    """The command in a text, unless it is one of the step's own answers."""
    if given.kind != InputKind.TEXT or choice_named(prompt=prompt, text=given.text):
        return None
    return recognise(
        text=given.text,
        at_home=state.step == scene.dialogue.home and not state.resuming,
        numbered=scene.context.channel.small_screen or bool(prompt.choices),
        languages=scene.context.languages,
    )


def _obey(scene: Scene, state: State, order: Order, say: tuple[str, ...] = ()) -> Turn:
    outcome = orders.obey(scene, state, order)
    if outcome.ended is not None:
        return outcome.ended
    return _ask(scene, outcome.state, (*say, *outcome.say))


def _follow(scene: Scene, state: State, following: Next, say: tuple[str, ...]) -> Turn:
    match following:
        case Retry(why=why):
            return _retry(scene, state, why, say)
        case Finish(say=last):
            texts = (*say, *last)
            if state.step == scene.dialogue.person_step and state.data and state.history:
                # A question to staff in the middle of something does not cost the answers given so far.
                return _obey(scene, state, Order(command=Command.BACK), texts)
            prompt = Prompt(text=texts[-1] if texts else "", final=True)
            return Turn.over(state=state, say=texts[:-1], prompt=prompt)
        case SwitchLanguage(language=language, step=step, say=more, put=put):
            switched = replace(state, language=language, language_known=True)
            if state.step == scene.dialogue.language_step and state.history:
                # Choosing a language is no answer: the person goes on where they were.
                return _obey(scene, switched, Order(command=Command.BACK), (*say, *more))
            return _go(scene, switched, Go(step=step, say=more, put=put), say)
        case Go():
            return _go(scene, state, following, say)


def _go(scene: Scene, state: State, go: Go, say: tuple[str, ...]) -> Turn:
    if state.language not in scene.context.languages:
        raise StepFailed("The language is not offered.", step=f"{scene.dialogue.name}.{go.step}")
    try:
        moved = state.moved(step=go.step, put=go.put, forget=go.forget)
    except TooMuch:
        return _retry(scene, state, scene.t(state)("That is too much for us to keep. Please send less."), say)
    except TypeError as error:
        raise StepFailed("What was put is not JSON.", step=f"{scene.dialogue.name}.{state.step}") from error
    return _ask(scene, moved, (*say, *go.say))


def _retry(scene: Scene, state: State, why: str, say: tuple[str, ...]) -> Turn:
    """The reason and the question; help from the second time on, ways out from the third.

    A small screen has no room for reason, help and question: there the help takes the reason's place.
    """
    state = replace(state, attempts=min(state.attempts + 1, ESCAPE_AFTER))
    if state.attempts < _HELP_AFTER:
        return _ask(scene, state, (*say, why))
    if scene.context.channel.small_screen:
        return _ask(scene, state, (*say, scene.more_about(state) or why))
    return _ask(scene, state, (*say, why, scene.help(state)))
