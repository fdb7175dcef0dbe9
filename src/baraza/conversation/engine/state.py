"""Where a person stands in a dialogue: a value that goes to JSON and back, and the moves it can make."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from baraza.conversation.engine.contract import Data, Prompt

HISTORY_LIMIT = 30
HISTORY_SIZE_LIMIT = 60_000
DATA_SIZE_LIMIT = 60_000


class TooMuch(ValueError):
    """The answers together are larger than a session may hold."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A step on the way back; `undo` holds what its answer changed, as it was before (None: it was not there)."""

    step: str
    undo: Data = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class State:
    """`attempts` counts answers at this step that were not taken; `resuming` asks "go on or start again?" first.

    `language_known` is False as long as the language is only the organisation's default.
    """

    dialogue: str
    version: int
    step: str
    language: str
    data: Data = field(default_factory=dict)
    history: tuple[Visit, ...] = ()
    attempts: int = 0
    resuming: bool = False
    language_known: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "dialogue": self.dialogue,
            "version": self.version,
            "step": self.step,
            "language": self.language,
            "data": dict(self.data),
            "history": [[visit.step, dict(visit.undo)] for visit in self.history],
            "attempts": self.attempts,
            "resuming": self.resuming,
            "language_known": self.language_known,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "State":
        """Raises KeyError or TypeError for what `as_json` did not write."""
        return cls(
            dialogue=stored["dialogue"],
            version=stored["version"],
            step=stored["step"],
            language=stored["language"],
            data=dict(stored["data"]),
            history=tuple(Visit(step=step, undo=dict(undo)) for step, undo in stored["history"]),
            attempts=stored["attempts"],
            resuming=stored["resuming"],
            language_known=stored["language_known"],
        )

    def with_answers(self, put: Data) -> "State":
        """The data with `put` merged. Raises TooMuch, and TypeError when something in `put` is not JSON."""
        if not put:
            return self
        data = _merged(self.data, put)
        if len(json.dumps(data, ensure_ascii=False)) > DATA_SIZE_LIMIT:
            raise TooMuch
        return replace(self, data=data)

    def moved(self, *, step: str, put: Data, forget: bool) -> "State":
        """At `step` with `put` merged; the way back leads here unless it is forgotten or the step stays the same."""
        after = replace(self.with_answers(put), step=step, attempts=0, resuming=False)
        if forget:
            return replace(after, history=())
        if step == self.step:
            return after
        undo = {key: self.data.get(key) for key in put if self.data.get(key) != put[key]}
        return replace(after, history=_bounded((*self.history, Visit(step=self.step, undo=undo))))

    def without(self, value: object) -> "State":
        """With this value gone from every list of answers, also from those that the way back would restore."""
        history = tuple(replace(visit, undo=_without(visit.undo, value)) for visit in self.history)
        return replace(self, data=_merged(_without(self.data, value), {}), history=history)

    def back(self) -> "State | None":
        """At the step before, with the answer that led on from it taken back; None at the first one."""
        if not self.history:
            return None
        visit = self.history[-1]
        return replace(
            self,
            step=visit.step,
            data=_merged(self.data, visit.undo),
            history=self.history[:-1],
            attempts=0,
            resuming=False,
        )


def _merged(data: Data, put: Data) -> dict[str, Any]:
    merged = {**data, **put}
    return {key: value for key, value in merged.items() if value is not None}


def _without(data: Data, value: object) -> dict[str, Any]:
    """A list that held nothing else becomes None: it was not there."""
    return {
        key: [each for each in answer if each != value] or None
        if isinstance(answer, list) and value in answer
        else answer
        for key, answer in data.items()
    }


def _bounded(history: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """The newest visits that fit: neither long wandering nor long answers make a session grow without end."""
    room = HISTORY_SIZE_LIMIT
    kept = 0
    for visit in reversed(history[-HISTORY_LIMIT:]):
        room -= len(json.dumps(visit.undo, ensure_ascii=False)) if visit.undo else 0
        if room < 0:
            break
        kept += 1
    return history[len(history) - kept :]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What came of an input. Without a `state` the dialogue is over; the language holds in either case."""

    state: State | None
    say: tuple[str, ...]
    prompt: Prompt
    language: str
    language_known: bool = False

    @classmethod
    def over(cls, *, state: State, say: tuple[str, ...], prompt: Prompt) -> "Turn":
        """The dialogue ended in `state`."""
        return cls(state=None, say=say, prompt=prompt, language=state.language, language_known=state.language_known)

    @classmethod
    def at(cls, *, state: State, say: tuple[str, ...], prompt: Prompt) -> "Turn":
        """The dialogue goes on from `state`, unless its prompt awaits nothing."""
        ended = cls.over(state=state, say=say, prompt=prompt)
        return ended if prompt.final else replace(ended, state=state)
