"""How long a session may go on, and who must have a second factor before doing anything.

The strictest of the organisations to which the person belongs decides; it is asked once a minute, not at every page.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from baraza.core.identity.models import User
from baraza.core.identity.queries import list_memberships
from baraza.core.organisations.security import SecurityPolicy, get_security_policy

_BEGAN, _SEEN, _RULES = "standing_began", "standing_seen", "standing_rules"
_RULES_HOLD_SECONDS: Final = 60
FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`ended` when the session is over; `left` are the seconds until it is if nothing more happens, `most` at most."""

    ended: bool
    must_set_up: bool
    left: int
    most: int


def begin(request: HttpRequest) -> None:
    """A session starts: the clock of its longest time runs from here."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())
    request.session.pop(_RULES, None)


def follow(request: HttpRequest, *, key_before: str | None) -> None:
    """The session has a new key, as after a new password: the list of sessions goes on with it."""
    UserSession.objects.filter(session_key=key_before).update(session_key=request.session.session_key)


def look_again(request: HttpRequest) -> None:
    """After a change of second factors or of the policy."""
    request.session.pop(_RULES, None)


def standing_of(request: HttpRequest, *, is_activity: bool) -> Standing:
    """What this request finds; `is_activity` is False for what pages ask by themselves."""
    session, moment = request.session, int(time.time())
    if _BEGAN not in session:
        begin(request)
    rules = _rules(request, moment)
    idle, absolute = rules["idle"] * 60, rules["absolute"] * 3600
    most = session[_BEGAN] + absolute - moment
    if session[_SEEN] + idle <= moment or most <= 0:
        return Standing(ended=True, must_set_up=False, left=0, most=0)
    if is_activity and moment - session[_SEEN] >= min(_RULES_HOLD_SECONDS, idle // 10):
        session[_SEEN] = moment
    # What was not written down, because it is so short ago, counts as seen as well.
    seen = moment if is_activity else session[_SEEN]
    return Standing(ended=False, must_set_up=rules["must_set_up"], left=min(seen + idle - moment, most), most=most)


def must_have_second_factor(*, user: User) -> bool:
    return user.is_super_admin or any(
        membership.role in policy.mfa_roles for membership, policy in _policies(user_id=user.pk)
    )


def has_second_factor(*, user_id: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def may_sign_in(*, user: User) -> bool:
    """Suspended are: the person, or all their memberships."""
    return user.is_active and (user.is_super_admin or bool(list_memberships(user_id=user.pk)))


def _rules(request: HttpRequest, moment: int) -> dict[str, Any]:
    """Kept in the session for a minute, and not at all while something is missing."""
    kept: dict[str, Any] | None = request.session.get(_RULES)
    if kept and not kept["must_set_up"] and moment - kept["at"] < _RULES_HOLD_SECONDS:
        return kept
    user = User.objects.get(pk=request.user.pk or 0)
    policies = [policy for _, policy in _policies(user_id=user.pk)] or [SecurityPolicy()]
    fresh = {
        "at": moment,
        "idle": min(policy.idle_minutes for policy in policies),
        "absolute": min(policy.absolute_hours for policy in policies),
        "must_set_up": must_have_second_factor(user=user) and not has_second_factor(user_id=user.pk),
    }
    request.session[_RULES] = fresh
    UserSession.objects.create_from_request(request)
    return fresh


def _policies(*, user_id: int) -> list[tuple[Any, SecurityPolicy]]:
    return [
        (membership, get_security_policy(organisation_id=membership.organisation_id))
        for membership in list_memberships(user_id=user_id)
    ]
