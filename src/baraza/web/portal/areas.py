"""What is drawn on residents' maps: the organisation's wards, or its municipality, and the places that people know.

The app keeps both for when there is no network.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from baraza.capabilities.geography.landmarks import known_places
from baraza.capabilities.geography.outlines import layer_for, outlines
from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.portal.explore_cache import same_for_all
from baraza.web.portal.scope import in_organisation


@require_safe
@same_for_all
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


@require_safe
@same_for_all
@in_organisation
def places(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    """What stands on a map without streets: names, latitude and longitude, the more important first."""
    found = known_places(country=organisation.country, home=organisation.home_area_code)
    content = [[list(place.names), round(place.latitude, 4), round(place.longitude, 4)] for place in found]
    return JsonResponse(content, safe=False, headers={"Cache-Control": "public, max-age=3600"})


def places_url(organisation: OrganisationProfile) -> str:
    """Empty where no place is known; then only boundaries that were imported make a map."""
    known = known_places(country=organisation.country, home=organisation.home_area_code)
    return reverse("portal:explore-places", args=[organisation.slug]) if known else ""


def areas_url(organisation: OrganisationProfile) -> str:
    """Empty while nothing is imported."""
    layer = layer_for(country=organisation.country, home=organisation.home_area_code)
    return "" if layer is None else reverse("portal:explore-areas", args=[organisation.slug])
