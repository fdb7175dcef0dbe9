"""What is kept sealed: one box for secrets of connections, of second factors, and photos."""

import base64
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def box(*, keys: Sequence[str]) -> MultiFernet:
    """Seals with the first key; the later ones only open what was sealed before a rotation."""
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache(maxsize=4096)
def key_for(*, key: str, purpose: str) -> str:
    """A key of its own for each purpose: what is sealed for one does not open for another."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(
        base64.urlsafe_b64decode(key)
    )
    return base64.urlsafe_b64encode(derived).decode()


def is_sealed_with_first(*, keys: Sequence[str], sealed: bytes) -> bool:
    try:
        Fernet(keys[0]).decrypt(sealed)
    except InvalidToken:
        return False
    return True
