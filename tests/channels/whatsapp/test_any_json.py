"""No JSON body whatsoever makes the door's splitting or the reading of items raise anything but Unreadable."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.requests import NUMBER_ID, WHATSAPP, signed

from baraza.channels.whatsapp.inbound import parse_message
from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.channels.whatsapp.receipts import parse_status
from baraza.core.ingress.contract import Unreadable

WORDS = [
    "object", "entry", "changes", "value", "field", "messages", "statuses", "errors", "contacts", "metadata",
    "phone_number_id", "id", "from", "from_user_id", "user_id", "wa_id", "type", "text", "body", "image", "location",
    "latitude", "longitude", "interactive", "button_reply", "list_reply", "button", "payload", "reaction", "emoji",
    "system", "context", "timestamp", "status", "recipient_id", "code", "error_data", "details", "profile", "name",
    "order", "sha256", "mime_type", "caption", "user_changed_number", "failed", "sent", NUMBER_ID, "250788123456",
    "whatsapp_business_account", "99999999999999999999", "-1", "1e400", "",
]  # fmt: skip
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(WORDS)
)
keys = st.sampled_from(WORDS) | st.text(max_size=5)
anything: st.SearchStrategy[Any] = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6), max_leaves=12
)
KINDS = [
    "text", "image", "audio", "video", "document", "sticker", "location", "interactive", "button", "reaction",
    "contacts", "order", "system", "unsupported",
]  # fmt: skip
objects = st.dictionaries(keys, anything, max_size=8)
messages = st.tuples(st.sampled_from(KINDS), objects, anything).map(lambda m: {**m[1], "type": m[0], m[0]: m[2]})


def read_all(body: bytes) -> None:
    with suppress(Unreadable):
        for item in MetaCloud().items(request=signed(body), connection=WHATSAPP):
            assert 0 < len(item.item_id) <= 300
            assert len(item.sender) <= 160
            assert len(item.kind) <= 40
            MetaCloud().parse(item=item, connection=WHATSAPP, previous=None)


@settings(max_examples=120, deadline=None)
@given(anything)
def test_any_json_is_read_or_unreadable(value: object) -> None:
    read_all(json.dumps(value).encode())


@settings(max_examples=120, deadline=None)
@given(st.lists(messages | anything, max_size=3), anything, anything)
def test_any_content_of_a_webhook_is_read_or_unreadable(inbound: object, contacts: object, statuses: object) -> None:
    metadata = {"phone_number_id": NUMBER_ID}
    value = {"metadata": metadata, "messages": inbound, "contacts": contacts, "statuses": statuses, "errors": statuses}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    read_all(json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_unreadable(body: bytes) -> None:
    read_all(body)


@settings(max_examples=120, deadline=None)
@given(messages, objects, objects)
def test_any_message_and_any_status_become_a_record(
    message: dict[str, Any], contact: dict[str, Any], status: dict[str, Any]
) -> None:
    parse_message(item_id="1", message=message, contact=contact)
    parse_status(status)
    parse_status({**status, "status": "failed", "id": "wamid.1"})
