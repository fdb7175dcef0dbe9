"""Codes on paper for the day on which the telephone is lost: each good once."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from baraza.core.identity.models import User


def renew(*, user: User) -> list[str]:
    """Ten new codes; the old ones are worth nothing any more. They are shown this once."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
        return [str(code) for code in RecoveryCodes.activate(user).generate_codes()]


def use(*, user_id: int, code: str) -> Authenticator | None:
    """The row of the codes when this is one of them and was never used; two at once: one wins."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user_id=user_id)
        row = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
        return row if row is not None and RecoveryCodes(row).validate_code(code) else None


def count_left(*, user_id: int) -> int | None:
    """None when there are none to lose."""
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return None if row is None else len(RecoveryCodes(row).get_unused_codes())
