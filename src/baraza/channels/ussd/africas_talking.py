"""USSD through Africa's Talking: a form with all answers so far joined by stars, answered with CON or END.

Source: developers.africastalking.com/docs/ussd (overview, handle_sessions, notifications), copies of 2026-09-28.
"""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

from urllib.parse import parse_qsl

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
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import Kind, Parsed, SessionEvent

_FIELDS_AT_MOST = 40
# How a session ended; anything else is one that broke off.
STATUS = {"Success": SessionEvent.CLOSE, "Incomplete": SessionEvent.TIMEOUT, "Failed": SessionEvent.TIMEOUT}


class AfricasTalking(UssdGateway):
    title = "USSD, by Africa's Talking"
    guide = (
        "On account.africastalking.com open your app, then USSD, Service codes.",
        "Choose Callback beside your code and paste the address as Callback URL.",
        "Paste the same address with events/ at its end as Events URL.",
        "Come back here, dial the code, and test the connection.",
    )
    content_types = frozenset({"application/x-www-form-urlencoded"})

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        form = _form(request.body)
        if request.path.rstrip("/").endswith("/events"):
            return [_end(form)]
        return [_turn(form)]

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        """The body begins with the word that decides whether the session goes on: no blank, no byte-order mark."""
        if answer is None:
            return RawResponse(status=200)
        screen = screens.restored(answer)
        return RawResponse(status=200, body=f"{'END' if screen.end else 'CON'} {screen.text}".encode())

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        session, text = text_at(item.payload, "session"), text_at(item.payload, "text")
        if item.kind == SESSION_END:
            event = STATUS.get(text_at(item.payload, "status"), SessionEvent.TIMEOUT)
            return [received(item, kind=Kind.SESSION_END, session=event)]
        before = _text_before(previous, session)
        if before is not None:
            return [received(item, session=SessionEvent.RESUME, text=_latest(text, before))]
        inputs = tuple(text.split("*")) if text else ()
        return [received(item, session=SessionEvent.NEW, inputs=inputs)]


def _form(body: bytes) -> dict[str, str]:
    """Strict: bytes that are no UTF-8 and pairs without an equals sign are not what the gateway sends."""
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_FIELDS_AT_MOST,
        )
    except ValueError as error:
        raise Unreadable("The body is not a form in UTF-8.") from error
    form = {name: value.replace("\0", "") for name, value in pairs}
    if len(form) != len(pairs):
        raise Unreadable("A field of the form comes twice.")
    return form


def _turn(form: dict[str, str]) -> Item:
    """The gateway numbers nothing: session, number of answers and their words tell a turn from its repetition."""
    session, text = require_session(form.get("sessionId", "")), require_text(form.get("text"))
    number = require_phone(form.get("phoneNumber", ""))
    if not form.get("serviceCode"):
        raise Unreadable("The request has no service code.")
    answers = text.count("*") + 1 if text else 0
    return Item(
        item_id=f"{session}:{answers}:{turn_digest(phone=number, text=text)}",
        kind=MESSAGE,
        sender=number,
        payload={"session": session, "text": text, "phone": number, "service_code": form["serviceCode"][:50]},
    )


def _end(form: dict[str, str]) -> Item:
    session, number = require_session(form.get("sessionId", "")), require_phone(form.get("phoneNumber", ""))
    return Item(
        item_id=f"{session}:end",
        kind=SESSION_END,
        sender=number,
        payload={
            "session": session,
            "phone": number,
            "service_code": form.get("serviceCode", "")[:50],
            "status": form.get("status", "")[:50],
        },
    )


def _text_before(previous: Item | None, session: str) -> str | None:
    """The answers that the same session had given before; None when this is its first request that we see."""
    if previous is None or previous.kind != MESSAGE or text_at(previous.payload, "session") != session:
        return None
    return text_at(previous.payload, "text")


def _latest(text: str, before: str) -> str:
    """An answer may hold a star itself; what was there before tells where it begins."""
    if not before:
        return text
    if text.startswith(before + "*"):
        return text[len(before) + 1 :]
    return text.rpartition("*")[2]
