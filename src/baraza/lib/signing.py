"""Signatures over raw bytes, compared in constant time."""

import hashlib
import hmac


def hmac_sha256_hex(*, secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def matches(*, expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode())
