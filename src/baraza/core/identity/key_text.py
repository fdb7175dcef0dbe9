"""How a key for another system is written: `bz_<prefix>_<secret>`."""

import hashlib
from typing import Final

MARK: Final = "bz"


def parts_of(presented: str) -> tuple[str, str]:
    """Prefix and secret of what another system sent; empty when it has not the shape of a key."""
    mark, _, rest = presented.partition("_")
    prefix, _, secret = rest.partition("_")
    return (prefix, secret) if mark == MARK and prefix and secret else ("", "")


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
