"""Which lists have saved views, and with which permissions they are read and shared: each service declares its own."""

from dataclasses import dataclass

from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.permissions import allows


@dataclass(frozen=True, kw_only=True)
class ViewedList:
    """`read` and `share` are permissions."""

    name: str
    read: str
    share: str


_declared: dict[str, ViewedList] = {}


class ListUnknown(LookupError):
    """Nobody has declared a list of this name."""


def declare(one: ViewedList) -> None:
    """Raises ValueError when the name is taken by a different list."""
    if _declared.setdefault(one.name, one) != one:
        raise ValueError(f"Two lists are named {one.name}.")


def list_named(name: str) -> ViewedList:
    """Raises ListUnknown."""
    if name not in _declared:
        raise ListUnknown(f"Nobody declared the list {name!r}: saved_views.lists.declare(ViewedList(…))")
    return _declared[name]


def may_share(*, actor: Actor, of: str) -> bool:
    return allows(actor=actor, permission=list_named(of).share)


def require_reader(*, actor: Actor, of: str) -> int:
    """The member's id: views are a person's own; jobs and residents have none. Raises NotAllowed."""
    if actor.id is None or not allows(actor=actor, permission=list_named(of).read):
        raise NotAllowed(f"{actor.role or actor.kind} keeps no views of {of}.")
    return actor.id


def require_sharer(*, actor: Actor, of: str) -> None:
    """Raises NotAllowed."""
    if not may_share(actor=actor, of=of):
        raise NotAllowed(f"{actor.role or actor.kind} may not share views of {of}.")
