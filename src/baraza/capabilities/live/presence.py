"""Who looks at what, and who writes there: known for some seconds, in memory, in every process alike."""

import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from baraza.capabilities.live.actions import publish
from baraza.capabilities.live.events import Event
from baraza.capabilities.live.hub import HUB
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id

KIND: Final = "presence.seen"
LASTS_SECONDS: Final = 40.0
_BY, _DOING = "by", "doing"


class Doing(StrEnum):
    LOOKING = "looking"
    WRITING = "writing"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Present:
    member_id: int
    doing: Doing


_lock = threading.Lock()
_seen: dict[tuple[int, str], dict[int, tuple[Doing, float]]] = {}


def seen(*, actor: Actor, subject: str, doing: Doing) -> None:
    """The member is there for the next forty seconds; said again by their page every fifteen."""
    if actor.id is None:
        return
    publish(kind=KIND, subject=subject, facts={_BY: actor.id, _DOING: doing.value})
    if not HUB.listening:
        # Colleagues whose pages this process answers are known even while it hears of nobody else.
        _note((current_organisation_id(), subject), actor.id, doing)


def others_at(*, actor: Actor, subject: str) -> list[Present]:
    """The colleagues who have the same thing open; those who write first."""
    with _lock:
        there = _current((current_organisation_id(), subject))
    found = [
        Present(member_id=member_id, doing=doing) for member_id, (doing, _) in there.items() if member_id != actor.id
    ]
    return sorted(found, key=lambda one: (one.doing is not Doing.WRITING, one.member_id))


def hear(event: Event) -> bool:
    """Takes what another process was told. Open pages get the event only when something changed by it."""
    if event.kind != KIND:
        return True
    by, doing = event.facts.get(_BY), event.facts.get(_DOING)
    if not isinstance(by, int) or doing not in set(Doing):
        return False
    return _note((event.organisation_id, event.subject), by, Doing(doing))


def forget_present() -> None:
    """In this process, as a restart does; whose page is still open says so again within seconds."""
    with _lock:
        _seen.clear()


def _note(place: tuple[int, str], member_id: int, doing: Doing) -> bool:
    """Whether that is news."""
    with _lock:
        there = _current(place)
        before = there[member_id][0] if member_id in there else Doing.GONE
        if doing is Doing.GONE:
            there.pop(member_id, None)
        else:
            there[member_id] = (doing, time.monotonic() + LASTS_SECONDS)
        _seen[place] = there
        for empty in [known for known in _seen if not _current(known)]:
            del _seen[empty]
    return doing is not before


def _current(place: tuple[int, str]) -> dict[int, tuple[Doing, float]]:
    at = time.monotonic()
    return {member: known for member, known in _seen.get(place, {}).items() if known[1] > at}


HUB.observe(hear)
