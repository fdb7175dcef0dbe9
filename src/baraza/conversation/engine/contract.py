"""The words in which a dialogue is declared: steps that ask and take, without any channel's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

JsonValue = Any
Data = Mapping[str, JsonValue]


class Translate(Protocol):
    """The person's language: an English text (the catalogue's key) and its parameters to the translated text."""

    def __call__(self, message: str, /, **parameters: object) -> str: ...


class Want(StrEnum):
    """What a step can take besides a choice; a channel that cannot give it is not asked for it."""

    TEXT = "text"
    LOCATION = "location"
    PHOTO = "photo"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """`id` is what `take` receives; `label` is at most 20 characters where buttons are wanted (24 in lists).

    `description` is a hint that only lists show; what a person must know stands in the prompt or the label.
    Ids that begin with "@" belong to the engine.
    """

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What a step shows. `short` replaces `text` on small screens. Texts are translated already.

    `final` prompts await nothing: a session channel closes after them. `takes_location` takes a pin that is not asked
    for, from whoever is ahead of the questions. `choices_first`: a number in words or the beginning of one label means
    that choice, although other words are wanted, too.
    """

    text: str
    short: str = ""
    choices: tuple[Choice, ...] = ()
    wants: frozenset[Want] = frozenset()
    list_label: str = ""
    final: bool = False
    takes_location: bool = False
    choices_first: bool = False


class InputKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    LOCATION = "location"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Input:
    """What the person did. `photo` is our id of the media; `other` names what else came (audio, sticker…)."""

    kind: InputKind
    text: str = ""
    choice_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    place_name: str = ""
    photo: str = ""
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class ChannelFacts:
    """What the person's channel of this moment can do."""

    name: str
    takes_photos: bool = False
    takes_location: bool = False
    small_screen: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is talking, as far as a dialogue may know; ids are opaque to it."""

    organisation_id: int
    contact_id: int
    phone: str = ""
    name: str = ""
    connection_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Context:
    """Everything a step sees. `data` is what earlier steps put; it is JSON and never changed in place.

    `turn_key` is unique to this input: an action called with it twice acts once. `language_known` is False until the
    person has chosen a language themselves. `in_language` gives the texts of another language: the engine needs it in
    the turn that changes the language.
    """

    t: Translate
    language: str
    languages: tuple[str, ...]
    channel: ChannelFacts
    person: Person
    data: Data = field(default_factory=dict)
    turn_key: str = ""
    language_known: bool = True
    in_language: Callable[[str], Translate] | None = None


@dataclass(frozen=True, kw_only=True)
class Go:
    """On to `step` (may be the same one: ask again without complaint). `say` is shown before its prompt.

    `put` is merged into the data (None removes a key). `forget` clears the way back: what was done cannot be undone.
    """

    step: str
    say: tuple[str, ...] = ()
    put: Data = field(default_factory=dict)
    forget: bool = False


@dataclass(frozen=True, kw_only=True)
class Retry:
    """The input was not understood or not acceptable: `why` says it plainly and the step asks again."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Finish:
    """The dialogue ends with these texts; its data is dropped and the next message starts anew."""

    say: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SwitchLanguage:
    """From now on in `language`; then as `Go`."""

    language: str
    step: str
    say: tuple[str, ...] = ()
    put: Data = field(default_factory=dict)


Next = Go | Retry | Finish | SwitchLanguage


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question. `ask` shows it, `take` judges the answer; `help` says more for who writes "help" here."""

    id: str
    ask: Callable[[Context], Prompt]
    take: Callable[[Context, Input], Next]
    help: Callable[[Context], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """A conversation declared once for every channel.

    `version` rises when steps change; sessions from `compatible_from` on go on where they are if their step exists,
    older ones restart politely and keep the `salvage` keys of their data, as "menu" does. `home` is where both lead.
    `before` sees every text before the step does (emergency words, a reference typed anywhere) and may add texts in
    front (`say`), or lead elsewhere (a `Go`), or stand aside (None). `person_step` is where "a person" leads.
    `language_step` is where "language" leads. `rest` are steps at which nothing is left unfinished: whoever comes back
    later or elsewhere begins at home, unless the data holds something to salvage.
    """

    name: str
    title: str
    version: int
    compatible_from: int
    home: str
    steps: tuple[Step, ...]
    salvage: tuple[str, ...] = ()
    before: Callable[[Context, Input], "Before | None"] | None = None
    person_step: str = ""
    language_step: str = ""
    rest: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Before:
    """`say` is shown first; with `next` the step is passed over, else it still judges the input."""

    say: tuple[str, ...] = ()
    next: Next | None = None
    put: Data = field(default_factory=dict)
