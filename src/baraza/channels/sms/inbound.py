"""Twilio's form read: a message of a person, or what became of one of ours.

Source: twilio.com/docs/messaging, captured payloads; Twilio adds fields without notice, so only the known are looked at.
"""

from urllib.parse import parse_qsl

from baraza.channels.sms.errors import failure_of
from baraza.core.ingress.contract import Item, Unreadable
from baraza.lib import phone
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import DeliveryStatus, Kind, Notice, Parsed, Receipt, Received, Sender

MESSAGE = "message"
RECEIPT = "receipt"
_FIELDS_AT_MOST = 200
_SID_LENGTH = 100
_TEXT_LENGTH = 2000
# Twilio's own words, besides those of the conversation: Twilio obeys them and stops our messages, so must our ledger.
_STOPS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
_STARTS = frozenset({"start", "unstop"})
# "Taken by Twilio" is what we call sent; the operator's word comes later.
STATUS = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), DeliveryStatus.SENT),
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    **dict.fromkeys(("undelivered", "failed", "canceled"), DeliveryStatus.FAILED),
}


def read_form(body: bytes) -> list[tuple[str, str]]:
    """Raises Unreadable for what is no form."""
    try:
        return parse_qsl(
            body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=_FIELDS_AT_MOST, errors="strict"
        )
    except ValueError:
        raise Unreadable("The body is not a form.") from None


def item_of(*, form: list[tuple[str, str]], key: str, account_sid: str) -> Item:
    fields = {name: value.replace("\0", "") for name, value in form}
    sid, status = fields.get("MessageSid", ""), fields.get("MessageStatus", "")
    if not sid or len(sid) > _SID_LENGTH or fields.get("AccountSid", "") != account_sid:
        raise Unreadable("The form names no message of this account.")
    if status:
        return _receipt_item(sid, status, fields, key)
    number = phone.normalise(fields.get("From", ""))
    if number is None or len(fields.get("Body", "")) > _TEXT_LENGTH:
        raise Unreadable("The form has no number, or a text that no phone can send.")
    payload = {"from": number, "text": fields.get("Body", ""), "opt": fields.get("OptOutType", "")[:20]}
    return Item(
        item_id=sid,
        kind=MESSAGE,
        sender=number,
        payload={**payload, "media": fields.get("NumMedia", "0") not in {"", "0"}},
    )


def _receipt_item(sid: str, status: str, fields: dict[str, str], key: str) -> Item:
    number = phone.normalise(fields.get("To", "")) or ""
    payload = {
        "sid": sid,
        "status": status[:40],
        "to": number,
        "error": fields.get("ErrorCode", "")[:20],
        "key": key[:200],
    }
    return Item(item_id=f"{sid}:{status[:40]}", kind=RECEIPT, sender=number, payload=payload)


def parse(item: Item) -> Parsed:
    if item.kind == RECEIPT:
        return _receipt(item)
    text, sender = text_at(item.payload, "text"), Sender(phone=text_at(item.payload, "from") or None)
    if not text and item.payload.get("media"):
        return Received(sender=sender, external_id=item.item_id, kind=Kind.UNSUPPORTED)
    word = " ".join(text.lower().split())
    if word in _STOPS or text_at(item.payload, "opt") == "STOP":
        text = "STOP"
    elif word in _STARTS or text_at(item.payload, "opt") == "START":
        text = "START"
    return Received(sender=sender, external_id=item.item_id, kind=Kind.TEXT, text=text)


def _receipt(item: Item) -> Parsed:
    status = STATUS.get(text_at(item.payload, "status"))
    if status is None:
        return Notice(reason="status_unknown", detail=text_at(item.payload, "status"))
    failed = status is DeliveryStatus.FAILED
    return Receipt(
        external_id=text_at(item.payload, "sid"),
        status=status,
        occurred_at=None,
        key=text_at(item.payload, "key"),
        recipient=Sender(phone=text_at(item.payload, "to") or None),
        error=failure_of(code=text_at(item.payload, "error"), status=400) if failed else None,
    )
