"""From the first proof to the session; every refusal looks the same."""

from collections.abc import Mapping
from typing import Any, NoReturn

from allauth.account.internal.flows import login as login_flow
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponseBase

from baraza.core.identity.addresses import address_of
from baraza.core.identity.metrics import REFUSED
from baraza.core.identity.models import User
from baraza.core.identity.queries.support import platform_actor_as
from baraza.core.identity.second_factor import passkeys, recovery, totp
from baraza.core.identity.sign_in import journal, limits, standing
from baraza.core.identity.support_ends import end_all


class SignInRefused(Exception):
    """Wrong, unknown or suspended: which of them is told to nobody."""


class SignInOver(Exception):
    """Too long ago, or never begun: start again with the password."""


def with_password(*, request: HttpRequest, email: str, password: str, leads_to: str) -> HttpResponseBase:
    """Leads on: to the second factor or, signed in, to `leads_to`. Raises SignInRefused, TooManyTries."""
    account, place = limits.of_account(email), limits.of_address(address_of(request))
    limits.take(account, place)
    user = authenticate(request, username=email, password=password)
    if not isinstance(user, User) or not standing.may_sign_in(user=user):
        waits = limits.note_failure(account)
        _refuse(email=email, reason="suspended" if isinstance(user, User) else "password", waits=waits)
    limits.give_back(account, place)
    response: HttpResponseBase = login_flow.perform_password_login(
        request, {"email": user.email}, _login(user, leads_to)
    )
    return response


def count_try(*, request: HttpRequest, email: str) -> None:
    """A form without an address or a password is a try like others. Raises TooManyTries."""
    limits.take(limits.of_account(email), limits.of_address(address_of(request)))


def with_passkey(*, request: HttpRequest, credential: Mapping[str, Any], leads_to: str) -> HttpResponseBase:
    """Password and factor in one. Raises SignInRefused, TooManyTries."""
    place = limits.of_address(address_of(request))
    limits.take(place)
    try:
        row = passkeys.proven_by(credential=credential)
    except passkeys.PasskeyRefused as error:
        REFUSED.labels(reason="passkey").inc()
        raise SignInRefused from error
    if not standing.may_sign_in(user=row.user):
        _refuse(email=row.user.email, reason="suspended")
    limits.give_back(place)
    post_authentication(request, row, passwordless=True)
    response: HttpResponseBase = login_flow.perform_login(request, _login(row.user, leads_to))
    return response


def person_at_second_factor(*, request: HttpRequest) -> User:
    """Whose password was right a short while ago. Raises SignInOver."""
    user = _stage(request).login.user
    if not isinstance(user, User) or not standing.may_sign_in(user=user):
        clear_login(request)
        raise SignInOver
    return user


def with_code(*, request: HttpRequest, code: str) -> HttpResponseBase:
    """A code of the app or one from paper. Raises SignInRefused, TooManyTries, SignInOver."""
    user = person_at_second_factor(request=request)
    return _go_on(request, check_code(user=user, code=code))


def with_second_passkey(*, request: HttpRequest, credential: Mapping[str, Any]) -> HttpResponseBase:
    """Raises SignInRefused, SignInOver."""
    user = person_at_second_factor(request=request)
    return _go_on(request, check_passkey(user=user, credential=credential))


def check_code(*, user: User, code: str) -> Authenticator:
    """Raises SignInRefused, TooManyTries."""
    limit = limits.of_codes(user.pk)
    limits.take(limit)
    row = totp.use(user_id=user.pk, code=code) or recovery.use(user_id=user.pk, code=code)
    if row is None:
        waits = limits.note_failure(limit)
        REFUSED.labels(reason="code").inc()
        journal.write(user_id=user.pk, action=journal.REFUSED, changes=_why("code", waits=waits))
        raise SignInRefused
    limits.give_back(limit)
    if row.type == Authenticator.Type.RECOVERY_CODES:
        left = recovery.count_left(user_id=user.pk)
        journal.write(user_id=user.pk, action="recovery_code.used", changes={"left": left})
    return row


def check_passkey(*, user: User, credential: Mapping[str, Any]) -> Authenticator:
    """Raises SignInRefused."""
    try:
        return passkeys.proven_by(credential=credential, user=user)
    except passkeys.PasskeyRefused as error:
        REFUSED.labels(reason="passkey").inc()
        journal.write(user_id=user.pk, action=journal.REFUSED, changes={"reason": "passkey"})
        raise SignInRefused from error


def leave(*, request: HttpRequest, reason: str = "") -> None:
    """Signs out; `reason` when the person did not ask for it. Support access ends with it."""
    user_id, of_platform = request.user.pk, platform_actor_as(person=request.user)
    logout(request)
    if of_platform is not None:
        end_all(user_id=user_id or 0, actor=of_platform)
    if user_id is not None:
        journal.write(user_id=user_id, action="session.ended", changes={"reason": reason} if reason else None)


def _login(user: User, leads_to: str) -> Login:
    return Login(user=user, redirect_url=leads_to)


def _stage(request: HttpRequest) -> Any:
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        raise SignInOver
    return stage


def _go_on(request: HttpRequest, row: Authenticator) -> HttpResponseBase:
    post_authentication(request, row)
    response: HttpResponseBase = _stage(request).exit()
    return response


def _refuse(*, email: str, reason: str, waits: bool = False) -> NoReturn:
    """`reason` is for the trail; whoever tries learns nothing of it."""
    known = User.objects.filter(email__iexact=email.strip()).first()
    REFUSED.labels(reason=reason if known else "unknown").inc()
    if known:
        journal.write(user_id=known.pk, action=journal.REFUSED, changes=_why(reason, waits=waits))
    raise SignInRefused


def _why(reason: str, *, waits: bool) -> dict[str, object]:
    """`waits`: nobody gets an answer for a while now, so that this is the last entry of a row of tries."""
    return {"reason": reason, "waits": True} if waits else {"reason": reason}
