"""Every portal page belongs to one organisation, named in its address; most only to one that takes complaints."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    keep_profile,
)
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.ui.languages import remember
from baraza.web.ui.surroundings import answered_in, asked_for

P = ParamSpec("P")
# The service whose door the portal is, as organisations name the services they have switched on.
COMPLAINTS: Final = "complaints"
CALLS: Final = "call_analytics"


def in_organisation(
    view: Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Runs the view in the scope of the organisation whose slug the address names, in its languages and at its time.

    404 for an unknown one, and for one that takes no complaints: it has no such door, whatever is asked of it.
    """

    def open_door(
        request: HttpRequest, organisation: OrganisationProfile, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not takes_complaints(organisation):
            raise Http404(organisation.slug)
        return view(request, organisation, *args, **kwargs)

    return in_any_organisation(wraps(view)(open_door))


def in_any_organisation(
    view: Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """As `in_organisation`, for what people are owed by every organisation that knows them: their data, its notice."""

    @wraps(view)
    def scoped(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            organisation = get_organisation_by_slug(slug=slug)
        except OrganisationUnknown as error:
            raise Http404(str(error)) from error
        with organisation_scope(organisation_id=organisation.id):
            keep_profile(organisation=organisation)
            response = answered_in(
                request=request,
                organisation=organisation,
                answer=lambda: view(request, organisation, *args, **kwargs),
            )
        wanted = asked_for(request)
        if wanted in organisation.languages:
            remember(response=response, language=wanted)
        return response

    return scoped


def takes_complaints(organisation: OrganisationProfile) -> bool:
    return COMPLAINTS in organisation.services


def takes_calls(organisation: OrganisationProfile) -> bool:
    """By voice agents, whose calls are kept."""
    return CALLS in organisation.services
