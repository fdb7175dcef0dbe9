"""Whose access changed is asked at the door again at once, not at the next minute's check."""

from typing import Final

from baraza.capabilities.live import kinds
from baraza.capabilities.live.actions import publish
from baraza.capabilities.live.events import Event
from baraza.capabilities.live.hub import HUB
from baraza.capabilities.live.policies import FOLLOW
from baraza.core.identity.access_changes import on_access_changed

KIND: Final = "access.changed"
kinds.declare(package="access", permission=FOLLOW)


def tell(user_id: int) -> None:
    publish(kind=KIND, subject=str(user_id))


def hear(event: Event) -> bool:
    """For this process's streams alone: no page is told who it was."""
    if event.kind != KIND:
        return True
    HUB.check(organisation_id=event.organisation_id, user_id=int(event.subject))
    return False


HUB.observe(hear)
on_access_changed(tell)
