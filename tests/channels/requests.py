"""Requests and connections as the door hands them to providers."""

from dataclasses import replace
from typing import Any

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
