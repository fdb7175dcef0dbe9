"""What is kept sealed: one box for secrets of connections, of second factors, and photos."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


def box(*, keys: Sequence[str]) -> MultiFernet:
    """Seals with the first key; the later ones only open what was sealed before a rotation."""
    return MultiFernet([Fernet(key) for key in keys])


def is_sealed_with_first(*, keys: Sequence[str], sealed: bytes) -> bool:
    try:
        Fernet(keys[0]).decrypt(sealed)
    except InvalidToken:
        return False
    return True
