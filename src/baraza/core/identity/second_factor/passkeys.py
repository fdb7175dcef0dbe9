"""Passkeys (WebAuthn): a key that a telephone, a computer or a stick keeps for this site alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from baraza.core.identity.models import User

LONGEST_NAME = 60


class PasskeyRefused(Exception):
    """It belongs to another site or person, answers an old question, or is no passkey at all."""


@dataclass(frozen=True, kw_only=True)
class Passkey:
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


def list_passkeys(*, user_id: int) -> list[Passkey]:
    rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")
    return [
        Passkey(id=row.pk, name=row.data["name"], added_at=row.created_at, used_at=row.last_used_at) for row in rows
    ]


def options_for_adding(*, user: User) -> dict[str, Any]:
    """For the browser. The key asks for a finger, a face or a PIN, so that it can stand for password and factor."""
    return dict(auth.begin_registration(user, passwordless=True))


def options_for_asking(*, user: User | None = None) -> dict[str, Any]:
    """For the browser; without `user` whoever has a passkey of this site may answer."""
    return dict(auth.begin_authentication(user))


def add(*, user: User, name: str, credential: Mapping[str, Any]) -> None:
    """Raises PasskeyRefused."""
    try:
        auth.parse_registration_response(credential)
        binding = auth.complete_registration(dict(credential))
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error
    if not binding.is_user_verified():
        raise PasskeyRefused
    auth.WebAuthn.add(user, name, dict(credential))


def proven_by(*, credential: Mapping[str, Any], user: User | None = None) -> Authenticator:
    """The passkey that answered, of `user` if given. Raises PasskeyRefused."""
    try:
        auth.parse_authentication_response(credential)
        whose = user or auth.extract_user_from_response(dict(credential))
        row: Authenticator = auth.complete_authentication(whose, dict(credential))
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefused from error
    return row


def rename(*, user_id: int, passkey_id: int, name: str) -> bool:
    """False when the person has no such passkey."""
    row = _own(user_id, passkey_id)
    if row is None:
        return False
    row.data["name"] = name
    row.save(update_fields=["data"])
    return True


def remove(*, user_id: int, passkey_id: int) -> str | None:
    """Its name; None when the person has no such passkey."""
    row = _own(user_id, passkey_id)
    if row is None:
        return None
    row.delete()
    return str(row.data["name"])


def _own(user_id: int, passkey_id: int) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=user_id, pk=passkey_id, type=Authenticator.Type.WEBAUTHN).first()
