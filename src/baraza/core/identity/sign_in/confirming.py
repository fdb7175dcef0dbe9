"""Who sits there now: asked again before sensitive acts when the last proof is more than some minutes old."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from django.conf import settings
from django.http import HttpRequest

from baraza.core.identity.addresses import address_of
from baraza.core.identity.models import User
from baraza.core.identity.sign_in import journal, limits
from baraza.core.identity.sign_in.flow import SignInRefused, check_code, check_passkey


def is_confirmed(request: HttpRequest) -> bool:
    """Signing in counts as well."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.CONFIRMED_FOR_SECONDS


def confirm_password(*, request: HttpRequest, user: User, password: str) -> None:
    """Raises SignInRefused, TooManyTries."""
    account, place = limits.of_account(user.email), limits.of_address(address_of(request))
    limits.take(account, place)
    if not user.check_password(password):
        limits.note_failure(account)
        journal.write(user_id=user.pk, action=journal.REFUSED, changes={"reason": "password"})
        raise SignInRefused
    limits.give_back(account, place)
    record_authentication(request, user, method="password", reauthenticated=True)


def confirm_code(*, request: HttpRequest, user: User, code: str) -> None:
    """Raises SignInRefused, TooManyTries."""
    post_authentication(request, check_code(user=user, code=code), reauthenticated=True)


def confirm_passkey(*, request: HttpRequest, user: User, credential: Mapping[str, Any]) -> None:
    """Raises SignInRefused."""
    post_authentication(request, check_passkey(user=user, credential=credential), reauthenticated=True)
