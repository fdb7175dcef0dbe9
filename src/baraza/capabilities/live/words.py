"""What members are told, in words: by the kind of the event, with its subject. Pages and letters say the same."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext

from baraza.lib.translation import gettext_noop

_WORDS: Final = {
    "complaints.assigned": gettext_noop("%(subject)s was given to you"),
    "complaints.team_assigned": gettext_noop("%(subject)s was given to your team"),
    "complaints.many_assigned": gettext_noop("%(subject)s complaints were given to you"),
    "complaints.many_team_assigned": gettext_noop("%(subject)s complaints were given to your team"),
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
    "members.review_due": gettext_noop("It is time to look through who has access"),
    "webhooks.stopped": gettext_noop("Webhooks to another system were stopped"),
}


def words_of(*, kind: str, subject: str) -> str:
    """In the language of the moment."""
    return gettext(_WORDS.get(kind, gettext_noop("Something changed: %(subject)s"))) % {"subject": subject}


def words_for_pages() -> Mapping[str, str]:
    """For the script that shows toasts; `{subject}` stands for the subject."""
    return {kind: gettext(text) % {"subject": "{subject}"} for kind, text in _WORDS.items()}
