"""Retell's proof: `x-retell-signature: v=<milliseconds>,d=<hex>`, over the raw body and the digits of the time.

https://docs.retellai.com/features/secure-webhook; the key is the account's API key with the webhook badge.
"""

import re

from baraza.channels.voice.limits import WINDOW_MS
from baraza.core.ingress.contract import RawRequest
from baraza.lib import clock
from baraza.lib.signing import hmac_sha256_hex, matches

HEADER = "x-retell-signature"
_FORM = re.compile(r"v=([0-9]{1,16}),d=([0-9a-f]{64})")


def signature_of(*, body: bytes, key: str, at_ms: int) -> str:
    return f"v={at_ms},d={hmac_sha256_hex(secret=key, body=body + str(at_ms).encode())}"


def signed_ms(request: RawRequest) -> int:
    """The time that was signed; 0 when the header is not one of Retell's."""
    found = _FORM.fullmatch(request.headers.get(HEADER, ""))
    return int(found[1]) if found else 0


def is_signed(*, request: RawRequest, key: str) -> bool:
    """Five minutes are allowed in both directions. The digits count as they were written."""
    found = _FORM.fullmatch(request.headers.get(HEADER, ""))
    if found is None or not key:
        return False
    expected = hmac_sha256_hex(secret=key, body=request.body + found[1].encode())
    in_window = abs(clock.now().timestamp() * 1000 - int(found[1])) <= WINDOW_MS
    return matches(expected=expected, given=found[2]) and in_window
