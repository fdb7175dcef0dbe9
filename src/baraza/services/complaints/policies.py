"""Who may do what with complaints."""

from collections.abc import Mapping
from typing import Final

from baraza.core.identity.actor import Actor, NotAllowed

_WORKERS: Final = frozenset({"org_admin", "supervisor", "agent"})
_READERS: Final = _WORKERS | {"org_viewer"}

STAFF_ACTS: Final[Mapping[str, frozenset[str]]] = {
    "read": _READERS,
    "take": _WORKERS,
    "note": _WORKERS,
    "reply": _WORKERS,
    "move": _WORKERS,
    "correct": _WORKERS,
    "answer_person": _WORKERS,
    "inform": frozenset({"org_admin"}),
}
RESIDENT_ACTS: Final = frozenset({"open", "comment", "add_photo", "follow", "reopen", "ask_person"})


def may(*, actor: Actor, act: str) -> bool:
    """Roles decide for staff, residents have their own acts, the system may do all."""
    if actor.kind == "system":
        return True
    if actor.kind == "contact":
        return act in RESIDENT_ACTS
    if act in RESIDENT_ACTS:
        return actor.role in _WORKERS
    return actor.role in STAFF_ACTS.get(act, frozenset())


def require(*, actor: Actor, act: str) -> None:
    """Raises NotAllowed."""
    if not may(actor=actor, act=act):
        raise NotAllowed(f"{actor.role or actor.kind} may not {act}.")
