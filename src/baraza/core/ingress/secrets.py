"""Secrets of an organisation, encrypted at rest with a key of its own; what keys are made of is in the environment alone."""

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


def is_sealed_for(*, organisation_id: int, sealed: bytes) -> bool:
    """With the organisation's own key of the first of BARAZA_SECRETS_KEYS."""
    return sealing.is_sealed_with_first(keys=_own_keys(organisation_id), sealed=sealed)


def seal(values: Mapping[str, str], *, organisation_id: int) -> bytes:
    """With a key of that organisation alone: put into another's row it opens nothing."""
    return sealing.box(keys=_own_keys(organisation_id)).encrypt(json.dumps(dict(values)).encode())


def unseal(sealed: bytes | memoryview, *, organisation_id: int) -> dict[str, str]:
    """Raises SecretsUnreadable. What was sealed before organisations had keys of their own still opens."""
    keys = [*_own_keys(organisation_id), *settings.SECRETS_KEYS]
    try:
        values: dict[str, str] = json.loads(sealing.box(keys=keys).decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise SecretsUnreadable("None of BARAZA_SECRETS_KEYS opens these secrets for this organisation.") from error
    return values


def _own_keys(organisation_id: int) -> list[str]:
    return [
        sealing.key_for(key=key, purpose=f"secrets of organisation {organisation_id}") for key in settings.SECRETS_KEYS
    ]
