"""E-mail through Postmark. It signs nothing: webhooks carry a name and a password of ours.

Source: postmarkapp.com/developer, webhooks and inbound webhook; anymail 15.2, webhooks/postmark.py.
"""

import base64
import functools
import hashlib
import warnings
from collections.abc import Mapping
from typing import Any

import orjson
from anymail.backends.postmark import EmailBackend
from anymail.exceptions import AnymailInsecureWebhookWarning
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings

from baraza.channels.email.checking import check_postmark
from baraza.channels.email.events import Told
from baraza.channels.email.inbound import Handed
from baraza.channels.email.letters import misconfigured
from baraza.channels.email.provider import ANSWERABLE, LetterProvider, api_address
from baraza.channels.email.wrappings import handed_by_postmark
from baraza.core.ingress.contract import ConnectionFacts, RawRequest, Unreadable
from baraza.lib.json_bodies import read_json, text_at
from baraza.lib.signing import matches
from baraza.messaging.contract import CheckFacts, CheckReport, ConnectionField

_SHORTEST = 16
# Bounces that say nothing of the address (postmarkapp.com/developer/api/bounce-api, bounce types).
_SOFT = frozenset({"SoftBounce", "Transient", "DnsError", "VirusNotification", "Blocked", "DMARCPolicy"})


class Postmark(LetterProvider):
    # Else Postmark gives each letter an id of its own, and an answer would name that one.
    headings: Mapping[str, str] = {"X-PM-KeepID": "true"}
    title = "E-mail, by Postmark"
    service = "postmark"
    proof = "webhook_password"
    guide: tuple[str, ...] = (
        "On account.postmarkapp.com open Sender Signatures and confirm your domain with the records that it shows.",
        (
            "In your server open Webhooks, Add webhook: paste the address, and choose delivery, bounce, spam complaint and "
            "subscription change."
        ),
        "Under Basic auth credentials enter the user name baraza and the webhook password that you chose here.",
        (
            "For answers: open the server's Inbound stream, Settings, and enter the same address as its webhook, with the name "
            "and the password before the host (https://baraza:password@…). Enter its inbound address here."
        ),
        "Leave open and link tracking off. Come back here and test the connection.",
    )
    fields: tuple[ConnectionField, ...] = (
        *ANSWERABLE,
        ConnectionField(name="server_token", label="Server API token", help="Of the server's API tokens.", secret=True),
        ConnectionField(
            name="webhook_password",
            label="Webhook password",
            help="A long one that you make up, at least 16 characters; Postmark shows it with every webhook.",
            secret=True,
        ),
    )

    def verify(self, *, request: RawRequest, connection: ConnectionFacts) -> bool:
        password = connection.secrets.get("webhook_password", "")
        expected = "Basic " + base64.b64encode(f"baraza:{password}".encode()).decode()
        given = request.headers.get("authorization", "").encode(errors="replace").decode()
        return matches(expected=expected, given=given) and len(password) >= _SHORTEST

    def told_of(self, *, body: object) -> list[tuple[str, Told]]:
        if not isinstance(body, dict) or not text_at(body, "RecordType") or not text_at(body, "MessageID"):
            raise Unreadable("The body is no event.")
        # Deliveries have no id of their own, and a repetition is the same to the last byte.
        digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
        return [(digest, Told(event=_reader().esp_to_anymail_event(body), soft=text_at(body, "Type") in _SOFT))]

    def handed(self, *, request: RawRequest) -> Handed | None:
        """Events name their RecordType, letters have none (postmarkapp.com/developer/webhooks/inbound-webhook)."""
        body = read_json(request.body)
        is_letter = isinstance(body, dict) and text_at(body, "RecordType") in {"", "Inbound"} and "FromFull" in body
        return handed_by_postmark(body) if is_letter else None

    def backend(self, *, connection: ConnectionFacts) -> EmailBackend:
        token = connection.secrets.get("server_token", "")
        if not token:
            raise misconfigured("The connection has no token.")
        return EmailBackend(server_token=token, api_url=address(), timeout=settings.PROVIDER_TIMEOUT_SECONDS)

    def check(self, *, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
        return check_postmark(connection=connection, facts=facts, address=address())


def address() -> str:
    return api_address(service="postmark", own="https://api.postmarkapp.com/")


@functools.cache
def _reader() -> Any:
    """Only reads: the proof of a webhook is judged above."""
    with warnings.catch_warnings(action="ignore", category=AnymailInsecureWebhookWarning):
        return PostmarkTrackingWebhookView()
