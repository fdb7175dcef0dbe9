"""What members are told: its words, and the page where the matter is."""

from typing import Final

from django.urls import NoReverseMatch, reverse

from baraza.capabilities.live.queries import Notice
from baraza.capabilities.live.words import words_of

_PAGES: Final = {
    "complaints": ("console:complaint", True),
    "inbox": ("console:thread", True),
    "exports": ("console:exports", False),
    "calls": ("console:call-alerts", False),
    "members": ("console:access", False),
    "webhooks": ("console:webhook", True),
}
# What is about many leads to the list in which they are.
_LISTS: Final = {"complaints.many_assigned": "person=me", "complaints.many_team_assigned": "team=mine"}
# What also whoever was not told personally sees in passing.
FOR_ALL: Final = frozenset({"inbox.waiting"})


def told(notice: Notice) -> str:
    return words_of(kind=notice.kind, subject=notice.subject)


def page_of(notice: Notice) -> str:
    """Where the matter is; the list of notifications when that page is gone."""
    if notice.kind in _LISTS:
        return f"{reverse('console:complaints')}?{_LISTS[notice.kind]}"
    name, with_subject = _PAGES.get(notice.kind.partition(".")[0], ("console:notifications", False))
    try:
        return reverse(name, args=[notice.subject] if with_subject else [])
    except NoReverseMatch:
        return reverse("console:notifications")
