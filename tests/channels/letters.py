"""Connections and webhooks of the providers of letters, proved as each of them proves them."""

import base64
import json
from dataclasses import replace

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.channels.requests import ACCESS_TOKEN, request

from baraza.core.ingress.contract import ConnectionFacts, RawRequest
from baraza.lib import clock
from baraza.lib.signing import hmac_sha256_hex

SIGNING_KEY = "key-test"
PASSWORD = "a-password-of-ours-2026"
READER = "aline@example.org"
_PRIVATE = ec.generate_private_key(ec.SECP256R1())
PUBLIC_KEY = base64.b64encode(
    _PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
).decode()
_STATIONERY = {
    "sender": "reports@yourcity.example",
    "reply_to": "desk@yourcity.example",
    "address_line": "1 Church Square, Yourcity",
}

MAILGUN = ConnectionFacts(
    id=21,
    organisation_id=1,
    source="email.mailgun",
    secrets={"api_key": ACCESS_TOKEN, "signing_key": SIGNING_KEY},
    options={**_STATIONERY, "domain": "mg.yourcity.example", "region": "eu"},
    path="/in/email.mailgun/token/",
)
SENDGRID = ConnectionFacts(
    id=22,
    organisation_id=1,
    source="email.sendgrid",
    secrets={"api_key": ACCESS_TOKEN, "verification_key": PUBLIC_KEY, "parse_key": PUBLIC_KEY},
    options=_STATIONERY,
    path="/in/email.sendgrid/token/",
)
POSTMARK = ConnectionFacts(
    id=23,
    organisation_id=1,
    source="email.postmark",
    secrets={"server_token": ACCESS_TOKEN, "webhook_password": PASSWORD},
    options=_STATIONERY,
    path="/in/email.postmark/token/",
)
SMTP = ConnectionFacts(
    id=24,
    organisation_id=1,
    source="email.smtp",
    secrets={"password": ACCESS_TOKEN},
    options={**_STATIONERY, "host": "127.0.0.1", "port": "587", "user": "reports"},
)


def by_mailgun(body: bytes, *, key: str = SIGNING_KEY, age: int = 0) -> RawRequest:
    """What is no event stays as it is."""
    try:
        event = json.loads(body)
        signature = event["signature"]
    except (ValueError, KeyError, TypeError):
        return request(body)
    signature["timestamp"] = str(int(clock.now().timestamp()) - age)
    signed = f"{signature['timestamp']}{signature['token']}".encode()
    signature["signature"] = hmac_sha256_hex(secret=key, body=signed)
    return request(json.dumps(event).encode())


def by_sendgrid(body: bytes, *, key: ec.EllipticCurvePrivateKey = _PRIVATE, age: int = 0) -> RawRequest:
    timestamp = str(int(clock.now().timestamp()) - age)
    signature = base64.b64encode(key.sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))).decode()
    return request(
        body,
        headers={
            "x-twilio-email-event-webhook-signature": signature,
            "x-twilio-email-event-webhook-timestamp": timestamp,
        },
    )


def by_postmark(body: bytes, *, password: str = PASSWORD) -> RawRequest:
    basic = base64.b64encode(f"baraza:{password}".encode()).decode()
    return request(body, headers={"authorization": f"Basic {basic}"})


def without(connection: ConnectionFacts, name: str) -> ConnectionFacts:
    return replace(connection, secrets={key: value for key, value in connection.secrets.items() if key != name})
