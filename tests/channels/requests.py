"""Requests and connections as the door hands them to providers."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from baraza.channels.sms.signature import signature_of
from baraza.core.ingress.contract import ConnectionFacts, Item, RawRequest
from baraza.lib.signing import hmac_sha256_hex
from baraza.messaging.contract import ChannelProvider, Parsed

APP_SECRET = "s3cr3t-app-secret"
ACCESS_TOKEN = "EAAGsandboxtokenthatmustneverbeseen0123456789"
VERIFY_TOKEN = "a-word-of-ours"
NUMBER_ID = "106540352242922"

WHATSAPP = ConnectionFacts(
    id=7,
    organisation_id=1,
    source="whatsapp.meta_cloud",
    secrets={"app_secret": APP_SECRET, "access_token": ACCESS_TOKEN, "verify_token": VERIFY_TOKEN},
    options={"phone_number_id": NUMBER_ID, "business_account_id": "102290129340398"},
)
AFRICAS_TALKING = ConnectionFacts(id=8, organisation_id=1, source="ussd.africas_talking", secrets={})
HUBTEL = ConnectionFacts(id=9, organisation_id=1, source="ussd.hubtel", secrets={})

AUTH_TOKEN = ACCESS_TOKEN
TWILIO_HOST = "baraza.example"
TWILIO_PATH = "/in/sms.twilio/token/"
TWILIO = ConnectionFacts(
    id=10,
    organisation_id=1,
    source="sms.twilio",
    secrets={"auth_token": AUTH_TOKEN},
    options={"account_sid": "AC0123456789abcdef0123456789abcdef", "sender": "+27600000000"},
    path=TWILIO_PATH,
)


def request(
    body: bytes = b"",
    *,
    method: str = "POST",
    path: str = "/in/source/token/",
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    remote_address: str = "127.0.0.1",
) -> RawRequest:
    return RawRequest(
        method=method,
        path=path,
        query=query or {},
        headers=headers or {},
        body=body,
        remote_address=remote_address,
    )


def signed(body: bytes, *, secret: str = APP_SECRET) -> RawRequest:
    signature = hmac_sha256_hex(secret=secret, body=body)
    return request(body, headers={"x-hub-signature-256": f"sha256={signature}"})


def signed_by_twilio(body: bytes, *, key: str = "", token: str = AUTH_TOKEN) -> RawRequest:
    """A form as Twilio posts it, to the address for receipts when there is a key."""
    url = f"https://{TWILIO_HOST}{TWILIO_PATH}" + (f"?{urlencode({'key': key})}" if key else "")
    form = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    return request(
        body,
        path=TWILIO_PATH,
        query={"key": key} if key else {},
        headers={"host": TWILIO_HOST, "x-twilio-signature": signature_of(url=url, form=form, token=token)},
    )


def with_options(connection: ConnectionFacts, **options: Any) -> ConnectionFacts:
    return replace(connection, options={**connection.options, **options})


def read(
    provider: ChannelProvider,
    connection: ConnectionFacts,
    raw: RawRequest,
    *,
    previous: Item | None = None,
) -> list[Parsed]:
    """Everything that a request means."""
    items = provider.items(request=raw, connection=connection)
    return [parsed for item in items for parsed in provider.parse(item=item, connection=connection, previous=previous)]
