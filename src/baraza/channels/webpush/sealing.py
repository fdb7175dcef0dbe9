"""Seals a notification for one browser (RFC 8291, aes128gcm) and signs for ourselves at its push service (RFC 8292)."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from baraza.channels.webpush.limits import TOKEN_SECONDS
from baraza.lib.push_keys import browser_auth, browser_key, encoded, private_key, public_key
from baraza.messaging.contract import BrowserDevice

_TOPIC_BYTES = 24


class KeyGone(LookupError):
    """The browser was given a public key whose private half is no longer among ours."""


def sealed(
    *,
    content: bytes,
    device: BrowserDevice,
    pair: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Every message has a key pair and a salt of its own; they are given by the RFC's own example alone."""
    sealed_content: bytes = http_ece.encrypt(
        content,
        salt=salt,
        private_key=pair or ec.generate_private_key(ec.SECP256R1()),
        dh=browser_key(device.key),
        auth_secret=browser_auth(device.auth),
        version="aes128gcm",
    )
    return sealed_content


def authorisation(*, device: BrowserDevice, keys: Sequence[str], contact: str) -> Mapping[str, str]:
    """The header that proves to the push service that the browser meant us. Raises KeyGone."""
    key = next((one for one in keys if public_key(one) == device.our_key), None)
    if key is None:
        raise KeyGone(device.id)
    parts = urlsplit(device.endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + TOKEN_SECONDS,
        "sub": contact,
    }
    # Not every internal address has a dot, which py-vapid asks of a contact.
    signer = Vapid02(private_key=private_key(key), conf={"no-strict": True})
    headers: dict[str, str] = signer.sign(claims)
    return headers


def topic(subject: str) -> str:
    """News that was not fetched yet is replaced by newer news of the same report; the service learns no reference."""
    return encoded(hashlib.sha256(subject.encode()).digest()[:_TOPIC_BYTES])
