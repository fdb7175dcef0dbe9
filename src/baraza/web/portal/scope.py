"""Every portal page belongs to one organisation, named in its address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from baraza.core.organisations.queries import OrganisationProfile, OrganisationUnknown, get_organisation_by_slug
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.ui.languages import remember
from baraza.web.ui.surroundings import answered_in, asked_for

P = ParamSpec("P")


def in_organisation(
    view: Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Runs the view in the scope of the organisation whose slug the address names, in its languages and at its time.

    404 for an unknown one.
    """

    @wraps(view)
    def scoped(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            organisation = get_organisation_by_slug(slug=slug)
        except OrganisationUnknown as error:
            raise Http404(str(error)) from error
        with organisation_scope(organisation_id=organisation.id):
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
