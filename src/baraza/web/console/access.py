"""Who may see a console page: signed in, a member of the organisation they work in, with a role that may do it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import actor_for, list_memberships
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.ui.surroundings import answered_in

P = ParamSpec("P")
_CHOSEN = "organisation_id"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The member at work and the organisation they work in at this moment."""

    actor: Actor
    organisation: OrganisationProfile
    organisation_ids: tuple[int, ...]


def desk_of(request: HttpRequest) -> Desk | None:
    """None when the person is signed in but belongs to no organisation (any more)."""
    user_id = request.user.pk
    if user_id is None:
        return None
    ids = tuple(membership.organisation_id for membership in list_memberships(user_id=user_id))
    if not ids:
        return None
    chosen = request.session.get(_CHOSEN)
    organisation_id = chosen if chosen in ids else ids[0]
    actor = actor_for(user_id=user_id, organisation_id=organisation_id)
    if actor is None:
        return None
    profile = get_organisation(organisation_id=organisation_id)
    return Desk(actor=actor, organisation=profile, organisation_ids=ids)


def choose_organisation(*, request: HttpRequest, organisation_id: int) -> bool:
    """False when the person does not belong to it."""
    if actor_for(user_id=request.user.pk or 0, organisation_id=organisation_id) is None:
        return False
    request.session[_CHOSEN] = organisation_id
    return True


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
                return redirect_to_login(request.get_full_path())
            desk = desk_of(request)
            if desk is None or not allows(actor=desk.actor, permission=permission):
                raise PermissionDenied
            with organisation_scope(organisation_id=desk.organisation.id):
                response = answered_in(
                    request=request,
                    organisation=desk.organisation,
                    answer=lambda: view(request, desk, *args, **kwargs),
                )
            # On a shared computer the back button shows nothing after signing out.
            response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        return guarded

    return decorate
