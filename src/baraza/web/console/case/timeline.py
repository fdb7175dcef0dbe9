"""The lines of a case in words: who said what, what changed, and what became of each message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from baraza.capabilities.geography.records import BUILTIN_EDITION
from baraza.core.identity.actor import Actor
from baraza.lib.translation import gettext_noop
from baraza.messaging.deliveries import Delivery
from baraza.services.complaints.actions.answers import undo_time
from baraza.services.complaints.queries.case import CaseLine
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.records import TimelineLine
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.rules.nearness import metres_between
from baraza.services.complaints.rules.offered import OFFERED, OfferedPlace
from baraza.services.complaints.states import NAMES, State
from baraza.web.console.wording import channel_name

_TITLES: Final = {
    "comment": gettext_noop("Resident"),
    "reply": gettext_noop("Reply"),
    "note": gettext_noop("Note"),
    "photo": gettext_noop("Photo added"),
}
_KINDS: Final = {"comment": "in", "reply": "out", "note": "note", "photo": "in"}
_STATUSES: Final = {
    "queued": (gettext_noop("Waiting to be sent"), "grey", "clock"),
    "sending": (gettext_noop("Being sent"), "grey", "clock"),
    "sent": (gettext_noop("Sent"), "blue", "check"),
    "delivered": (gettext_noop("Delivered"), "green", "check"),
    "read": (gettext_noop("Read"), "green", "eye"),
    "failed": (gettext_noop("Could not be delivered"), "red", "alert"),
    "uncertain": (gettext_noop("May not have arrived"), "orange", "alert"),
    "cancelled": (gettext_noop("Taken back"), "grey", "close"),
}
_KILOMETRE: Final = 1000
MESSAGES: Final = frozenset({"comment", "reply", "photo"})


@dataclass(frozen=True, kw_only=True)
class Status:
    words: str
    tone: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """`kind` is in, out, note or change. With `undo_url` the writer can still take it back until `undo_until`.

    `offered` is a better place for the report, which its `facts` tell of.
    """

    id: int
    kind: str
    title: str
    body: str
    author: str
    at: datetime
    photo_url: str
    status: Status | None
    undo_url: str
    undo_until: datetime | None
    offered: OfferedPlace | None = None
    facts: str = ""


def shown_line(
    entry: CaseLine,
    *,
    reference: str,
    actor: Actor | None = None,
    at: datetime | None = None,
    place: tuple[float, float] | None = None,
) -> ShownLine:
    """`place` is where the report is said to be now."""
    line = entry.line
    undo = _undo_until(entry, actor=actor, at=at)
    offered = OfferedPlace.of(line.changes)
    title = "; ".join(change_words(line)) if line.kind == "change" else _said_by(line)
    return ShownLine(
        id=line.id,
        kind=_KINDS.get(line.kind, "change"),
        title=title,
        body=line.text or str(line.changes.get("reason", "")),
        author=line.actor_name if line.actor_kind == "member" else "",
        at=line.at,
        photo_url=reverse("console:photo", args=[reference, line.media_id]) if line.media_id else "",
        status=delivery_words(entry),
        undo_url=reverse("console:reply-back", args=[reference, line.id]) if undo else "",
        undo_until=undo,
        offered=offered,
        facts=_where(offered, place) if offered else "",
    )


def _where(offered: OfferedPlace, place: tuple[float, float] | None) -> str:
    """As the card of the place says it of the report's own."""
    built_in = offered.edition == BUILTIN_EDITION
    parts = (
        offered.area + (f" ({gettext('approximate')})" if offered.area and offered.approximate else ""),
        gettext("Ward: %(value)s") % {"value": offered.ward} if offered.ward else "",
        gettext("Boundaries: %(value)s") % {"value": offered.edition} if offered.edition and not built_in else "",
        _how_far(offered, place) if place else "",
    )
    return " · ".join(part for part in parts if part)


def _how_far(offered: OfferedPlace, place: tuple[float, float]) -> str:
    metres = metres_between(
        latitude=offered.latitude, longitude=offered.longitude, other_latitude=place[0], other_longitude=place[1]
    )
    if metres < _KILOMETRE:
        return gettext("%(metres)d m from where the report is now") % {"metres": round(metres)}
    return gettext("%(kilometres).1f km from where the report is now") % {"kilometres": metres / _KILOMETRE}


def _said_by(line: TimelineLine) -> str:
    """Where a resident's words came another way than their conversation, that way."""
    title, channel = gettext(_TITLES[line.kind]), str(line.changes.get("channel", ""))
    if OFFERED in line.changes:
        return f"{title} · {gettext('a better place for this report')}"
    return f"{title} · {channel_name(channel)}" if channel else title


def is_shown(entry: CaseLine, *, show: str) -> bool:
    if show == "messages":
        return entry.line.kind in MESSAGES or entry.delivery is not None
    return entry.line.kind == "note" if show == "notes" else True


def delivery_words(entry: CaseLine) -> Status | None:
    """What became of the message; of a reply that nobody could be sent, where it is read."""
    found = entry.delivery
    if found is None:
        is_reply = entry.line.kind == "reply"
        return Status(words=gettext("On the page of the reference"), tone="grey", icon="globe") if is_reply else None
    if found.waits:
        return Status(words=gettext("Read when the resident dials"), tone="grey", icon="clock")
    name, tone, icon = _STATUSES.get(found.status, (found.status, "grey", "clock"))
    return Status(words=" · ".join([gettext(name), *_way_words(found)]), tone=tone, icon=icon)


def _way_words(found: Delivery) -> list[str]:
    words = [channel_name(found.channel)] if found.channel else []
    if found.as_template:
        words.append(gettext("as an approved message"))
    if found.rerouted:
        words.append(gettext("another way was tried"))
    return words


def _undo_until(entry: CaseLine, *, actor: Actor | None, at: datetime | None) -> datetime | None:
    line = entry.line
    if actor is None or at is None or line.kind != "reply" or entry.delivery is None:
        return None
    if entry.member_id is None or entry.member_id != actor.id:
        return None
    until = line.at + undo_time()
    return until if entry.delivery.status == "queued" and at < until else None


def change_words(line: TimelineLine) -> list[str]:
    """One line's changes, in the order in which they were written down."""
    found = []
    for name, value in line.changes.items():
        # Before and after; of a few things only what is so now.
        after = value[-1] if isinstance(value, list) and value else value
        if name in _SAID:
            found.append(gettext(_SAID[name]) % {"value": _valued(name, after)})
        elif name == "given_to" and isinstance(value, list):
            names = ", ".join(str(one) for one in value)
            found.append(gettext("Given to %(value)s") % {"value": names} if names else gettext("Given to nobody"))
        elif name == "assignee" and "given_to" not in line.changes:
            found.append(gettext("Taken"))
        elif name == "second_opinion" and isinstance(value, list):
            guess = f"{_valued('category', value[0])}, {_valued('priority', value[1])}"
            found.append(gettext("Second opinion: %(value)s") % {"value": guess})
    return found or [gettext("Changed")]


_SAID: Final = {
    "state": gettext_noop("State: %(value)s"),
    "category": gettext_noop("Category: %(value)s"),
    "priority": gettext_noop("Priority: %(value)s"),
    "emergency": gettext_noop("The resident told of danger to life"),
    "due_at": gettext_noop("Due: %(value)s"),
    "duplicate_of": gettext_noop("Merged into %(value)s"),
    "merged": gettext_noop("%(value)s was merged into this report"),
    "split_from": gettext_noop("Split off from %(value)s"),
    "split": gettext_noop("%(value)s was split off again"),
    "place": gettext_noop("Place: %(value)s"),
    "area": gettext_noop("Area: %(value)s"),
    "ward": gettext_noop("Ward: %(value)s"),
    "position": gettext_noop("Position: %(value)s"),
    "photo_refused": gettext_noop("A photo could not be taken; the resident was told why"),
    "person": gettext_noop("Name, number, words and photos were removed: their time was over"),
}


def _valued(name: str, after: object) -> str:
    written = str(after)
    if name == "state":
        return gettext(NAMES[State(written)])
    if name == "category":
        return category_name(code=written)
    if name == "priority":
        return gettext(PRIORITY_NAMES[written])
    if name == "due_at":
        return _time(written)
    return written or gettext("none")


def _time(written: str) -> str:
    at = parse_datetime(written)
    return written if at is None else date_format(localtime(at), "j M Y, H:i")
