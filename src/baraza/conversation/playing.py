"""Decides how a conversation goes on: a new one, the same question, "continue or start again?", or an answer."""

from dataclasses import replace
from datetime import timedelta

from baraza.conversation.engine import engine
from baraza.conversation.engine.commands import Command, recognise
from baraza.conversation.engine.contract import Dialogue, Input, InputKind
from baraza.conversation.engine.state import State, Turn
from baraza.conversation.receiving import dialled_answers, input_of, is_dialled
from baraza.conversation.renderers.rendered import Chosen
from baraza.conversation.talk import Talk

# A dropped session within this time goes on as if nothing had happened.
_SAME_SITTING = timedelta(minutes=15)
# After this nobody remembers the question.
_STALE = timedelta(days=7)


def play(talk: Talk, *, chosen: Chosen | None) -> Turn:
    """The turn that this message leads to. `chosen` is what a typed number meant on the screen."""
    incoming = talk.incoming
    if is_dialled(incoming.received):
        return _dialled(talk)
    given = input_of(received=incoming.received, media_id=incoming.media_id)
    if chosen is not None:
        given = Input(kind=InputKind.CHOICE, choice_id=chosen.id, text=given.text)
    return talk.settled(_answered(talk, given), given=_words(given))


def _dialled(talk: Talk) -> Turn:
    answers = dialled_answers(talk.incoming.received)
    turn = talk.settled(_redialled(talk, shortcut=bool(answers)), given=None)
    for number, answer in enumerate(answers, start=1):
        dialogue = talk.dialogue_of(turn.state) if turn.state is not None else None
        if turn.state is None or dialogue is None:
            break
        before = turn.say
        turn = engine.turn(
            dialogue=dialogue,
            state=turn.state,
            context=talk.context(answer=number),
            input=answer,
            stage=talk.stage,
        )
        turn = talk.settled(turn, given=None, answer=number)
        turn = replace(turn, say=(*_unsaid(before, turn.say), *turn.say))
    return turn


def _unsaid(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in before if text not in after)


def _redialled(talk: Talk, *, shortcut: bool) -> Turn:
    state = talk.state
    dialogue = talk.dialogue_of(state) if state is not None else None
    context, stage = talk.context(), talk.stage
    if state is None or dialogue is None:
        return engine.begin(dialogue=talk.opening, context=context, stage=stage)
    if _is_stale(talk):
        return engine.restart(dialogue=dialogue, state=state, context=context, stage=stage)
    if shortcut:
        return engine.home(dialogue=dialogue, state=state, context=context, stage=stage)
    if _is_under_way(dialogue, state) and (_has_moved(talk) or _has_waited(talk)):
        if _rests(dialogue, state):
            return engine.begin(dialogue=dialogue, context=context, stage=stage)
        return engine.resume(dialogue=dialogue, state=state, context=context, stage=stage)
    return engine.show(dialogue=dialogue, state=state, context=context, stage=stage)


def _answered(talk: Talk, given: Input) -> Turn:
    """On a message channel the question is still on the screen, so an answer after hours is an answer to it."""
    state = talk.state
    dialogue = talk.dialogue_of(state) if state is not None else None
    context, stage = talk.context(), talk.stage
    if state is None or dialogue is None or _wants_services(talk, dialogue, state, given):
        return engine.begin(dialogue=talk.opening, context=context, input=given, stage=stage)
    if _is_stale(talk):
        return engine.restart(dialogue=dialogue, state=state, context=context, input=given, stage=stage)
    if _has_moved(talk) and _is_under_way(dialogue, state):
        if _rests(dialogue, state) and given.kind not in (InputKind.PHOTO, InputKind.LOCATION):
            return engine.begin(dialogue=dialogue, context=context, input=given, stage=stage)
        return engine.resume(dialogue=dialogue, state=state, context=context, input=given, stage=stage)
    return engine.turn(dialogue=dialogue, state=state, context=context, input=given, stage=stage)


def _words(given: Input) -> Input | None:
    """What a service's dialogue may make of the message that led to it; a tapped choice has done its work."""
    return None if given.kind is InputKind.CHOICE else given


def _wants_services(talk: Talk, dialogue: Dialogue, state: State, given: Input) -> bool:
    """The word for the menu, written at a service's own menu, leads to the choice of services, where there is one."""
    if len(talk.dialogues) < 2 or state.step != dialogue.home or given.kind is not InputKind.TEXT:  # noqa: PLR2004
        return False
    order = recognise(text=given.text, at_home=True, numbered=True, languages=())
    return order is not None and order.command is Command.MENU


def _is_stale(talk: Talk) -> bool:
    moved = talk.standing.updated_at
    return moved is not None and talk.now - moved > _STALE


def _has_waited(talk: Talk) -> bool:
    moved = talk.standing.updated_at
    return moved is not None and talk.now - moved > _SAME_SITTING


def _has_moved(talk: Talk) -> bool:
    return talk.standing.channel != talk.incoming.channel


def _is_under_way(dialogue: Dialogue, state: State) -> bool:
    """In the middle of something; what the menu keeps, it offers itself."""
    return state.step != dialogue.home or state.resuming


def _rests(dialogue: Dialogue, state: State) -> bool:
    """Where nothing is left unfinished: words from elsewhere are no answer to what stands on the other screen."""
    kept = any(state.data.get(key) for key in dialogue.salvage)
    return state.step in dialogue.rest and not kept and not state.resuming
