"""How long a resident can be written to freely, and whether a photo can go along; the same words beside every answer."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timesince import timeuntil
from django.utils.timezone import localtime
from django.utils.translation import gettext

from baraza.messaging.standing import Way
from baraza.web.console.wording import channel_name


def window_words(way: Way, *, at: datetime) -> str:
    """Empty for a channel without a window."""
    if way.limits.announces_only:
        return gettext("The notification says only that there is news: they read your words on the page.")
    closes = way.window_closes_at
    if way.limits.window_hours is None:
        return ""
    if closes is None:
        return gettext("The resident has not written on this channel: only an approved message can be sent.")
    names = {"time": date_format(localtime(closes), "j M, H:i"), "left": timeuntil(closes, at, depth=1)}
    if way.window_open:
        return gettext("You can write freely until %(time)s (%(left)s left).") % names
    return gettext(
        "The %(hours)d hours in which you can write freely are over. The resident gets an approved message instead."
    ) % {"hours": way.limits.window_hours}


@dataclass(frozen=True, kw_only=True)
class PhotoChoice:
    """Whether a photo may go with the answer, and what becomes of it or why not; `longest` is for the words below it."""

    offered: bool
    words: str
    longest: int | None = None


def photo_choice(way: Way | None, *, waits: bool, has_page: bool) -> PhotoChoice:
    """`has_page`: the person has a page of their own on which the photo is seen."""
    if way is None and waits:
        return PhotoChoice(offered=False, words=gettext("A photo cannot be added: they read the answer on USSD."))
    if way is None:
        words = gettext("They see it on the page of their reference.")
        return PhotoChoice(offered=has_page, words=words if has_page else "")
    names = {"channel": channel_name(way.channel)}
    if not way.window_open:
        return PhotoChoice(offered=False, words=gettext("A photo cannot be added: an approved message carries none."))
    if way.limits.caption:
        words = gettext("Sent on %(channel)s with your words below it.") % names
        return PhotoChoice(offered=True, words=words, longest=way.limits.caption)
    if has_page:
        words = gettext("%(channel)s carries no photos: they get a link to the page on which they see it.") % names
        return PhotoChoice(offered=True, words=words)
    return PhotoChoice(offered=False, words=gettext("A photo cannot be added: %(channel)s carries none.") % names)
