"""What members are told, in words: by the kind of the event, with its subject."""

from collections.abc import Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from baraza.capabilities.live.queries import Notice
from baraza.lib.translation import gettext_noop

_WORDS: Final = {
    "complaints.assigned": gettext_noop("%(subject)s was given to you"),
    "complaints.team_assigned": gettext_noop("%(subject)s was given to your team"),
    "complaints.replied_to": gettext_noop("The resident wrote again about %(subject)s"),
    "complaints.commented": gettext_noop("New words on %(subject)s"),
    "complaints.overdue": gettext_noop("%(subject)s is overdue"),
    "complaints.due_soon": gettext_noop("%(subject)s is due soon"),
    "complaints.mentioned": gettext_noop("A colleague asks you to look at %(subject)s"),
    "inbox.assigned": gettext_noop("A conversation was given to you"),
    "inbox.waiting": gettext_noop("A resident is waiting for a person"),
    "inbox.message": gettext_noop("A resident wrote to you"),
    "exports.ready": gettext_noop("Your export is ready"),
    "exports.failed": gettext_noop("Your export could not be made"),
    "calls.alert": gettext_noop("There is an alert about your calls"),
    "webhooks.stopped": gettext_noop("Webhooks to another system were stopped"),
}
_PAGES: Final = {
    "complaints": ("console:complaint", True),
    "inbox": ("console:thread", True),
    "exports": ("console:exports", False),
    "calls": ("console:call-alerts", False),
    "webhooks": ("console:webhook", True),
}
# What also whoever was not told personally sees in passing.
FOR_ALL: Final = frozenset({"inbox.waiting"})


def told(notice: Notice) -> str:
    return gettext(_WORDS.get(notice.kind, gettext_noop("Something changed: %(subject)s"))) % {
        "subject": notice.subject
    }


def page_of(notice: Notice) -> str:
    """Where the matter is; the list of notifications when that page is gone."""
    name, with_subject = _PAGES.get(notice.kind.partition(".")[0], ("console:notifications", False))
    try:
        return reverse(name, args=[notice.subject] if with_subject else [])
    except NoReverseMatch:
        return reverse("console:notifications")


def words_for_pages() -> Mapping[str, str]:
    """For the script that shows toasts; `{subject}` stands for the subject."""
    return {kind: gettext(text) % {"subject": "{subject}"} for kind, text in _WORDS.items()}
