"""Makes an item's payload fit for PostgreSQL, whatever came: what a person wrote is never lost over one character."""

import json
from typing import Any

import orjson

from baraza.core.ingress.contract import Item, JsonObject, Unreadable

_LONGEST_ITEM_ID, _LONGEST_KIND, _LONGEST_SENDER = 300, 40, 160


def check_item(item: Item) -> Item:
    """Raises Unreadable for ids that no column takes; a provider's ids are far from these limits."""
    if not 0 < len(item.item_id) <= _LONGEST_ITEM_ID or len(item.sender) > _LONGEST_SENDER:
        raise Unreadable("An item's id or sender is empty or too long.")
    if len(item.kind) > _LONGEST_KIND:
        raise Unreadable("An item's kind is too long.")
    for text in (item.item_id, item.kind, item.sender):
        if "\0" in text or not _is_unicode(text):
            raise Unreadable("An item's id or sender has characters that are none.")
    return item


def dump_payload(item: Item) -> bytes:
    """JSON that jsonb takes. Raises Unreadable when there is none, e.g. because it is nested too deeply."""
    try:
        dumped = orjson.dumps(item.payload)
    except (TypeError, RecursionError):
        return _dump_cleaned(item.payload)
    if b"\\u0000" in dumped:
        return _dump_cleaned(item.payload)
    return dumped


def _dump_cleaned(payload: JsonObject) -> bytes:
    try:
        return json.dumps(_cleaned(payload), allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise Unreadable(f"The payload cannot be kept as JSON: {type(error).__name__}.") from error


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        # NUL cannot be kept; half a surrogate pair becomes the replacement character.
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(child) for key, child in value.items()}
    return [_cleaned(child) for child in value] if isinstance(value, list | tuple) else value


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
