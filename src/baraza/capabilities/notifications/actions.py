"""Tells a person something outside a conversation, on the channel that reaches them, when they may be disturbed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from prometheus_client import Counter

from baraza.capabilities.notifications.choosing import is_able, pushed_over, told_beside, waits
from baraza.capabilities.notifications.timing import Haste, waits_until
from baraza.messaging import outbox, waiting
from baraza.messaging.consent import NOTIFICATIONS, consent_given
from baraza.messaging.contract import Content, Image, Letter, Template, Text
from baraza.messaging.queries import ContactDetails, contact_details
from baraza.messaging.reaching import Route, routes


class Told(StrEnum):
    """What became of a notification."""

    PUSHED = "pushed"
    WAITS = "waits"
    NOT_WANTED = "not_wanted"
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One of ours beside the text; `page` is where its reader sees it when the channel carries no photos."""

    id: str
    page: str


@dataclass(frozen=True, kw_only=True)
class More:
    """What some channels show beside the text: a photo of ours, or all of it as a letter."""

    photo: Photo | None = None
    letter: Letter | None = None


_NO_MORE = More()
_TOLD = Counter("baraza_notifications_total", "Notifications, by what became of them.", ["outcome"])


@dataclass(frozen=True, kw_only=True)
class _News:
    text: str
    template: Template | None
    key: str
    preferred_id: int | None
    not_before: datetime | None
    more: More
    haste: Haste


def notify(
    *,
    contact_id: int,
    text: str,
    template: Template | None,
    key: str,
    preferred_connection_id: int | None = None,
    not_before: datetime | None = None,
    more: More = _NO_MORE,
    haste: Haste = Haste.NEWS,
) -> Told:
    """In the caller's transaction; the same `key` again tells nothing twice. The text is in the person's language.

    1. Nobody who withdrew their consent is told, but for what they asked for a moment ago (a code): that goes to no
       device, and as a template only where no way is left on which it may be written freely.
    2. Whoever dialled last, or about this matter, finds the text when they dial again.
    3. It is also pushed: over the channel that the person chose, else over the matter's connection, else over the one
       used last, else over one that can write to them. Outside a channel's window that needs the `template`; by e-mail
       it goes as a letter. Devices that they switched on are told beside it, unless they chose these alone.
    4. When only a closed window is left, the outbox shows the message as failed, so that staff see it.

    In quiet hours what is not in haste waits for their end. Until `not_before` nothing is pushed, so
    that `take_back` can still stop it.
    """
    person = contact_details(contact_id=contact_id)
    if haste is not Haste.ASKED_FOR and consent_given(contact_id=person.id, purpose=NOTIFICATIONS) is False:
        told = Told.NOT_WANTED
    else:
        news = _News(
            text=text,
            template=template,
            key=key,
            preferred_id=preferred_connection_id,
            not_before=not_before,
            more=more,
            haste=haste,
        )
        told = _tell(person, news)
    _TOLD.labels(told.value).inc()
    return told


def tell_by_letter(*, contact_id: int, letter: Letter, key: str, haste: Haste = Haste.URGENT) -> Told:
    """What only a letter is for: a confirmation that somebody on another channel has before them already."""
    person = contact_details(contact_id=contact_id)
    if consent_given(contact_id=person.id, purpose=NOTIFICATIONS) is False:
        return Told.NOT_WANTED
    ways = routes(contact_id=person.id)
    way = next((one for one in ways if one.provider.limits.letters), None)
    if way is None:
        return Told.NOWHERE
    morning = waits_until(ways=ways, haste=haste, any_time=person.any_time, not_before=None)
    outbox.post(
        contact_id=person.id, connection_id=way.connection_id, content=letter, key=key, delay=_delay(morning, None)
    )
    return Told.PUSHED


def take_back(*, key: str) -> bool:
    """Whether the notification of this key could still be stopped: nothing of it has left, and nothing will."""
    outbox.cancel(key=f"{key}{outbox.BESIDE}")
    return outbox.cancel(key=key) and waiting.take_back(key=key)


def _tell(person: ContactDetails, news: _News) -> Told:
    asked_for = news.haste is Haste.ASKED_FOR
    ways = [way for way in routes(contact_id=person.id) if not (asked_for and way.on_device)]
    waits_there = waits(ways, preferred_id=news.preferred_id)
    if waits_there:
        waiting.leave(contact_id=person.id, text=news.text, key=news.key)

    def free(way: Route) -> bool:
        return is_able(way, length=_length(way, news), has_template=False)

    def able(way: Route) -> bool:
        if asked_for and any(free(one) for one in ways if not one.session):
            return free(way)
        return is_able(way, length=_length(way, news), has_template=news.template is not None)

    chosen = pushed_over(ways, preferred_id=news.preferred_id, told_by=person.told_by, able=able)
    if chosen is None:
        return Told.WAITS if waits_there else Told.NOWHERE
    morning = waits_until(ways=ways, haste=news.haste, any_time=person.any_time, not_before=news.not_before)
    beside = told_beside(ways, chosen=chosen, able=able)
    for way, key in ((chosen, news.key), (beside, f"{news.key}{outbox.BESIDE}")):
        if way is not None:
            outbox.post(
                contact_id=person.id,
                connection_id=way.connection_id,
                content=_content(way, news),
                key=key,
                template=news.template,
                delay=_delay(morning, news.not_before),
            )
    return Told.PUSHED


def _delay(morning: datetime | None, not_before: datetime | None) -> outbox.Delay | None:
    """What waits for the morning lets an answer pass that goes at once."""
    if morning is not None:
        return outbox.Delay(until=morning, holds_others=False)
    return outbox.Delay(until=not_before) if not_before else None


def _content(way: Route, news: _News) -> Content:
    """The photo with the words below it; where that cannot be, the words and the page on which it is seen."""
    photo, text = news.more.photo, news.text
    if way.provider.limits.letters and news.more.letter is not None:
        return news.more.letter
    if photo is not None and len(text) <= way.provider.limits.caption:
        return Image(caption=text, photo_id=photo.id, link=photo.page)
    return Text(body=f"{text}\n{photo.page}" if photo is not None and photo.page else text)


def _length(way: Route, news: _News) -> int:
    content = _content(way, news)
    return len(content.body) if isinstance(content, Text) else len(news.text)
