"""After a new key: every second factor is sealed with it, so that the old key can go."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from baraza.core.identity.second_factor.adapter import SecretUnreadable
from baraza.lib import sealing

# Where each kind keeps what must not be read; passkeys keep public keys only.
_SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def reseal_second_factors() -> tuple[int, list[int]]:
    """How many were sealed anew, and the ids of those that none of BARAZA_SECRETS_KEYS opens."""
    done, unreadable = 0, []
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().filter(type__in=_SEALED).order_by("pk"):
            try:
                done += _reseal(row)
            except SecretUnreadable:
                unreadable.append(row.pk)
    return done, unreadable


def _reseal(row: Authenticator) -> bool:
    field = _SEALED[row.type]
    if sealing.is_sealed_with_first(keys=settings.SECRETS_KEYS, sealed=row.data[field].encode()):
        return False
    adapter = get_adapter()
    row.data[field] = adapter.encrypt(adapter.decrypt(row.data[field]))
    row.save(update_fields=["data"])
    return True
