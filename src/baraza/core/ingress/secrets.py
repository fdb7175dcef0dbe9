"""Secrets of connections, encrypted at rest; the keys are in the environment, never in the database."""

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from baraza.lib import sealing


class SecretsUnreadable(RuntimeError):
    """No configured key opens these secrets."""


def new_key() -> str:
    """For BARAZA_SECRETS_KEYS."""
    return Fernet.generate_key().decode()


def box() -> MultiFernet:
    """Seals with the first of BARAZA_SECRETS_KEYS; the later ones only open what was sealed before a rotation."""
    return sealing.box(keys=settings.SECRETS_KEYS)


def is_sealed_with_first_key(sealed: bytes) -> bool:
    return sealing.is_sealed_with_first(keys=settings.SECRETS_KEYS, sealed=sealed)


def seal(values: Mapping[str, str]) -> bytes:
    return box().encrypt(json.dumps(dict(values)).encode())


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    try:
        values: dict[str, str] = json.loads(box().decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise SecretsUnreadable("None of BARAZA_SECRETS_KEYS opens this connection's secrets.") from error
    return values
