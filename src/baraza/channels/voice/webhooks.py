"""What Retell posts: one event of one call each time, to the account's address or to an agent's own."""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from baraza.channels.voice.reading import BULKY, call_id_of, facts_of
from baraza.channels.voice.signature import signed_ms
from baraza.core.ingress.contract import OWN_TEST, ConnectionFacts, Item, JsonObject, RawRequest, Unreadable
from baraza.lib.json_bodies import JsonRefused, object_at, read_json, text_at
from baraza.messaging.contract import Notice, Parsed
from baraza.messaging.voice import ANALYZED, ENDED, STARTED, TRANSCRIPT, TRANSFERS, CallEvent

# An organisation's agents by the last part of their address: written by whoever adds an agent.
PATHS_OPTION: Final = "agent_paths"
_ONCE: Final = frozenset({STARTED, ENDED, ANALYZED})
_KNOWN: Final = _ONCE | {TRANSCRIPT, *TRANSFERS}
_LONGEST_EVENT = 40
_PARTS_WITH_AGENT = 4


def agent_of_path(*, request: RawRequest, connection: ConnectionFacts) -> str | None:
    """The agent whose own address this is, empty for the account's; None for an address that no agent has."""
    parts = request.path.strip("/").split("/")
    if len(parts) < _PARTS_WITH_AGENT:
        return ""
    paths = connection.options.get(PATHS_OPTION)
    found = paths.get(parts[-1]) if isinstance(paths, dict) else None
    return found if isinstance(found, str) and found else None


def items_of(*, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
    """Raises Unreadable."""
    body = _object(request.body)
    event = text_at(body, "event")
    if not 0 < len(event) <= _LONGEST_EVENT or not event.isprintable():
        raise Unreadable("There is no event in the body.")
    call_id = call_id_of(body.get("call"))
    if event in _KNOWN and not call_id:
        raise Unreadable("The event is of no call.")
    payload = {
        "body": body,
        "signed_ms": signed_ms(request),
        "agent": agent_of_path(request=request, connection=connection) or "",
    }
    key = key_of(event, call_id, body, request.body)
    return [Item(item_id=key, kind=event, sender=call_id, payload=payload)]


def parse(item: Item) -> list[Parsed]:
    """Nothing for a test of our own: that it is kept is all there is to it."""
    body = object_at(item.payload, "body")
    event = text_at(body, "event")
    if event == OWN_TEST:
        return []
    if event not in _KNOWN:
        return [Notice(reason="event_unknown", detail=event)]
    call = object_at(body, "call")
    signed = item.payload.get("signed_ms")
    told = CallEvent(
        event=event,
        key=item.item_id,
        call=facts_of(call),
        signed_at=datetime.fromtimestamp(signed / 1000, tz=UTC) if isinstance(signed, int) and signed else None,
        agent_of_path=text_at(item.payload, "agent"),
        raw={**body, "call": without_bulk(call)},
    )
    return [told]


def without_bulk(call: JsonObject) -> JsonObject:
    """What is said is kept once, beside the event; everything else stays as it came."""
    return {name: value for name, value in call.items() if name not in BULKY}


def key_of(event: str, call_id: str, body: JsonObject, raw: bytes) -> str:
    """https://docs.retellai.com/features/webhook-overview: event and call, for transfers the time at which they began."""
    if event in _ONCE:
        return f"{event}:{call_id}"
    if event in TRANSFERS:
        began = text_at(body, "start_timestamp") or text_at(body.get("call"), "start_timestamp")
        if began:
            return f"{event}:{call_id}:{began[:20]}"
    # The rest may happen often: a repetition is the same to the byte.
    return f"{event}:{call_id}:{hashlib.sha256(raw).hexdigest()[:32]}"


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = read_json(body)
    except JsonRefused as error:
        raise Unreadable(str(error)) from error
    if not isinstance(found, dict):
        raise Unreadable("The body is not an object.")
    return found
