"""Who may see a console page: signed in, a member of the organisation they work in, with a role that may do it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from baraza.capabilities.live.hub import HUB
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.addresses import address_of, is_platforms, is_within
from baraza.core.identity.permissions import allows, permission_named
from baraza.core.identity.policies import PLATFORM
from baraza.core.identity.queries import actor_for
from baraza.core.identity.queries.support import SupportNow, platform_actor_as, support_now
from baraza.core.identity.sign_in.confirming import is_confirmed
from baraza.core.identity.sign_in.standing import standings_here
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.core.organisations.security import get_security_policy
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.console.signed_out import access_is_over, led_to_sign_in, page_of, support_is_over
from baraza.web.ui.surroundings import answered_in

P = ParamSpec("P")
_CHOSEN, _SUPPORT = "organisation_id", "support_id"
_PERMISSION = "declared_permission"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The member at work and the organisation they work in at this moment."""

    actor: Actor
    organisation: OrganisationProfile
    organisation_ids: tuple[int, ...]
    support: SupportNow | None = None
    # The newest live event when the request began: what the page then reads is at least as new.
    heard: int = field(default_factory=HUB.newest)


@dataclass(frozen=True, kw_only=True)
class PlatformDesk:
    """One of the platform's own people, in no organisation."""

    actor: Actor


def desk_of(request: HttpRequest) -> Desk | None:
    """None when the person is signed in but belongs to no organisation (any more)."""
    user_id = request.user.pk
    if user_id is None:
        return None
    support_id = request.session.get(_SUPPORT)
    if support_id is not None:
        return _support_desk(user_id=user_id, support_id=support_id)
    standings = standings_here(request)
    if not standings:
        return None
    ids = tuple(standings)
    chosen = request.session.get(_CHOSEN)
    here = standings[chosen if chosen in standings else ids[0]]
    return Desk(actor=here.actor, organisation=here.organisation, organisation_ids=ids)


def _support_desk(*, user_id: int, support_id: int) -> Desk | None:
    support = support_now(user_id=user_id, support_id=support_id)
    if support is None:
        return None
    profile = get_organisation(organisation_id=support.organisation_id)
    return Desk(actor=support.actor, organisation=profile, organisation_ids=(profile.id,), support=support)


def begin_support(*, request: HttpRequest, support_id: int) -> None:
    request.session[_SUPPORT] = support_id
    _elsewhere_now(request)


def end_of_support(*, request: HttpRequest) -> int | None:
    """Leaves the organisation; returns which support access it was."""
    support_id: int | None = request.session.pop(_SUPPORT, None)
    if support_id is not None:
        _elsewhere_now(request)
    return support_id


def choose_organisation(*, request: HttpRequest, organisation_id: int) -> bool:
    """False when the person does not belong to it."""
    if actor_for(user_id=request.user.pk or 0, organisation_id=organisation_id) is None:
        return False
    if request.session.get(_CHOSEN) != organisation_id:
        request.session[_CHOSEN] = organisation_id
        _elsewhere_now(request)
    return True


def _elsewhere_now(request: HttpRequest) -> None:
    """Forms that are still open in other windows were made for the organisation before: they must not write into this one."""
    rotate_token(request)


def _has_lost_access(request: HttpRequest) -> bool:
    """To the organisation in which they worked until now; whatever they were doing there does not go on in another one."""
    chosen = request.session.get(_CHOSEN)
    return chosen is not None and _SUPPORT not in request.session and chosen not in standings_here(request)


def _forget_lost_access(request: HttpRequest) -> None:
    request.session.pop(_CHOSEN, None)
    _elsewhere_now(request)


def staff(
    *,
    permission: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Desk, P], HttpResponseBase]],
    Callable[..., HttpResponseBase],
]:
    """Runs the view in its organisation's scope, languages and time for members whose role has `permission`.

    Whoever is not signed in is led to it; 403 for the others.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, Desk, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return led_to_sign_in(request)
            desk = desk_of(request)
            if desk is None and _SUPPORT in request.session:
                return support_is_over(request, end=lambda: end_of_support(request=request))
            if _has_lost_access(request):
                elsewhere = desk.organisation.name if desk is not None else ""
                return access_is_over(request, end=lambda: _forget_lost_access(request), elsewhere=elsewhere)
            if desk is not None and desk.support is None:
                request.session.setdefault(_CHOSEN, desk.organisation.id)
            if desk is None or not allows(actor=desk.actor, permission=permission):
                raise PermissionDenied
            if not _from_allowed_address(request, desk, permission):
                return _elsewhere(request)
            try:
                with organisation_scope(organisation_id=desk.organisation.id):
                    response = answered_in(
                        request=request,
                        organisation=desk.organisation,
                        answer=lambda: view(request, desk, *args, **kwargs),
                    )
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from error
            # On a shared computer the back button shows nothing after signing out.
            response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        return _declaring(guarded, permission)

    return decorate


def permission_of(view: Callable[..., HttpResponseBase]) -> str:
    """The permission that guards a view, however it is wrapped; empty when it declares none."""
    return str(getattr(view, _PERMISSION, ""))


def _declaring(view: Callable[..., HttpResponseBase], permission: str) -> Callable[..., HttpResponseBase]:
    # `wraps` carries what stands in here to whatever is wrapped around it.
    view.__dict__[_PERMISSION] = permission
    return view


def _from_allowed_address(request: HttpRequest, desk: Desk, permission: str) -> bool:
    """Whoever helps comes from the platform's addresses to any page, and from the organisation's as well to admins'."""
    if desk.support is not None and not is_platforms(address_of(request)):
        return False
    if not permission_named(permission).for_admins_alone:
        return True
    here = standings_here(request).get(desk.organisation.id)
    policy = here.policy if here is not None else get_security_policy(organisation_id=desk.organisation.id)
    networks = policy.admin_networks
    return not networks or is_within(address=address_of(request), networks=networks)


def _elsewhere(request: HttpRequest) -> HttpResponseBase:
    return render(request, "console/elsewhere.html", status=HTTPStatus.FORBIDDEN)


def platform(
    view: Callable[Concatenate[HttpRequest, PlatformDesk, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Runs the view for the platform's own people, in no organisation's scope; 403 for the others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return led_to_sign_in(request)
        actor = platform_actor_as(person=request.user)
        if actor is None:
            raise PermissionDenied
        if not is_platforms(address_of(request)):
            return _elsewhere(request)
        response = view(request, PlatformDesk(actor=actor), *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return _declaring(guarded, PLATFORM)


def platform_has_its_own(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The platform's own people, who are in no organisation, are led to their first page, and clients' viewers to theirs.

    Stands above `staff`.
    """

    @wraps(view)
    def led(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            desk = desk_of(request)
            if desk is not None and desk.actor.clients:
                return redirect("console:calls")
            if desk is None and platform_actor_as(person=request.user) is not None:
                return redirect("console:platform")
            raise

    return led


def recently_confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Asks for the password or the second factor first, when the last proof is more than ten minutes old.

    Stands outermost, above `staff`. The page then comes back; what is posted without proof has to be sent again,
    so put it on the page with the form as well.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not is_confirmed(request):
            if request.method == "POST":
                messages.warning(
                    request, gettext("Nothing was changed yet. Confirm that it is you, then do it once more.")
                )
            return redirect(f"{reverse('console:confirm')}?{urlencode({'next': page_of(request)})}")
        return view(request, *args, **kwargs)

    return guarded
