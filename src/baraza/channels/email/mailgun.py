"""E-mail through Mailgun. Webhooks are proved by a signature over a token, and a token is taken once.

Source: documentation.mailgun.com, webhooks, and "Receiving messages via HTTP through a forward() action"; anymail 15.2, webhooks/mailgun.py.
"""

import functools
from typing import Any

from anymail.backends.mailgun import EmailBackend
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from django.conf import settings

from baraza.channels.email.checking import check_mailgun
from baraza.channels.email.events import Told
from baraza.channels.email.inbound import Handed
from baraza.channels.email.letters import misconfigured
from baraza.channels.email.provider import ANSWERABLE, LetterProvider, api_address
from baraza.channels.email.wrappings import handed_by_mailgun
from baraza.core.ingress.contract import ConnectionFacts, JsonObject, RawRequest, Unreadable
from baraza.lib import clock
from baraza.lib.json_bodies import object_at, read_json, text_at
from baraza.lib.posted_forms import read_form
from baraza.lib.signing import hmac_sha256_hex, matches
from baraza.messaging.contract import CheckFacts, CheckReport, ConnectionField

# Mailgun tries for eight hours; a signature that is older than a day was kept by somebody.
_OLDEST_SECONDS = 24 * 3600
_REGIONS = {"us": "https://api.mailgun.net/v3/", "eu": "https://api.eu.mailgun.net/v3/"}


class Mailgun(LetterProvider):
    content_types = frozenset({"application/json", "multipart/form-data", "application/x-www-form-urlencoded"})
    title = "E-mail, by Mailgun"
    service = "mailgun"
    proof = "signing_key"
    guide: tuple[str, ...] = (
        "On app.mailgun.com open Sending, Domains: add your domain and enter the records that it shows at whoever keeps your DNS.",
        (
            "Under Sending, Webhooks choose the domain, and add the address for delivered, permanent fail, temporary fail, "
            "spam complaints and unsubscribes."
        ),
        (
            "For answers: open Receiving, Create route, match the recipient (reply\\+.*@in.yourcity.example), choose forward and "
            "paste the same address. Enter the MX records that Mailgun shows for that domain, and the address here."
        ),
        "The webhook signing key is on the same page. Leave open and click tracking off: people's reading is their own.",
        "Come back here and test the connection.",
    )
    fields: tuple[ConnectionField, ...] = (
        ConnectionField(
            name="domain", label="Sending domain", help="As Mailgun lists it, such as mg.yourcity.example."
        ),
        ConnectionField(name="region", label="Region", help="Where the domain was made: us or eu."),
        *ANSWERABLE,
        ConnectionField(name="api_key", label="Sending key", help="Of this domain.", secret=True),
        ConnectionField(name="signing_key", label="Webhook signing key", help="Proves what comes back.", secret=True),
    )

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        """Of a letter the three fields stand in the form: time, token, and their HMAC with the signing key."""
        key = connection.secrets.get("signing_key", "")
        try:
            signature = _signature(request)
        except ValueError:
            signature = {}
        timestamp, token = text_at(signature, "timestamp"), text_at(signature, "token")
        expected = hmac_sha256_hex(secret=key, body=f"{timestamp}{token}".encode(errors="replace"))
        same = matches(expected=expected, given=text_at(signature, "signature").encode(errors="replace").decode())
        return bool(key and token) and same and _is_recent(timestamp)

    def told_of(self, *, body: object) -> list[tuple[str, Told]]:
        if not isinstance(body, dict) or not object_at(body, "event-data"):
            raise Unreadable("The body has no event.")
        event = _reader().esp_to_anymail_event(body)
        return [(text_at(object_at(body, "signature"), "token"), Told(event=event))]

    def handed(self, *, request: RawRequest) -> Handed | None:
        if _is_json(request):
            return None
        form = read_form(content_type=request.headers["content-type"], body=request.body)
        if form.text("attachments"):
            raise Unreadable("The route stores letters instead of forwarding them.")
        return handed_by_mailgun(form)

    def backend(self, *, connection: ConnectionFacts) -> EmailBackend:
        key, domain = connection.secrets.get("api_key", ""), str(connection.options.get("domain", "")).strip()
        if not key or not domain or "/" in domain:
            raise misconfigured("The connection has no key or no domain.")
        return EmailBackend(
            api_key=key,
            sender_domain=domain,
            api_url=address_of(connection),
            timeout=settings.PROVIDER_TIMEOUT_SECONDS,
        )

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check_mailgun(connection=connection, facts=facts, address=address_of(connection))


def address_of(connection: ConnectionFacts) -> str:
    region = str(connection.options.get("region", "")).strip().lower()
    return api_address(service="mailgun", own=_REGIONS.get(region, _REGIONS["us"]))


def _is_json(request: RawRequest) -> bool:
    return request.headers.get("content-type", "application/json").startswith("application/json")


def _signature(request: RawRequest) -> JsonObject:
    if _is_json(request):
        return object_at(read_json(request.body), "signature")
    form = read_form(content_type=request.headers["content-type"], body=request.body)
    return {name: form.text(name) for name in ("timestamp", "token", "signature")}


def _is_recent(timestamp: str) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > 12:  # noqa: PLR2004
        return False
    return abs(clock.now().timestamp() - int(timestamp)) <= _OLDEST_SECONDS


@functools.cache
def _reader() -> Any:
    """Only reads: the proof of a webhook is judged above."""
    return MailgunTrackingWebhookView(webhook_signing_key="unused")
