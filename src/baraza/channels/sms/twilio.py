"""SMS through Twilio. What comes in is read in `inbound`, its proof in `signature`; `calls` hands over what goes out."""

# ruff: noqa: ARG002 - the contract names every parameter, whether a channel needs it or not

import re
from typing import NoReturn
from urllib.parse import urlencode

from django.conf import settings

from baraza.channels.sms import inbound
from baraza.channels.sms.calls import account_of, call, misconfigured, uncertain
from baraza.channels.sms.checking import check
from baraza.channels.sms.limits import LIMITS, cheapest
from baraza.channels.sms.signature import is_signed
from baraza.core.ingress.contract import ConnectionFacts, Item, JsonObject, RawRequest, RawResponse, Unreadable
from baraza.lib.json_bodies import text_at
from baraza.messaging.contract import (
    CheckFacts,
    CheckReport,
    ConnectionField,
    Failure,
    Limits,
    MediaReference,
    MediaRefused,
    Outgoing,
    Parsed,
    Screen,
    SendError,
    Text,
)

FIELDS = (
    ConnectionField(
        name="account_sid", label="Account SID", help="On the first page of console.twilio.com; begins with AC."
    ),
    ConnectionField(
        name="auth_token", label="Auth token", help="Beside the account SID. Proves webhooks.", secret=True
    ),
    ConnectionField(
        name="sender",
        label="Number or messaging service",
        help="A number with its country, such as +27600000000, or the SID of a messaging service, which begins with MG.",
    ),
)
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_NUMBER = re.compile(r"\+?\d{3,15}")
# Nothing is said in the response: answers are messages of their own, which can be tried again.
_EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


class Twilio:
    channel = "sms"
    title = "SMS, by Twilio"
    guide: tuple[str, ...] = (
        "On console.twilio.com open Phone Numbers, Active numbers, and the number; or Messaging, Services, Integration.",
        "Under A message comes in choose Webhook, paste the address, and choose HTTP POST.",
        "Leave the opt-out words as they are: Twilio obeys STOP, and this system keeps it with the person.",
        "Come back here, send an SMS to the number, and test the connection.",
    )
    inline = False
    content_types = frozenset({"application/x-www-form-urlencoded"})
    limits: Limits = LIMITS
    fields: tuple[ConnectionField, ...] = FIELDS

    def handshake(self, *, request: RawRequest, connection: ConnectionFacts) -> RawResponse:
        return RawResponse(status=405)

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        try:
            form = inbound.read_form(request.body)
        except Unreadable:
            form = []
        return is_signed(request=request, form=form, token=connection.secrets.get("auth_token", ""))

    def items(self, *, request: RawRequest, connection: ConnectionFacts) -> list[Item]:
        account_sid = str(connection.options.get("account_sid", ""))
        form = inbound.read_form(request.body)
        return [inbound.item_of(form=form, key=request.query.get("key", ""), account_sid=account_sid)]

    def acknowledge(self, *, answer: JsonObject | None) -> RawResponse:
        return RawResponse(status=200, body=_EMPTY, content_type="text/xml; charset=utf-8")

    def parse(self, *, item: Item, connection: ConnectionFacts, previous: Item | None) -> list[Parsed]:
        return [inbound.parse(item)]

    def send(self, *, outgoing: Outgoing, connection: ConnectionFacts) -> str:
        form = {"To": _recipient(outgoing), "Body": _body(outgoing), **_sender(connection)}
        callback = _receipts_address(connection, outgoing.key)
        if callback:
            form["StatusCallback"] = callback
        account = account_of(connection)
        answer = call(account=account, method="POST", path="/Messages.json", form=form, has_receipts=bool(callback))
        sid = text_at(answer, "sid")
        if not sid:
            raise uncertain("Twilio took the message without giving it an id.", has_receipts=bool(callback))
        return sid

    def mark_read(self, *, external_id: str, connection: ConnectionFacts) -> None:
        """SMS has no such sign."""

    def fetch_media(self, *, media: MediaReference, connection: ConnectionFacts) -> NoReturn:
        raise MediaRefused("Pictures are not taken by SMS.")

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check(connection=connection, facts=facts)

    def answer_of(self, *, screen: Screen) -> JsonObject:
        raise _refused("SMS answers with messages, not in the request.")


def _refused(detail: str) -> SendError:
    return SendError(detail, failure=Failure.REFUSED, retryable=False, code="limits")


def _recipient(outgoing: Outgoing) -> str:
    if not outgoing.recipient.phone:
        raise _refused("The message has no number to go to.")
    return "+" + outgoing.recipient.phone.lstrip("+")


def _body(outgoing: Outgoing) -> str:
    if not isinstance(outgoing.content, Text):
        raise _refused("SMS carries text only.")
    body = cheapest(outgoing.content.body)
    if not body.strip():
        raise _refused("The text is empty.")
    if len(body) > LIMITS.text:
        raise _refused(f"The text has {len(body)} characters; an SMS takes {LIMITS.text}.")
    return body


def _sender(connection: ConnectionFacts) -> dict[str, str]:
    sender = str(connection.options.get("sender", "")).strip()
    if _SERVICE.fullmatch(sender):
        return {"MessagingServiceSid": sender}
    if _NUMBER.fullmatch(sender):
        return {"From": sender}
    raise misconfigured("The connection has neither a number nor a messaging service to send from.")


def _receipts_address(connection: ConnectionFacts, key: str) -> str:
    """With our key, so that a receipt tells of a message whose id we never learned. Twilio takes public addresses only."""
    if not connection.path or not settings.PUBLIC_URL.startswith("https://"):
        return ""
    return f"{settings.PUBLIC_URL}{connection.path}?{urlencode({'key': key})}"
