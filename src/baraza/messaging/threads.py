"""Writes the lines of the thread with a person, as staff will read them."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.correlation import correlation_id
from baraza.messaging import content as contents
from baraza.messaging.contract import Content, Image, Kind, Mail, Received, Screen
from baraza.messaging.models import Message

_EXTERNAL_ID_LENGTH = 300


def is_stored(*, connection_id: int, external_id: str) -> bool:
    """The contact is locked by now, so nobody else stores this message; the constraint would refuse it anyway.

    A message without an id cannot be told from another one; the door has refused its repetition.
    """
    return (
        external_id != ""
        and Message.objects.filter(
            connection_id=connection_id, direction=Message.Direction.IN, external_id=external_id[:_EXTERNAL_ID_LENGTH]
        ).exists()
    )


def store_received(*, contact_id: int, connection_id: int, channel: str, received: Received, media_id: str) -> int:
    details = {
        "choice_id": _clean(received.choice_id),
        "latitude": received.latitude,
        "longitude": received.longitude,
        "place_name": _clean(received.place_name),
        "in_reply_to": _clean(received.in_reply_to),
        "inputs": [_clean(text) for text in received.inputs],
        "media_id": media_id,
    }
    place = _Place(contact_id=contact_id, connection_id=connection_id, channel=channel)
    return _write(
        place,
        direction=Message.Direction.IN,
        kind=received.kind.value,
        text=_clean(received.text),
        content={name: value for name, value in details.items() if value not in ("", None, [])},
        external_id=received.external_id[:_EXTERNAL_ID_LENGTH],
    )


@dataclass(frozen=True, kw_only=True)
class MailPlace:
    """Where a letter belongs; `about` is the reference of what it answers, if its sender is whom we wrote to."""

    contact_id: int
    connection_id: int
    channel: str
    about: str
    unproven: bool


def shown_words(*, mail: Mail, place: MailPlace) -> str:
    """What staff read: the person's own words; of a letter that answers none of ours its subject, too."""
    words = _clean(mail.words or mail.whole)
    return words if place.about or not mail.subject else f"{_clean(mail.subject)}\n\n{words}".strip()


def store_mail(*, place: MailPlace, mail: Mail, photo_ids: tuple[str, ...]) -> None:
    """All that it says; each photo is a line of its own, as on the other channels."""
    details = {
        "mail_id": _clean(mail.mail_id)[:_EXTERNAL_ID_LENGTH],
        "subject": _clean(mail.subject),
        "whole": _clean(mail.whole) if mail.whole != mail.words else "",
        "left": [_clean(name) for name in mail.left],
        "from": mail.sender.email or "",
        "unproven": place.unproven,
    }
    kept = {name: value for name, value in details.items() if value not in ("", [], False)}
    lines = [_mail_line(place, mail.external_id, kind=Kind.TEXT.value)]
    lines[0].text = shown_words(mail=mail, place=place)
    # An answer finds what it answers by these two.
    lines[0].content = {**kept, "about": place.about, "mail_id": kept.get("mail_id", "")}
    for number, media_id in enumerate(photo_ids):
        line = _mail_line(place, f"{mail.external_id}:{number}", kind=Kind.IMAGE.value)
        line.content = {"media_id": media_id}
        lines.append(line)
    Message.objects.bulk_create(lines)


def _mail_line(place: MailPlace, external_id: str, *, kind: str) -> Message:
    return Message(
        organisation_id=current_organisation_id(),
        contact_id=place.contact_id,
        connection_id=place.connection_id,
        direction=Message.Direction.IN,
        channel=place.channel,
        kind=kind,
        external_id=external_id,
        correlation_id=correlation_id.get(),
    )


def store_sent(*, contact_id: int, connection_id: int, channel: str, content: Content) -> int:
    return _write(
        _Place(contact_id=contact_id, connection_id=connection_id, channel=channel),
        direction=Message.Direction.OUT,
        kind=contents.kind_of(content),
        # The page that stands in for a photo of ours is for channels without photos.
        text=content.caption if isinstance(content, Image) and content.photo_id else contents.plain_text(content),
        content=contents.to_json(content),
    )


def store_screen(*, contact_id: int, connection_id: int, channel: str, screen: Screen) -> int:
    """The answer is the delivery: there is no outbox entry for it."""
    return store_sent(contact_id=contact_id, connection_id=connection_id, channel=channel, content=screen)


def store_event(*, contact_id: int, connection_id: int, channel: str, kind: str) -> int:
    """Something that happened to the person's address, said in the thread by its kind."""
    place = _Place(contact_id=contact_id, connection_id=connection_id, channel=channel)
    return _write(place, direction=Message.Direction.IN, kind=kind)


@dataclass(frozen=True, kw_only=True)
class _Place:
    contact_id: int
    connection_id: int
    channel: str


# Two of every turn of a conversation are written so; Django took longer over the statement than PostgreSQL.
_WRITE = """
    INSERT INTO messaging_message
        (organisation_id, contact_id, connection_id, direction, channel, kind, text, content, external_id,
         correlation_id, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id
"""


def _write(
    place: _Place,
    *,
    direction: Message.Direction,
    kind: str,
    text: str = "",
    content: Mapping[str, object] | None = None,
    external_id: str = "",
) -> int:
    details = orjson.dumps(content or {}).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [
                current_organisation_id(),
                place.contact_id,
                place.connection_id,
                direction.value,
                place.channel,
                kind,
                text,
                details,
                external_id,
                correlation_id.get(),
                clock.now(),
            ],
        )
        (message_id,) = cursor.fetchone()
    return int(message_id)


def _clean(text: str) -> str:
    """PostgreSQL stores any character but this one."""
    return text.replace("\x00", "")
