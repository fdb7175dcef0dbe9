"""Messages of people, from Meta's fields to ours."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite

from baraza.core.ingress.contract import JsonObject
from baraza.lib import phone
from baraza.lib.json_bodies import object_at, text_at
from baraza.messaging.contract import AddressChanged, Kind, MediaReference, Notice, Parsed, Received, Sender

_NAME_LENGTH = 120
_USER_ID_LENGTH = 150
_MEDIA = {
    "image": Kind.IMAGE,
    "audio": Kind.AUDIO,
    "video": Kind.VIDEO,
    "document": Kind.DOCUMENT,
    "sticker": Kind.STICKER,
}
# The second name is that of older payload versions.
_NUMBER_CHANGES = {"user_changed_number", "customer_changed_number", "user_changed_user_id"}


def parse_message(*, item_id: str, message: JsonObject, contact: JsonObject) -> Parsed:
    """One message. What cannot be understood is `Kind.UNSUPPORTED`: the person is answered, nothing is guessed."""
    sender = sender_of(
        number=text_at(message, "from") or text_at(contact, "wa_id"),
        user_id=text_at(message, "from_user_id") or text_at(contact, "user_id"),
        name=text_at(object_at(contact, "profile"), "name"),
    )
    if text_at(message, "type") == "system":
        return _system(message, sender)
    if not sender.phone and not sender.user_id:
        return Notice(reason="sender_missing", detail=text_at(message, "type")[:80])
    return _received(item_id, message, sender)


def sender_of(*, number: str, user_id: str, name: str = "") -> Sender:
    """Since April 2026 a person may have a user id, a number, or both; digits come without the plus."""
    return Sender(
        phone=phone.normalise("+" + number.lstrip("+")) if number else None,
        user_id=user_id if 0 < len(user_id) <= _USER_ID_LENGTH else None,
        name=name[:_NAME_LENGTH],
    )


def moment(seconds: str) -> datetime | None:
    """Meta writes Unix seconds as text."""
    try:
        return datetime.fromtimestamp(int(seconds), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _received(item_id: str, message: JsonObject, sender: Sender) -> Received:
    kind = text_at(message, "type")
    read = _READERS.get(kind, _other)
    facts: JsonObject = _media(message, kind) if kind in _MEDIA else read(message)
    facts.setdefault("in_reply_to", text_at(object_at(message, "context"), "id"))
    return Received(
        sender=sender,
        external_id=text_at(message, "id") or item_id,
        sent_at=moment(text_at(message, "timestamp")),
        **facts,
    )


def _text(message: JsonObject) -> JsonObject:
    return {"kind": Kind.TEXT, "text": text_at(object_at(message, "text"), "body")}


def _media(message: JsonObject, kind: str) -> JsonObject:
    media = object_at(message, kind)
    if not text_at(media, "id"):
        return _other(message)
    reference = MediaReference(
        id=text_at(media, "id"),
        mime_type=text_at(media, "mime_type"),
        sha256=text_at(media, "sha256"),
        file_name=text_at(media, "filename"),
    )
    return {"kind": _MEDIA[kind], "text": text_at(media, "caption"), "media": reference}


def _location(message: JsonObject) -> JsonObject:
    place = object_at(message, "location")
    latitude, longitude = _degrees(place.get("latitude"), 90), _degrees(place.get("longitude"), 180)
    if latitude is None or longitude is None:
        return _other(message)
    names = [text_at(place, "name"), text_at(place, "address")]
    return {
        "kind": Kind.LOCATION,
        "latitude": latitude,
        "longitude": longitude,
        "place_name": ", ".join(name for name in names if name),
    }


def _degrees(value: object, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if isfinite(degrees) and abs(degrees) <= most else None


def _interactive(message: JsonObject) -> JsonObject:
    answer = object_at(message, "interactive")
    kind = text_at(answer, "type")
    choice = object_at(answer, kind) if kind in {"button_reply", "list_reply"} else {}
    if not text_at(choice, "id"):
        return _other(message)
    return {"kind": Kind.CHOICE, "choice_id": text_at(choice, "id"), "text": text_at(choice, "title")}


def _button(message: JsonObject) -> JsonObject:
    """A quick reply of a template; its payload is what we put there, or its text when we put nothing."""
    button = object_at(message, "button")
    text = text_at(button, "text")
    return {"kind": Kind.CHOICE, "choice_id": text_at(button, "payload") or text, "text": text}


def _reaction(message: JsonObject) -> JsonObject:
    """An empty text takes the reaction back."""
    reaction = object_at(message, "reaction")
    return {
        "kind": Kind.REACTION,
        "text": text_at(reaction, "emoji"),
        "in_reply_to": text_at(reaction, "message_id"),
    }


def _contacts(_: JsonObject) -> JsonObject:
    """That contacts were shared, not whose: they are other people's numbers, and nothing here needs them."""
    return {"kind": Kind.CONTACTS}


def _order(message: JsonObject) -> JsonObject:
    """A basket of a catalogue that we do not have; the words beside it are the person's."""
    return {"kind": Kind.UNSUPPORTED, "text": text_at(object_at(message, "order"), "text")}


def _other(_: JsonObject) -> JsonObject:
    return {"kind": Kind.UNSUPPORTED}


_READERS: dict[str, Callable[[JsonObject], JsonObject]] = {
    "text": _text,
    "location": _location,
    "interactive": _interactive,
    "button": _button,
    "reaction": _reaction,
    "contacts": _contacts,
    "order": _order,
}


def _system(message: JsonObject, before: Sender) -> Parsed:
    system = object_at(message, "system")
    kind = text_at(system, "type")
    if kind not in _NUMBER_CHANGES:
        return Notice(reason="system", detail=kind[:80])
    after = sender_of(
        number=text_at(system, "wa_id") or text_at(system, "new_wa_id"),
        user_id=text_at(system, "user_id"),
    )
    if not (before.phone or before.user_id) or not (after.phone or after.user_id):
        return Notice(reason="system_incomplete", detail=kind[:80])
    return AddressChanged(before=before, after=after, occurred_at=moment(text_at(message, "timestamp")))
