"""Which events there are: a service declares its own, and which service must be switched on to offer them."""

from dataclasses import dataclass
from typing import Final

from baraza.lib.translation import gettext_noop

TEST: Final = "webhook.test"


@dataclass(frozen=True, kw_only=True)
class EventKind:
    """`name` is `noun.what_happened`; `label` is a message id for the page on which they are chosen."""

    name: str
    label: str
    service: str


_declared: dict[str, EventKind] = {}


class EventKindUnknown(LookupError):
    """Nobody has declared events of this kind."""


def declare(*kinds: EventKind) -> None:
    """Raises ValueError when a name is taken by a different one."""
    for kind in kinds:
        if kind.name == TEST or _declared.setdefault(kind.name, kind) != kind:
            raise ValueError(f"Two kinds of events are named {kind.name}.")


def declared() -> list[EventKind]:
    """All, by name."""
    return [_declared[name] for name in sorted(_declared)]


def label_of(name: str) -> str:
    """Its message id; the name itself where its service is not installed any more."""
    if name == TEST:
        return gettext_noop("Test")
    return _declared[name].label if name in _declared else name


def require_known(name: str) -> None:
    """Raises EventKindUnknown."""
    if name != TEST and name not in _declared:
        raise EventKindUnknown(f"Nobody declared the event {name!r}: webhooks.kinds.declare(EventKind(…))")
