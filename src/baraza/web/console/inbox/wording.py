"""Codes of conversations in words for staff."""

from typing import Final

from django.utils.translation import gettext

from baraza.conversation.threads.queries import Box, ThreadSummary
from baraza.lib.translation import gettext_noop

TONES: Final = {"bot": "grey", "waiting": "orange", "person": "blue", "closed": "grey"}
_STATES: Final = {
    "bot": gettext_noop("With the menu"),
    "waiting": gettext_noop("Waiting for a person"),
    "person": gettext_noop("With a person"),
    "closed": gettext_noop("Closed"),
}
BOXES: Final = {
    Box.WAITING: gettext_noop("Waiting"),
    Box.MINE: gettext_noop("Mine"),
    Box.UNREAD: gettext_noop("Unread"),
    Box.ALL: gettext_noop("All open"),
    Box.CLOSED: gettext_noop("Closed"),
}
ACTS: Final = {
    "asked": gettext_noop("Asked for a person"),
    "reply": gettext_noop("Answered"),
    "reply_waits": gettext_noop("Answered; shown when they dial again"),
    "assigned": gettext_noop("Given to"),
    "taken": gettext_noop("Taken"),
    "released": gettext_noop("Put back for whoever is free"),
    "handed_back": gettext_noop("Back to the menu"),
    "closed": gettext_noop("Closed"),
    "blocked": gettext_noop("Sender blocked"),
    "unblocked": gettext_noop("Sender let in again"),
    "reported": gettext_noop("Report made"),
    "added": gettext_noop("Added to the report"),
    "joined": gettext_noop("Another conversation of theirs was joined to this one"),
}
_KINDS: Final = {
    "image": gettext_noop("A photo"),
    "location": gettext_noop("A place on the map"),
    "audio": gettext_noop("A voice message"),
    "video": gettext_noop("A video"),
    "document": gettext_noop("A file"),
    "sticker": gettext_noop("A sticker"),
    "contacts": gettext_noop("A contact card"),
    "reaction": gettext_noop("A reaction"),
    "session_start": gettext_noop("Dialled"),
    "address_changed": gettext_noop("Has a new number"),
}
STATUSES: Final = {
    "queued": gettext_noop("Waiting to be sent"),
    "sending": gettext_noop("Being sent"),
    "sent": gettext_noop("Sent"),
    "delivered": gettext_noop("Delivered"),
    "read": gettext_noop("Read"),
    "failed": gettext_noop("Not delivered"),
    "uncertain": gettext_noop("May not have arrived"),
    "cancelled": gettext_noop("Taken back"),
}


def state_words(thread: ThreadSummary, *, names: dict[int, str]) -> str:
    """Who answers, by name where a person does."""
    if thread.state == "person" and thread.assignee_id in names:
        return gettext("With %(name)s") % {"name": names[thread.assignee_id]}
    return gettext(_STATES[thread.state])


def said(*, kind: str, text: str) -> str:
    """What was said; what has no words is named by its kind."""
    return text or gettext(_KINDS.get(kind, gettext_noop("A message without words")))


def act_title(kind: str) -> str:
    return gettext(ACTS.get(kind, gettext_noop("Changed")))


def status_words(status: str) -> str:
    return gettext(STATUSES[status]) if status in STATUSES else status
