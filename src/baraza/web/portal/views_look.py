"""The organisation's own style sheet and logo: public, and kept by browsers because their addresses name their content."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.branding import logo_of, theme_of
from baraza.web.portal.explore_cache import same_for_all
from baraza.web.portal.scope import in_any_organisation

_KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


@require_safe
@same_for_all
@in_any_organisation
def theme(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    return HttpResponse(theme_of(), content_type="text/css; charset=utf-8", headers=_KEPT)


@require_safe
@same_for_all
@in_any_organisation
def logo(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    found = logo_of()
    if found is None:
        raise Http404(organisation.slug)
    return HttpResponse(found, content_type="image/png", headers={**_KEPT, "X-Content-Type-Options": "nosniff"})
