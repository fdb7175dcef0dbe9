"""E-mail through SendGrid. Webhooks are signed with a key of theirs, whose public half is on the connection.

Source: twilio.com/docs/sendgrid, event webhook, "Setting up" and "Securing your Inbound Parse Webhooks"; anymail 15.2, webhooks/sendgrid.py. anymail keeps its SendGrid part as it
is and promises no more for it.
"""

import base64
import binascii
import contextlib
import functools
import warnings
from typing import Any

from anymail.backends.sendgrid import EmailBackend
from anymail.exceptions import AnymailWarning
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings

from baraza.channels.email.checking import check_sendgrid
from baraza.channels.email.events import Told
from baraza.channels.email.inbound import Handed
from baraza.channels.email.letters import misconfigured
from baraza.channels.email.provider import ANSWERABLE, LetterProvider, api_address
from baraza.channels.email.wrappings import handed_by_sendgrid
from baraza.core.ingress.contract import ConnectionFacts, RawRequest, Unreadable
from baraza.lib import clock
from baraza.lib.json_bodies import text_at
from baraza.lib.posted_forms import read_form
from baraza.messaging.contract import CheckFacts, CheckReport, ConnectionField

_SIGNATURE = "x-twilio-email-event-webhook-signature"
_TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
# SendGrid tries for a day.
_OLDEST_SECONDS = 26 * 3600
_MOST_EVENTS = 2000


class SendGrid(LetterProvider):
    content_types = frozenset({"application/json", "multipart/form-data"})
    title = "E-mail, by SendGrid"
    service = "sendgrid"
    proof = "verification_key"
    guide: tuple[str, ...] = (
        "On app.sendgrid.com open Settings, Sender Authentication: authenticate your domain with the records that it shows.",
        "Under Settings, API Keys make a key with Mail Send only.",
        (
            "Under Settings, Mail Settings, Event Webhook paste the address, choose all deliverability events, spam reports and "
            "unsubscribes, and switch the signed webhook on: it then shows the verification key."
        ),
        (
            "For answers: under Settings, Inbound Parse add a host of its own (in.yourcity.example, whose MX record is "
            "mx.sendgrid.net) with the same address, and check POST the raw, full MIME message. Give it a security policy with "
            "signatures by their API, and enter its public key here."
        ),
        "Under Settings, Tracking switch open and click tracking off.",
        "Come back here and test the connection.",
    )
    fields: tuple[ConnectionField, ...] = (
        *ANSWERABLE,
        ConnectionField(name="api_key", label="API key", help="With the right to send mail.", secret=True),
        ConnectionField(
            name="verification_key",
            label="Webhook verification key",
            help="Of the signed event webhook. Proves what comes back.",
            secret=True,
        ),
        ConnectionField(
            name="parse_key",
            label="Inbound Parse public key",
            help="Of the security policy of Inbound Parse. Proves what residents answer.",
            secret=True,
            required=False,
        ),
    )

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        """Events and letters are signed in the same way, each by a key of its own."""
        name = "parse_key" if _is_letter(request) else "verification_key"
        key = _public_key(connection.secrets.get(name, ""))
        timestamp = request.headers.get(_TIMESTAMP, "")
        if key is None or not _is_recent(timestamp):
            return False
        try:
            signature = base64.b64decode(request.headers.get(_SIGNATURE, ""), validate=True)
            key.verify(signature, timestamp.encode() + request.body, ec.ECDSA(hashes.SHA256()))
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    def told_of(self, *, body: object) -> list[tuple[str, Told]]:
        if not isinstance(body, list) or not body or len(body) > _MOST_EVENTS:
            raise Unreadable("The body is no list of events.")
        return [(text_at(one, "sg_event_id"), _told(one)) for one in body]

    def handed(self, *, request: RawRequest) -> Handed | None:
        if not _is_letter(request):
            return None
        return handed_by_sendgrid(read_form(content_type=request.headers["content-type"], body=request.body))

    def backend(self, *, connection: ConnectionFacts) -> EmailBackend:
        key = connection.secrets.get("api_key", "")
        if not key:
            raise misconfigured("The connection has no key.")
        with _without_warning():
            return EmailBackend(api_key=key, api_url=address(), timeout=settings.PROVIDER_TIMEOUT_SECONDS)

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check_sendgrid(connection=connection, facts=facts, address=address())


def address() -> str:
    return api_address(service="sendgrid", own="https://api.sendgrid.com/v3/")


def _told(one: object) -> Told:
    # "blocked" is a server that turned one letter away, not an address that does not exist.
    soft = text_at(one, "event") == "bounce" and text_at(one, "type") == "blocked"
    return Told(event=_reader().esp_to_anymail_event(one), soft=soft)


def _is_letter(request: RawRequest) -> bool:
    return request.headers.get("content-type", "").startswith("multipart/form-data")


def _is_recent(timestamp: str) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:  # noqa: PLR2004
        return False
    return abs(clock.now().timestamp() - int(timestamp)) <= _OLDEST_SECONDS


@functools.lru_cache(maxsize=64)
def _public_key(text: str) -> ec.EllipticCurvePublicKey | None:
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) else None


@functools.cache
def _reader() -> Any:
    """Only reads: the proof of a webhook is judged above."""
    with _without_warning():
        return SendGridTrackingWebhookView(tracking_webhook_verification_key=None)


def _without_warning() -> contextlib.AbstractContextManager[object]:
    """Anymail warns at every use that it promises no more for SendGrid; the module's docstring says so once."""
    return warnings.catch_warnings(action="ignore", category=AnymailWarning)
