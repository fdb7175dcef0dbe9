"""How long a session may go on, and who must have a second factor before doing anything.

The strictest of the organisations to which the person belongs decides. What they demand is read at every request,
by the statement that reads the memberships anyway: a change holds from the next click on, in every process.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from baraza.core.identity.models import User
from baraza.core.identity.permissions import ORG_ADMIN, opens_admins_pages
from baraza.core.identity.queries import list_memberships
from baraza.core.identity.queries.memberships import FACTORS, standings_of
from baraza.core.identity.queries.memberships import Standing as MemberStanding
from baraza.core.organisations.security import SecurityPolicy

_BEGAN, _SEEN, _NOTED = "standing_began", "standing_seen", "standing_noted"
_NOTED_EVERY_SECONDS: Final = 60
_STANDINGS: Final = "standings_here"


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


def follow(request: HttpRequest, *, key_before: str | None) -> None:
    """The session has a new key, as after a new password: the list of sessions goes on with it."""
    UserSession.objects.filter(session_key=key_before).update(session_key=request.session.session_key)


def standing_of(request: HttpRequest, *, is_activity: bool) -> Standing:
    """What this request finds; `is_activity` is False for what pages ask by themselves."""
    session, moment = request.session, int(time.time())
    if _BEGAN not in session:
        begin(request)
    standings, user = standings_here(request), request.user
    policies = [one.policy for one in standings.values()] or [SecurityPolicy()]
    idle = min(policy.idle_minutes for policy in policies) * 60
    most = session[_BEGAN] + min(policy.absolute_hours for policy in policies) * 3600 - moment
    if session[_SEEN] + idle <= moment or most <= 0:
        return Standing(ended=True, must_set_up=False, left=0, most=0)
    if is_activity:
        _note(request, moment)
        if moment - session[_SEEN] >= min(_NOTED_EVERY_SECONDS, idle // 10):
            session[_SEEN] = moment
    # What was not written down, because it is so short ago, counts as seen as well.
    seen = moment if is_activity else session[_SEEN]
    must = isinstance(user, User) and _must_set_up(user, standings)
    return Standing(ended=False, must_set_up=must, left=min(seen + idle - moment, most), most=most)


def must_have_second_factor(*, user: User) -> bool:
    return _must_have(user, standings_of(user_id=user.pk))


def has_second_factor(*, user_id: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def may_sign_in(*, user: User) -> bool:
    """Suspended are: the person, or all their memberships."""
    return user.is_active and (user.is_super_admin or bool(list_memberships(user_id=user.pk)))


def standings_here(request: HttpRequest) -> dict[int, MemberStanding]:
    """What the person is, in each of their organisations: asked once per request, whoever wants to know."""
    user_id = request.user.pk or 0
    # By person: somebody may sign in or out in the middle of a request.
    kept: dict[int, dict[int, MemberStanding]] = request.__dict__.setdefault(_STANDINGS, {})
    if user_id not in kept:
        kept[user_id] = standings_of(user_id=user_id)
    return kept[user_id]


def _must_set_up(user: User, standings: Mapping[int, MemberStanding]) -> bool:
    if not _must_have(user, standings):
        return False
    known = next(iter(standings.values()), None)
    return not (known.has_second_factor if known else has_second_factor(user_id=user.pk))


def _must_have(user: User, standings: Mapping[int, MemberStanding]) -> bool:
    return user.is_super_admin or any(_is_demanded(one) for one in standings.values())


def _is_demanded(one: MemberStanding) -> bool:
    """A role of the organisation's own that opens admins' pages is guarded as admins are."""
    roles = one.policy.mfa_roles
    return one.actor.role in roles or (ORG_ADMIN in roles and opens_admins_pages(one.actor))


def _note(request: HttpRequest, moment: int) -> None:
    """That the session is in use, for the list of sessions: once a minute is enough."""
    if moment - request.session.get(_NOTED, 0) >= _NOTED_EVERY_SECONDS:
        request.session[_NOTED] = moment
        UserSession.objects.create_from_request(request)
