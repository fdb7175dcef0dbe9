"""What a renderer hands back, and what it must remember to understand the answer to it."""

from dataclasses import dataclass, field
from typing import Any

from baraza.messaging.contract import Content

ScreenState = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """`screen_state` is JSON: what was shown, so that a typed number means what the person saw."""

    contents: tuple[Content, ...]
    screen_state: ScreenState = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Page:
    """The person wants to see another page of what was shown; the dialogue is not asked."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The person means the choice of this id."""

    id: str
