"""Codes of complaints in words for staff, with the colours of their tags."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext

from baraza.lib.translation import gettext_noop
from baraza.messaging.standing import Standing
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.services.complaints.states import State

STATE_TONES: dict[State, str] = {
    State.SUBMITTED: "blue",
    State.ACKNOWLEDGED: "teal",
    State.ASSIGNED: "purple",
    State.IN_PROGRESS: "yellow",
    State.RESOLVED: "green",
    State.CLOSED: "grey",
    State.REJECTED: "red",
    State.DUPLICATE: "grey",
    State.REOPENED: "orange",
}
CHANNEL_NAMES = {
    "web": gettext_noop("Web page"),
    "whatsapp": gettext_noop("WhatsApp"),
    "ussd": gettext_noop("USSD"),
    "sms": gettext_noop("SMS"),
    "email": gettext_noop("E-mail"),
    "webpush": gettext_noop("Notifications in the browser"),
    "api": gettext_noop("Another system"),
}

_PROFILES = {
    "text_only": gettext_noop("Wants text only, no calls"),
    "sign_language": gettext_noop("Uses sign language: text only, no calls"),
    "captioned_phone": gettext_noop("Uses a captioned telephone"),
    "relay": gettext_noop("Telephones through a relay service"),
    "interpreter": gettext_noop("Needs an interpreter"),
}


def channel_name(channel: str) -> str:
    """A channel that is new to this page is shown by its code."""
    return gettext(CHANNEL_NAMES.get(channel, channel))


def communicates(person: Standing) -> str:
    """How the person wants to be spoken with, where they said so: whoever is about to call must have read it."""
    profile = person.profile or ("text_only" if person.text_only else "")
    return gettext(_PROFILES[profile]) if profile in _PROFILES else ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """How long there is, or how late it is; `words` is empty for what is settled."""

    at: datetime
    late: bool
    words: str


def due(complaint: ComplaintSummary, *, at: datetime) -> Due:
    if not complaint.is_open:
        return Due(at=complaint.due_at, late=False, words="")
    if complaint.overdue(at=at):
        words = gettext("%(time)s overdue") % {"time": timesince(complaint.due_at, at, depth=1)}
        return Due(at=complaint.due_at, late=True, words=words)
    words = gettext("in %(time)s") % {"time": timeuntil(complaint.due_at, at, depth=1)}
    return Due(at=complaint.due_at, late=False, words=words)
