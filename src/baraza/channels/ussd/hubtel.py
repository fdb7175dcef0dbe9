"""USSD through Hubtel (Ghana): JSON in and out, the latest answer only, a number that counts the turns.

Source: the request and response of Hubtel's USSD API as npm `ussd-menu-builder` 1.2.0 speaks it. The newer
"programmable services" want the session id in the answer; they are another shape and not this one.
"""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

import orjson

from baraza.channels.ussd import screens
from baraza.channels.ussd.gateway import (
    MESSAGE,
    SESSION_END,
    UssdGateway,
    received,
    require_phone,
    require_session,
    require_text,
    turn_digest,
)
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Unreadable
from baraza.lib.json_bodies import JsonRefused, read_json, text_at
from baraza.messaging.contract import Kind, Notice, Parsed, SessionEvent

INITIATION, RESPONSE = "initiation", "response"
ENDS = {"release": SessionEvent.CLOSE, "timeout": SessionEvent.TIMEOUT}


class Hubtel(UssdGateway):
    title = "USSD, by Hubtel"
    guide = (
        "On Hubtel's dashboard open Programmable services and choose your service code.",
        "Paste the address as Service Interaction URL.",
        "Come back here, dial the code, and test the connection.",
    )
    content_types = frozenset({"application/json"})

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        try:
            body = read_json(request.body)
        except JsonRefused as error:
            raise Unreadable(str(error)) from error
        session, number = require_session(text_at(body, "SessionId")), require_phone(text_at(body, "Mobile"))
        kind, text = text_at(body, "Type").lower(), require_text(text_at(body, "Message"))
        sequence = text_at(body, "Sequence")
        if not kind or (kind == RESPONSE and not sequence):
            # Without it the same answer to two questions would look like a repetition.
            raise Unreadable("The request has no type, or no number of the turn.")
        digest = turn_digest(phone=number, text=text)
        return [
            Item(
                item_id=f"{session}:{kind[:20]}:{sequence[:20]}:{digest}",
                kind=SESSION_END if kind in ENDS else MESSAGE,
                sender=number,
                payload={
                    "session": session,
                    "type": kind[:50],
                    "text": text,
                    "phone": number,
                    "service_code": text_at(body, "ServiceCode")[:50],
                },
            )
        ]

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        """`ClientState` comes back with the next request; ours is in the database, so it stays empty."""
        if answer is None:
            return _json("Release", "")
        screen = screens.restored(answer)
        return _json("Release" if screen.end else "Response", screen.text)

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        kind, text = text_at(item.payload, "type"), text_at(item.payload, "text")
        if kind in ENDS:
            return [received(item, kind=Kind.SESSION_END, session=ENDS[kind])]
        if kind == INITIATION:
            inputs = _dialled(text, text_at(item.payload, "service_code"))
            return [received(item, session=SessionEvent.NEW, inputs=inputs)]
        if kind == RESPONSE:
            return [received(item, session=SessionEvent.RESUME, text=text)]
        return [Notice(reason="type_unknown", detail=kind)]


def _json(kind: str, message: str) -> RawResponse:
    body = orjson.dumps({"Type": kind, "Message": message, "ClientState": ""})
    return RawResponse(status=200, body=body, content_type="application/json")


def _dialled(text: str, service_code: str) -> tuple[str, ...]:
    """`*713*2*5#` is the service 713 dialled with the answers 2 and 5."""
    code = service_code.strip("*#")
    head, rest = text.strip().removesuffix("#").removeprefix("*"), ""
    if code and head.startswith(code + "*"):
        rest = head[len(code) + 1 :]
    return tuple(rest.split("*")) if rest else ()
