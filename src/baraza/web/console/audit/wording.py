"""The trail's codes in words; a code that nobody has put into words is read as it is spelt."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from baraza.lib.translation import gettext_noop

_SUBJECTS = {
    "complaint": gettext_noop("Complaint"),
    "person_request": gettext_noop("Question of a resident"),
    "contact": gettext_noop("Resident"),
    "thread": gettext_noop("Conversation"),
    "canned_reply": gettext_noop("Ready-made reply"),
    "connection": gettext_noop("Channel connection"),
    "audit": gettext_noop("Audit trail"),
    "export": gettext_noop("Export"),
    "user": gettext_noop("Person"),
    "member": gettext_noop("Member"),
    "organisation": gettext_noop("Organisation"),
}
_ACTS = {
    "complaint.read": gettext_noop("Looked at a complaint"),
    "complaint.opened": gettext_noop("Complaint arrived"),
    "complaint.replied": gettext_noop("Replied to a resident"),
    "complaint.reply_taken_back": gettext_noop("Took a reply back"),
    "complaint.commented": gettext_noop("Passed on words of a resident"),
    "complaint.noted": gettext_noop("Wrote a note"),
    "complaint.words_taken_over": gettext_noop("Added words of a conversation to a complaint"),
    "thread.read": gettext_noop("Looked at a conversation"),
    "thread.replied": gettext_noop("Answered in a conversation"),
    "thread.assigned": gettext_noop("Gave a conversation to somebody"),
    "thread.handed_back": gettext_noop("Gave a conversation back to the menu"),
    "thread.closed": gettext_noop("Closed a conversation"),
    "thread.joined": gettext_noop("Joined two conversations of one resident"),
    "thread.added": gettext_noop("Added a conversation to a complaint"),
    "audit.read": gettext_noop("Looked at the audit trail"),
    "contact.read": gettext_noop("Looked at a resident"),
    "export.read": gettext_noop("Downloaded a file"),
    "export.asked": gettext_noop("Asked for a file"),
    "export.made": gettext_noop("File was made"),
}
_ACTORS = {"system": gettext_noop("The system"), "contact": gettext_noop("A resident")}
_PROBLEMS = {
    "changed": gettext_noop("An entry was changed after it was written."),
    "removed": gettext_noop("An entry is missing."),
    "inserted": gettext_noop("An entry was put in past the application."),
    "reordered": gettext_noop("Entries are not in their places."),
    "cut_off": gettext_noop("The last entries are missing."),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field; `before` is None where only the new value is known."""

    field: str
    before: str | None
    after: str


def subject_words(kind: str) -> str:
    return gettext(_SUBJECTS[kind]) if kind in _SUBJECTS else _spelt(kind)


def action_words(action: str) -> str:
    return gettext(_ACTS[action]) if action in _ACTS else _spelt(action)


def problem_words(problem: str) -> str:
    return gettext(_PROBLEMS[problem])


def actor_words(*, kind: str, name: str) -> str:
    return gettext(_ACTORS[kind]) if kind in _ACTORS else name or gettext("Somebody who is gone")


def changes_in_words(changes: Mapping[str, object]) -> list[Change]:
    """A pair is [before, after]; anything else is the new value."""
    rows = []
    for field, value in changes.items():
        if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 - a pair
            rows.append(Change(field=_spelt(field), before=_value(value[0]), after=_value(value[1])))
        else:
            rows.append(Change(field=_spelt(field), before=None, after=_value(value)))
    return rows


def _value(value: object) -> str:
    if value is None or value == "":
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(_value(inner) for inner in value) or gettext("nothing")
    if isinstance(value, dict):
        return "; ".join(f"{_spelt(str(name))}: {_value(inner)}" for name, inner in value.items()) or gettext("nothing")
    return str(value)


def _spelt(code: str) -> str:
    words = code.replace(".", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
