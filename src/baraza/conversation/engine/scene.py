"""A dialogue at work with one person: its steps called in the state's language, their failures caught and named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from baraza.conversation.engine.contract import (
    Before,
    Choice,
    Context,
    Dialogue,
    Input,
    InputKind,
    Next,
    Prompt,
    Step,
    Translate,
)
from baraza.conversation.engine.state import State

ESCAPE_AFTER = 3
CONTINUE = "@continue"
MENU = "@menu"
PERSON = "@person"
BEFORE = "@before"


class StepFailed(RuntimeError):
    """A step's own code raised, or led to a step that does not exist; the cause is chained."""

    def __init__(self, detail: str, *, step: str) -> None:
        super().__init__(detail)
        self.step = step

    @property
    def is_before(self) -> bool:
        return self.step.endswith(f".{BEFORE}")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """`pass_through` are exceptions that no apology can settle: the caller wants to try the whole turn again.

    `without_before` plays on when what the dialogue does before each step has failed.
    """

    dialogue: Dialogue
    context: Context
    pass_through: tuple[type[Exception], ...] = ()
    without_before: bool = False

    def step(self, step_id: str) -> Step:
        for step in self.dialogue.steps:
            if step.id == step_id:
                return step
        raise StepFailed("There is no such step.", step=f"{self.dialogue.name}.{step_id}")

    def has(self, step_id: str) -> bool:
        return any(step.id == step_id for step in self.dialogue.steps)

    def t(self, state: State) -> Translate:
        """The texts in the state's language, which may have changed within this turn."""
        if state.language == self.context.language or self.context.in_language is None:
            return self.context.t
        return self.context.in_language(state.language)

    def seen(self, state: State) -> Context:
        return replace(
            self.context,
            t=self.t(state),
            language=state.language,
            language_known=state.language_known,
            data=dict(state.data),
        )

    def prompt(self, state: State) -> Prompt:
        """What the person is asked now: the step's question, or whether to go on at all."""
        if state.resuming:
            return self._resume_prompt(state)
        with self._guarded(state.step):
            prompt = self.step(state.step).ask(self.seen(state))
        if state.attempts >= ESCAPE_AFTER and not prompt.final:
            return replace(prompt, choices=(*prompt.choices, *self._ways_out(state, prompt)))
        return prompt

    def take(self, state: State, given: Input) -> Next:
        with self._guarded(state.step):
            return self.step(state.step).take(self.seen(state), given)

    def before(self, state: State, given: Input) -> Before | None:
        """What the dialogue says to every text, captions of photos included."""
        if (
            self.without_before
            or self.dialogue.before is None
            or not given.text.strip()
            or given.kind == InputKind.CHOICE
        ):
            return None
        with self._guarded(BEFORE):
            return self.dialogue.before(self.seen(state), given)

    def help(self, state: State) -> str:
        """More about the question where the step has more to say, and the words that always work."""
        t = self.t(state)
        always = t("You can always write: back, menu, language, person, cancel.")
        return "\n".join(text for text in (self.more_about(state), always) if text)

    def more_about(self, state: State) -> str:
        """What the step itself has to say beyond its question, or nothing."""
        step = self.step(state.step)
        if state.resuming or step.help is None:
            return ""
        with self._guarded(state.step):
            return step.help(self.seen(state))

    def _resume_prompt(self, state: State) -> Prompt:
        t = self.t(state)
        return Prompt(
            text=t("You have not finished: %(title)s. Do you want to go on?", title=t(self.dialogue.title)),
            choices=(
                Choice(id=CONTINUE, label=t("Continue")),
                Choice(id=MENU, label=t("Start again")),
            ),
        )

    def _ways_out(self, state: State, prompt: Prompt) -> tuple[Choice, ...]:
        """Besides those that the step offers itself."""
        t = self.t(state)
        ways = []
        there = {state.step, *(choice.id for choice in prompt.choices)}
        if self.dialogue.person_step and self.dialogue.person_step not in there:
            ways.append(Choice(id=PERSON, label=t("Talk to a person")))
        if self.dialogue.home not in there:
            ways.append(Choice(id=MENU, label=t("Main menu")))
        return tuple(ways)

    @contextmanager
    def _guarded(self, where: str) -> Iterator[None]:
        try:
            yield
        except StepFailed:
            raise
        except Exception as error:
            if isinstance(error, self.pass_through):
                raise
            raise StepFailed(type(error).__name__, step=f"{self.dialogue.name}.{where}") from error
