"""For whoever looks after the organisation: what is missing, how the channels are, who has a second factor."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.identity.permissions import allows
from baraza.core.identity.queries.access import list_access
from baraza.messaging.health import list_health
from baraza.web.console.access import Desk
from baraza.web.console.connections.wording import standing_of
from baraza.web.console.figures import number
from baraza.web.console.onboarding.steps import progress


@dataclass(frozen=True, kw_only=True)
class State:
    """A line of the panel: a tag with words, and where to go."""

    title: str
    url: str
    word: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Care:
    missing: list[State]
    channels: list[State]
    people: list[State]


def care_for(desk: Desk) -> Care | None:
    """None for those who look after none of it."""
    may = {name: allows(actor=desk.actor, permission=name) for name in _PERMISSIONS}
    if not any(may.values()):
        return None
    return Care(
        missing=_missing(desk) if may["settings.manage"] else [],
        channels=_channels() if may["connections.manage"] else [],
        people=_people() if may["organisation.security"] else [],
    )


_PERMISSIONS = ("settings.manage", "connections.manage", "organisation.security")


def _missing(desk: Desk) -> list[State]:
    found = progress(desk=desk)
    return [
        State(title=step.title, url=step.url, word=gettext("To do"), tone="yellow")
        for step in found.steps
        if not step.done and not found.put_away
    ]


def _channels() -> list[State]:
    found = []
    for one in list_health():
        standing = standing_of(one)
        url = reverse("console:connections")
        found.append(State(title=one.connection.name, url=url, word=standing.word, tone=standing.tone))
    return found


def _people() -> list[State]:
    working = [one for one in list_access() if one.active]
    guarded = sum(1 for one in working if one.second_factor)
    words = gettext("%(guarded)s of %(all)s people") % {"guarded": number(guarded), "all": number(len(working))}
    tone = "green" if guarded == len(working) else "yellow"
    return [State(title=gettext("Second factor"), url=reverse("console:members"), word=words, tone=tone)]
