"""What members are written to about; a package declares its kind of letter beside its permissions."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import allows

DIGEST: Final = "digest"


@dataclass(frozen=True, kw_only=True)
class LetterKind:
    """Only whoever has `permission` is written to. `label` is a message id. One of a `service` comes only where that is on."""

    name: str
    label: str
    permission: str
    service: str = ""


_declared: dict[str, LetterKind] = {}


def declare(kind: LetterKind) -> None:
    """Raises ValueError when another kind has this name."""
    if kind.name == DIGEST or _declared.setdefault(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of letters are named {kind.name}.")


def is_known(name: str) -> bool:
    return name == DIGEST or name in _declared


def kinds_for(*, actor: Actor, services: Collection[str]) -> list[LetterKind]:
    """Those that may be written to this member, by name."""
    return [
        _declared[name]
        for name in sorted(_declared)
        if _declared[name].service in ("", *services) and allows(actor=actor, permission=_declared[name].permission)
    ]
