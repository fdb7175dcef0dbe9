"""What a digest counts: a service declares what its members want to know of a morning."""

from collections.abc import Callable
from dataclasses import dataclass

from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import allows


@dataclass(frozen=True, kw_only=True)
class Part:
    """`count` is asked in the organisation's scope; `label` is a message id. Noughts are left out."""

    name: str
    label: str
    permission: str
    count: Callable[[Actor], int]


_declared: dict[str, Part] = {}


def declare(part: Part) -> None:
    """In the order in which a digest shows them. Raises ValueError when another part has this name."""
    if _declared.setdefault(part.name, part) != part:
        raise ValueError(f"Two parts of digests are named {part.name}.")


def counted_for(actor: Actor) -> list[tuple[str, int]]:
    """Labels and counts of what this member may know, without noughts."""
    found = [
        (part.label, part.count(actor))
        for part in _declared.values()
        if allows(actor=actor, permission=part.permission)
    ]
    return [(label, count) for label, count in found if count]
