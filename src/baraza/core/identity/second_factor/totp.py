"""Codes of an app that change every half minute (RFC 6238). Each is good once, and no older one after it."""

import io
from collections.abc import Sequence

import qrcode
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe

from baraza.core.identity.models import User

_LAST = "last_counter"


def new_secret() -> str:
    """To be shown until a first code proves that the app has it; only then it is kept."""
    return str(auth.generate_totp_secret())


def enrolment_address(*, user: User, secret: str) -> str:
    return str(get_adapter().build_totp_url(user, secret))


def picture(address: str) -> SafeString:
    """The QR code as SVG markup, dark on light whatever the page's theme, for cameras."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    rows: Sequence[Sequence[bool | None]] = code.get_matrix()
    path = io.StringIO()
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                path.write(f"M{x} {y}h1v1h-1z")
    size = len(rows)
    return mark_safe(  # noqa: S308 - numbers alone
        f'<svg class="ba-qr" viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path.getvalue()}"/></svg>'
    )


def counter_of_first_code(*, secret: str, code: str) -> int | None:
    """The half minute of the code that proves that the app has the secret; None when it does not."""
    return _counter_of(secret=secret, code=code)


def current_code(*, secret: str) -> str:
    """What the app shows now."""
    here = settings.MFA_TOTP_TOLERANCE
    counter = list(auth.yield_hotp_counters_from_time())[here]
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def keep(*, user: User, secret: str, counter: int | None) -> None:
    """The code of this half minute counts as used, if one was given. Raises IntegrityError when there is an app already."""
    authenticator = auth.TOTP.activate(user, secret).instance
    if counter is None:
        return
    authenticator.data[_LAST] = counter
    authenticator.save(update_fields=["data"])


def use(*, user_id: int, code: str) -> Authenticator | None:
    """The app's row when the code is right and newer than the last one that was taken; two at once: one wins."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
        if row is None:
            return None
        counter = _counter_of(secret=get_adapter().decrypt(row.data["secret"]), code=code)
        if counter is None or counter <= row.data.get(_LAST, 0):
            return None
        row.data[_LAST] = counter
        row.save(update_fields=["data"])
        return row


def _counter_of(*, secret: str, code: str) -> int | None:
    """Which half minute the code belongs to: this one, the one before or the one after, for clocks that are off."""
    for counter in auth.yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=auth.format_hotp_value(auth.hotp_value(secret, counter))):
            return int(counter)
    return None
