"""What each command does at any step: never drops an answer without saying so, always leads somewhere."""

from dataclasses import dataclass, replace

from baraza.conversation.engine.commands import OWN_NAMES, Command, Order
from baraza.conversation.engine.contract import Prompt
from baraza.conversation.engine.scene import Scene
from baraza.conversation.engine.state import State, Turn


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Where the person now is and what is said first; `ended` when the dialogue is over."""

    state: State
    say: tuple[str, ...] = ()
    ended: Turn | None = None


def obey(scene: Scene, state: State, order: Order) -> Outcome:  # noqa: PLR0911 - one per command
    match order.command:
        case Command.BACK:
            return _back(scene, state)
        case Command.MENU:
            return _menu(scene, state)
        case Command.CANCEL:
            return _cancel(scene, state)
        case Command.HELP:
            return Outcome(state=state, say=(scene.help(state),))
        case Command.LANGUAGE:
            return _language(scene, state, order.language)
        case Command.PERSON:
            return _person(scene, state)
        case Command.CONTINUE:
            return Outcome(state=_going_on(state))


def _going_on(state: State) -> State:
    return replace(state, resuming=False, attempts=0)


def _back(scene: Scene, state: State) -> Outcome:
    """The question before; one that a newer version no longer has is passed over."""
    if state.resuming:
        return Outcome(state=_going_on(state))
    before = state.back()
    while before is not None and not scene.has(before.step):
        before = before.back()
    if before is not None:
        return Outcome(state=before)
    return Outcome(state=state, say=(scene.t(state)("You cannot go back from here. Write “menu” to start again."),))


def _menu(scene: Scene, state: State) -> Outcome:
    """Home with what the dialogue salvages of the answers; "back" still leads to where the person was, with all."""
    home = scene.dialogue.home
    if state.step == home and not state.resuming:
        return Outcome(state=replace(state, attempts=0))
    dropped = dict.fromkeys(key for key in state.data if key not in scene.dialogue.salvage)
    at_home = replace(state.moved(step=home, put=dropped, forget=False), version=scene.dialogue.version)
    if not state.data or state.step == home:
        return Outcome(state=at_home)
    return Outcome(state=at_home, say=(scene.t(state)("To return, choose “back”."),))


def _cancel(scene: Scene, state: State) -> Outcome:
    t = scene.t(state)
    if state.data or state.history:
        what = t("Stopped. Answers that you had not sent yet were deleted. What you sent before is kept.")
    else:
        what = t("Stopped. You had not given any answers yet.")
    how_on = Prompt(text=t("Write “menu” to begin again."), short=t("You can come back at any time."), final=True)
    return Outcome(state=state, ended=Turn.over(state=state, say=(what,), prompt=how_on))


def _language(scene: Scene, state: State, named: str) -> Outcome:
    if named:
        switched = replace(state, language=named, language_known=True, attempts=0)
        name = OWN_NAMES.get(named, named)
        return Outcome(state=switched, say=(scene.t(switched)("We go on in %(language)s.", language=name),))
    step = scene.dialogue.language_step
    if step:
        return Outcome(state=state.moved(step=step, put={}, forget=False))
    names = ", ".join(OWN_NAMES.get(language, language) for language in scene.context.languages)
    return Outcome(state=state, say=(scene.t(state)("Write the language that you want: %(names)s.", names=names),))


def _person(scene: Scene, state: State) -> Outcome:
    step = scene.dialogue.person_step
    if step:
        return Outcome(state=state.moved(step=step, put={}, forget=False))
    return Outcome(state=state, say=(scene.t(state)("Sorry, nobody can be reached here."),))
