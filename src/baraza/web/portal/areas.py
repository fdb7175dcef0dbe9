"""The organisation's wards, or its municipality, drawn on residents' maps; the app keeps them for when there is no network."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from baraza.capabilities.geography.outlines import layer_for, outlines
from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.portal.scope import in_organisation


@require_safe
@in_organisation
def areas(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The same for everybody; the browser asks from time to time whether it is still the same."""
    country, home = organisation.country, organisation.home_area_code
    layer = layer_for(country=country, home=home)
    mark = quote_etag(layer.mark if layer else "none")
    headers = {"ETag": mark, "Cache-Control": "public, max-age=3600"}
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    content = outlines(country=country, home=home)
    return HttpResponse(content, content_type="application/geo+json", headers=headers)


def areas_url(organisation: OrganisationProfile) -> str:
    """Empty while nothing is imported: a map without anything on it helps nobody."""
    layer = layer_for(country=organisation.country, home=organisation.home_area_code)
    return "" if layer is None else reverse("portal:explore-areas", args=[organisation.slug])
