"""Where a reply will be read: the channel, the window and what is left of it, what happens outside of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from baraza.capabilities.notifications.queries import Reader
from baraza.messaging.standing import Way
from baraza.services.complaints.queries.canned import ReadyReply, list_ready_replies
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.rules.templates import ANSWER_WAITING, UPDATE, Preview, preview
from baraza.web.console.access import Desk
from baraza.web.console.case.forms import LONGEST_WORDS
from baraza.web.console.window import PhotoChoice, photo_choice, window_words
from baraza.web.console.wording import channel_name

_SMALLEST: Final = 40


@dataclass(frozen=True, kw_only=True)
class Replying:
    """`goes` says where, `window` for how long anything may be written; `previews` are what goes when that is over.

    `parts`: how many characters go before the words where the text is paid for by the part; None elsewhere.
    """

    goes: str
    window: str
    window_open: bool
    warning: str
    previews: tuple[Preview, ...]
    longest: int
    photo: PhotoChoice
    parts: int | None = None


def replying(*, found: ComplaintDetail, reader: Reader | None, at: datetime) -> Replying:
    if reader is None:
        goes = gettext("The resident left no number: they read your reply on the page of their reference.")
        return _plain(goes)
    if not reader.person.may_tell:
        return _plain(
            gettext("They read your reply on the page of their reference."),
            warning=gettext("The resident asked not to be written to any more. Nothing is sent."),
        )
    if reader.way is None:
        if reader.waits:
            return _plain(
                gettext("The resident reads your reply when they dial again, and on the page of their reference."),
                waits=True,
            )
        return _plain(
            gettext("They read your reply on the page of their reference."),
            warning=gettext("There is no channel over which this resident can be reached now."),
        )
    return _over(reader.way, found=found, waits=reader.waits, at=at)


def _plain(goes: str, *, warning: str = "", waits: bool = False) -> Replying:
    return Replying(
        goes=goes,
        window="",
        window_open=True,
        warning=warning,
        previews=(),
        longest=LONGEST_WORDS,
        photo=photo_choice(None, waits=waits, has_page=True),
    )


def _over(way: Way, *, found: ComplaintDetail, waits: bool, at: datetime) -> Replying:
    names = {"channel": channel_name(way.channel), "address": way.address}
    goes = gettext("Goes to the resident on %(channel)s, and to the page of their reference.") % names
    if way.address:
        goes = gettext("Goes to the resident on %(channel)s, %(address)s, and to the page of their reference.") % names
    if waits:
        goes += " " + gettext("They also read it when they dial again.")
    previews: tuple[Preview, ...] = ()
    if not way.window_open and not way.limits.announces_only:
        words = gettext("your words")
        previews = tuple(
            preview(name=name, reference=found.reference, words=f"[{words}]") for name in (UPDATE, ANSWER_WAITING)
        )
    room = way.limits.text - len(found.reference) - 1
    return Replying(
        goes=goes,
        window=window_words(way, at=at),
        window_open=way.window_open,
        warning=gettext("Messages to this address did not arrive lately.") if way.unreachable else "",
        previews=previews,
        longest=max(_SMALLEST, min(LONGEST_WORDS, room)),
        photo=_photo(way, found=found),
        parts=len(found.reference) + 1 if way.limits.parts else None,
    )


def _photo(way: Way, *, found: ComplaintDetail) -> PhotoChoice:
    """The reference stands above the words."""
    choice = photo_choice(way, waits=False, has_page=True)
    return choice if choice.longest is None else replace(choice, longest=choice.longest - len(found.reference) - 1)


def ready_replies(*, found: ComplaintDetail, reader: Reader | None, desk: Desk) -> list[ReadyReply]:
    """Filled in with the resident's words for the category, not with the clerk's."""
    with translation.override(found.language):
        category = category_name(code=found.category)
    name = reader.person.name if reader else ""
    return list_ready_replies(
        language=found.language,
        default_language=desk.organisation.default_language,
        category=found.category,
        values={"reference": found.reference, "name": name, "category": category},
    )
