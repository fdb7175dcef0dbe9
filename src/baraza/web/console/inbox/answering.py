"""Where an answer in a conversation will be read, for how long it may say anything, and what goes after that."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from baraza.capabilities.notifications.choosing import is_able, pushed_over, waits
from baraza.conversation.threads.approved import LONGEST_WORDS as LONGEST_APPROVED
from baraza.conversation.threads.approved import preview
from baraza.conversation.threads.queries import ThreadSummary
from baraza.messaging.standing import Standing, Way
from baraza.web.console.window import PhotoChoice, photo_choice, window_words
from baraza.web.console.wording import channel_name

LONGEST_WORDS = 4000
_NO_PHOTO = PhotoChoice(offered=False, words="")


@dataclass(frozen=True, kw_only=True)
class Answering:
    """`preview` is the approved message in which the words go when the window is over; empty while it is open.

    `parts`: how many characters go before the words where the text is paid for by the part; None elsewhere.
    """

    goes: str
    possible: bool = True
    window: str = ""
    window_open: bool = True
    preview: str = ""
    longest: int = LONGEST_WORDS
    photo: PhotoChoice = _NO_PHOTO
    parts: int | None = None


def answering(*, found: ThreadSummary, person: Standing, at: datetime) -> Answering:
    if person.blocked:
        words = gettext("This sender is blocked. Let them in again to write to them.")
        return Answering(goes=words, possible=False)
    own = next((way for way in person.ways if way.connection_id == found.connection_id), None)
    if own is not None and own.window_open and not own.session and not own.unreachable:
        return _over(own, waiting=False, at=at)
    if not person.ways:
        return Answering(goes=gettext("There is no address to write to. They can be answered when they write again."))
    if not person.may_tell:
        words = gettext("They asked us not to write first. They can be answered when they write again.")
        return Answering(goes=words, possible=False)
    waiting = waits(person.ways, preferred_id=found.connection_id)
    way = pushed_over(
        person.ways,
        preferred_id=found.connection_id,
        told_by=person.told_by,
        # Who dials reads it at the next dial; a message on a channel on which they never wrote would surprise them.
        able=lambda one: is_able(one, length=0, has_template=own is None or not own.session),
    )
    if way is not None:
        return _over(way, waiting=waiting, at=at)
    words = gettext("Nobody can be written to on USSD: they read the answer when they dial again.")
    return Answering(goes=words, photo=photo_choice(None, waits=True, has_page=False))


def _over(way: Way, *, waiting: bool, at: datetime) -> Answering:
    names = {"channel": channel_name(way.channel), "address": way.address}
    goes = gettext("Goes to %(channel)s, %(address)s.") if way.address else gettext("Goes to %(channel)s.")
    goes %= names
    if waiting:
        goes += " " + gettext("They also read it when they dial again.")
    if way.unreachable:
        goes += " " + gettext("Messages to this address did not arrive lately.")
    longest = min(LONGEST_WORDS, way.limits.text)
    return Answering(
        goes=goes,
        window=window_words(way, at=at),
        window_open=way.window_open,
        preview="" if way.window_open else preview(words=f"[{gettext('your words')}]"),
        longest=longest if way.window_open else LONGEST_APPROVED,
        photo=photo_choice(way, waits=False, has_page=False),
        parts=0 if way.limits.parts else None,
    )
