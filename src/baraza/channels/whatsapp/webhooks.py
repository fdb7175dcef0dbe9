"""Meta's POST split into items at the door: one per message, receipt and error, the rest kept as notices."""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson

from baraza.core.ingress.contract import Item, JsonObject, Unreadable
from baraza.lib.json_bodies import JsonRefused, list_at, object_at, read_json, text_at

MESSAGE = "message"
RECEIPT = "receipt"
NOTICE = "notice"

# What the database takes for an id and for a sender; Meta's are shorter.
_ID_LENGTH = 250
_SENDER_LENGTH = 150


def split(*, body: bytes, phone_number_id: str) -> list[Item]:
    """Raises Unreadable when the body is no webhook of a WhatsApp account; anything inside one is kept."""
    try:
        root = read_json(body)
    except JsonRefused as error:
        raise Unreadable(str(error)) from error
    if not isinstance(root, dict) or root.get("object") != "whatsapp_business_account":
        raise Unreadable("The body is not a webhook of a WhatsApp business account.")
    entries = root.get("entry", [])
    if not isinstance(entries, list):
        raise Unreadable("The body has no list of entries.")
    return [item for entry in entries for item in _of_entry(entry, phone_number_id)]


def _of_entry(entry: Any, phone_number_id: str) -> Iterator[Item]:
    for change in list_at(entry, "changes"):
        value = object_at(change, "value")
        number = text_at(value.get("metadata"), "phone_number_id")
        if text_at(change, "field") != "messages":
            yield _notice(entry, change, reason=f"field_{text_at(change, 'field') or 'unnamed'}", keep=value)
        elif not number or number != phone_number_id:
            # Somebody else's conversation: known to have come, its words and people are not kept.
            yield _notice(entry, change, reason="other_number", keep={"phone_number_id": number})
        else:
            yield from _of_value(value)
            for error in list_at(value, "errors"):
                yield _notice(entry, error, reason="account_error", keep=error)


def _of_value(value: JsonObject) -> Iterator[Item]:
    metadata = value["metadata"]
    contacts = [contact for contact in list_at(value, "contacts") if isinstance(contact, dict)]
    for message in list_at(value, "messages"):
        contact = _contact_of(message, contacts)
        yield Item(
            item_id=_item_id(text_at(message, "id"), message, prefix="message"),
            kind=MESSAGE,
            sender=_sender(
                text_at(message, "from_user_id") or text_at(contact, "user_id"),
                text_at(message, "from") or text_at(contact, "wa_id"),
            ),
            payload={"message": message, "contact": contact, "metadata": metadata},
        )
    for status in list_at(value, "statuses"):
        message_id = text_at(status, "id")
        yield Item(
            item_id=_item_id(
                f"status:{message_id}:{text_at(status, 'status')}" if message_id else "", status, prefix="status"
            ),
            kind=RECEIPT,
            sender=_sender(text_at(status, "recipient_user_id"), text_at(status, "recipient_id")),
            payload={"status": status, "metadata": metadata},
        )


def _contact_of(message: Any, contacts: list[JsonObject]) -> JsonObject:
    """The contact who wrote this message: several people's messages may share one list."""
    number, user_id = text_at(message, "from"), text_at(message, "from_user_id")
    for contact in contacts:
        if number and text_at(contact, "wa_id") == number:
            return contact
        if user_id and text_at(contact, "user_id") == user_id:
            return contact
    alone = len(contacts) == 1 and not number and not user_id
    return contacts[0] if alone else {}


def _sender(user_id: str, number: str) -> str:
    """The same word for the same person, so that what they write is handled one after the other."""
    if user_id:
        return user_id[:_SENDER_LENGTH]
    return ("+" + number.lstrip("+"))[:_SENDER_LENGTH] if number else ""


def _notice(entry: Any, subject: Any, *, reason: str, keep: Any) -> Item:
    digest = _digest([text_at(entry, "id"), text_at(entry, "time"), subject])
    return Item(
        item_id=f"notice:{digest}",
        kind=NOTICE,
        sender="",
        payload={"reason": reason[:80], "notice": keep},
    )


def _item_id(given: str, subject: Any, *, prefix: str) -> str:
    return given if 0 < len(given) <= _ID_LENGTH else f"{prefix}:{_digest(subject)}"


def _digest(value: Any) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
