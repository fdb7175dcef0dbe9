"""What all USSD gateways have in common: no signature, no push, an answer inside the request."""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

import hashlib
import ipaddress
import logging
from collections.abc import Iterable
from typing import NoReturn

from baraza.channels.ussd import screens
from baraza.channels.ussd.checking import check
from baraza.channels.ussd.limits import LIMITS, SESSION_LENGTH, TEXT_LENGTH
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Unreadable
from baraza.lib import phone
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import (
    CheckFacts,
    CheckReport,
    ConnectionField,
    Failure,
    Kind,
    Limits,
    MediaReference,
    MediaRefused,
    Outgoing,
    Received,
    Screen,
    Sender,
    SendError,
    SessionEvent,
)

logger = logging.getLogger(__name__)

MESSAGE = "message"
SESSION_END = "session_end"

FIELDS = (
    ConnectionField(name="service_code", label="Service code", help="What people dial, such as *384*1234#."),
    ConnectionField(
        name="addresses",
        label="Gateway's addresses",
        help="Addresses or networks from which the gateway calls, by commas. Empty: any; the secret path is the proof.",
        required=False,
    ),
)


class UssdGateway:
    """The base of the providers; what differs is how a request is read and how a screen is written."""

    channel = "ussd"
    inline = True
    title = "USSD"
    guide: tuple[str, ...] = ()
    content_types: frozenset[str]
    limits: Limits = LIMITS
    fields: tuple[ConnectionField, ...] = FIELDS

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        return RawResponse(status=405)

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        """No gateway signs. The path is secret, and the organisation may name the addresses that call it."""
        networks = _words(connection.options.get("addresses"))
        if not networks:
            return True
        try:
            address = ipaddress.ip_address(request.remote_address)
            return any(address in ipaddress.ip_network(network, strict=False) for network in networks)
        except ValueError:
            logger.error("The addresses of connection %s cannot be read; nothing is let in.", connection.id)  # noqa: TRY400 - a setting, not a fault of ours
            return False

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        networks = _words(connection.options.get("addresses"))
        content_type = min(self.content_types)
        return check(connection=connection, facts=facts, content_type=content_type, networks=networks)

    def answer_of(self, *, screen: Screen) -> JsonObject:
        return screens.stored(screen)

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> NoReturn:
        raise SendError(
            "USSD answers only while the person has dialled; nothing can be sent later.",
            failure=Failure.REFUSED,
            retryable=False,
            code="no_push",
        )

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """A screen is read when it shows; there is nothing to tell the gateway."""

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> NoReturn:
        raise MediaRefused("USSD carries no files.")


def _words(value: object) -> list[str]:
    """The list as the console's form or as a file of settings gives it."""
    given: Iterable[object] = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [str(word).strip() for word in given if str(word).strip()]


def require_phone(text: str) -> str:
    """Gateways send the full number, with or without the plus (which an unescaped form turns into a blank)."""
    number = phone.normalise("+" + text.strip().lstrip("+")) if 0 < len(text) <= 30 else None  # noqa: PLR2004
    if number is None:
        raise Unreadable("The request has no telephone number.")
    return number


def require_session(text: str) -> str:
    if not text or len(text) > SESSION_LENGTH:
        raise Unreadable("The request has no session id.")
    return text


def require_text(text: str | None) -> str:
    if text is None or len(text) > TEXT_LENGTH:
        raise Unreadable("The request has no text, or one that no phone can send.")
    return text


def turn_digest(*, phone: str, text: str) -> str:
    """The words of a turn and whose they are: a session id with another number never gets the first one's screen."""
    return hashlib.sha256(f"{phone}\n{text}".encode()).hexdigest()[:32]


def received(
    item: Item,
    *,
    session: SessionEvent,
    kind: Kind = Kind.TEXT,
    text: str = "",
    inputs: tuple[str, ...] = (),
) -> Received:
    """What a gateway's item says, in messaging's words."""
    return Received(
        sender=Sender(phone=text_at(item.payload, "phone") or None),
        external_id=item.item_id,
        kind=kind,
        text=text,
        session=session,
        session_key=text_at(item.payload, "session"),
        inputs=inputs,
    )
