"""What a provider says became of a letter, in anymail's words, and in ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from baraza.core.ingress.contract import Item, JsonObject, Unreadable
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import DeliveryStatus, Failure, Notice, Parsed, Receipt, Sender, SendError

# Under this name our own key goes along with a letter and comes back with what is said of it.
KEY: Final = "baraza_key"
RECEIPT: Final = "receipt"
_NOTICE = "notice"
_LONGEST = 300

STATUS = {
    EventType.QUEUED: DeliveryStatus.SENT,
    EventType.SENT: DeliveryStatus.SENT,
    EventType.DELIVERED: DeliveryStatus.DELIVERED,
    EventType.BOUNCED: DeliveryStatus.FAILED,
    EventType.REJECTED: DeliveryStatus.FAILED,
    EventType.FAILED: DeliveryStatus.FAILED,
    # It arrived, and was not wanted.
    EventType.COMPLAINED: DeliveryStatus.DELIVERED,
    EventType.UNSUBSCRIBED: DeliveryStatus.DELIVERED,
}
_STOPS = {
    EventType.COMPLAINED: "complained",
    EventType.UNSUBSCRIBED: "unsubscribed",
}
_STOPS_FOR_REASON = {
    RejectReason.BOUNCED: "bounced",
    RejectReason.INVALID: "bounced",
    RejectReason.SPAM: "complained",
    RejectReason.UNSUBSCRIBED: "unsubscribed",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A bounce of today only (`soft`) says nothing of the address: a full mailbox, a server that was busy."""

    event: AnymailTrackingEvent
    soft: bool = False


def item_of(*, told: Told, item_id: str) -> Item:
    """Raises Unreadable when it names no letter and nobody."""
    event = told.event
    recipient = str(event.recipient or "").lower()[:_LONGEST]
    payload: JsonObject = {
        "type": str(event.event_type)[:40],
        "id": str(event.message_id or "")[:_LONGEST],
        "key": _key(event.metadata),
        "to": recipient,
        "reason": str(event.reject_reason or "")[:40],
        "soft": told.soft,
        "at": _at(event.timestamp),
    }
    if not item_id or len(item_id) > _LONGEST or not (recipient or payload["id"]):
        raise Unreadable("The event names no letter.")
    known = event.event_type in STATUS
    return Item(item_id=item_id, kind=RECEIPT if known else _NOTICE, sender=recipient[:160], payload=payload)


def parse(item: Item) -> Parsed:
    kind = text_at(item.payload, "type")
    status = STATUS.get(kind)
    if status is None:
        return Notice(reason=f"letter_{kind or 'unknown'}"[:80])
    soft = item.payload.get("soft") is True
    reason = text_at(item.payload, "reason")
    stop = "" if soft else _STOPS.get(kind) or _STOPS_FOR_REASON.get(reason, "")
    if kind == EventType.BOUNCED and not soft and reason not in {RejectReason.BLOCKED, RejectReason.TIMED_OUT}:
        stop = stop or "bounced"
    return Receipt(
        external_id=text_at(item.payload, "id"),
        status=status,
        occurred_at=_read_at(text_at(item.payload, "at")),
        key=text_at(item.payload, "key"),
        recipient=Sender(email=text_at(item.payload, "to") or None),
        error=_error(kind, stop) if status is DeliveryStatus.FAILED else None,
        stop=stop,
    )


def _error(kind: str, stop: str) -> SendError:
    if stop == "bounced":
        return SendError("The address takes no letters.", failure=Failure.UNREACHABLE, retryable=False, code="bounced")
    if stop:
        return SendError("The person wants no letters.", failure=Failure.REFUSED, retryable=False, code=stop)
    # The provider tried for days, or would not try: another channel may do better.
    return SendError("The letter was not delivered.", failure=Failure.TEMPORARY, retryable=False, code=kind)


def _key(metadata: Mapping[str, Any] | None) -> str:
    found = (metadata or {}).get(KEY, "")
    return found[:200] if isinstance(found, str) else ""


def _at(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at is not None else ""


def _read_at(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
