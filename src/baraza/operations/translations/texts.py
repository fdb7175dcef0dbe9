"""What the source says in English, and where."""

from dataclasses import dataclass

ANY_LENGTH = 0


class SourceUnreadable(ValueError):
    """A file whose texts cannot be taken; the message names the place and what to do."""


@dataclass(frozen=True, kw_only=True, order=True)
class Text:
    """A catalogue's key: the English text, its plural where it counts something, its context where one is named."""

    id: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, kw_only=True)
class Use:
    """One place where a text is used. `room` is how many characters are shown there, ANY_LENGTH for a whole sentence."""

    text: Text
    path: str
    room: int = ANY_LENGTH
