"""The organisation's areas on its maps, and under each map which edition of them is drawn."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.capabilities.geography.landmarks import known_places
from baraza.capabilities.geography.outlines import layer_for, outlines
from baraza.core.identity.permissions import allows
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.translation import gettext_noop
from baraza.web.console.access import Desk, staff

_KINDS = {
    "ward": gettext_noop("Wards, edition %(edition)s"),
    "municipality": gettext_noop("Municipalities, edition %(edition)s"),
    "barangay": gettext_noop("Barangays, edition %(edition)s"),
    "sector": gettext_noop("Sectors, edition %(edition)s"),
}
_LATITUDE, _LONGITUDE = 90, 180


@dataclass(frozen=True, kw_only=True)
class Boundaries:
    """`url` is empty while nothing can be drawn; `settings_url` leads who may change that to where it is done.

    `places_url` answers with the names of towns, by which people find their way; empty where none are known.
    """

    url: str
    words: str
    settings_url: str
    places_url: str


@require_safe
@staff(permission="complaints.read")
def areas(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """`near` is latitude,longitude. The browser keeps the answer and asks whether it is still the same."""
    organisation, near = desk.organisation, _near(request.GET.get("near", ""))
    layer = layer_for(country=organisation.country, home=organisation.home_area_code, near=near)
    mark = quote_etag(layer.mark if layer else "none")
    headers = {"ETag": mark, "Cache-Control": "private, max-age=300"}
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    content = outlines(country=organisation.country, home=organisation.home_area_code, near=near)
    return HttpResponse(content, content_type="application/geo+json", headers=headers)


def boundaries(*, desk: Desk, near: tuple[float, float] | None = None) -> Boundaries:
    organisation: OrganisationProfile = desk.organisation
    places = _places_url(organisation)
    layer = layer_for(country=organisation.country, home=organisation.home_area_code, near=near)
    if layer is None:
        manages = allows(actor=desk.actor, permission="settings.manage")
        return Boundaries(
            url="",
            words=gettext("No boundaries are imported, so none are drawn."),
            settings_url=reverse("console:settings-areas") if manages else "",
            places_url=places,
        )
    address = reverse("console:map-areas")
    if near is not None:
        address += "?" + urlencode({"near": f"{near[0]:.4f},{near[1]:.4f}"})
    if layer.joined:
        words = gettext("Municipalities, drawn from the wards of edition %(edition)s") % {"edition": layer.edition}
        return Boundaries(url=address, words=words, settings_url="", places_url=places)
    words = gettext(_KINDS.get(layer.kind, gettext_noop("Areas, edition %(edition)s"))) % {"edition": layer.edition}
    return Boundaries(url=address, words=words, settings_url="", places_url=places)


def _places_url(organisation: OrganisationProfile) -> str:
    """The residents' own map asks the same address, and everybody may."""
    known = known_places(country=organisation.country, home=organisation.home_area_code)
    return reverse("portal:explore-places", args=[organisation.slug]) if known else ""


def _near(written: str) -> tuple[float, float] | None:
    """None for what is no place: then the whole layer is drawn."""
    try:
        latitude, longitude = (float(part) for part in written.split(","))
    except ValueError:
        return None
    inside = abs(latitude) <= _LATITUDE and abs(longitude) <= _LONGITUDE
    return (latitude, longitude) if inside else None
