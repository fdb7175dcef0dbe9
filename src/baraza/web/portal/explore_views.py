"""The public list of reports, the same on a map, and one report."""

import math
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.queries.categories import category_icon, category_name
from baraza.services.complaints.queries.clusters import NEAREST_ZOOM, Box
from baraza.services.complaints.queries.notices import notices_now
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.queries.public import PublicReport, get_public, list_public
from baraza.services.complaints.queries.public_map import list_public_clusters, public_box
from baraza.services.complaints.states import NAMES
from baraza.web.portal.areas import areas_url, places_url
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.explore_filters import wanted_of
from baraza.web.portal.places import ward_name
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell


@dataclass(frozen=True, kw_only=True)
class Row:
    report: PublicReport
    category: str
    icon: str
    state: str
    place: str
    month: str
    url: str

    @property
    def tone(self) -> str:
        return "green" if self.report.done else "blue"


@require_safe
@kept_for_a_moment
@in_organisation
def explore(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    wanted = wanted_of(request, organisation)
    reports, more = list_public(wanted=wanted.filter, page=wanted.page)
    box = public_box(wanted=wanted.filter)
    here = reverse("portal:explore", args=[organisation.slug])
    context = {
        **shell(organisation=organisation, current="explore"),
        "wanted": wanted,
        "rows": [row_of(one, organisation) for one in reports],
        "narrowed": bool(wanted.query(page=wanted.page)),
        "here": here,
        "previous_url": f"{here}?{wanted.query(page=wanted.page - 1)}" if wanted.page > 1 else "",
        "next_url": f"{here}?{wanted.query(page=wanted.page + 1)}" if more else "",
        "notices": notices_now(wards=[wanted.filter.ward]),
        "map": _map(box, organisation=organisation, query=wanted.query()) if box else None,
        "query": wanted.query(),
        "areas_url": areas_url(organisation),
        "places_url": places_url(organisation),
    }
    return render(request, "portal/explore/list.html", context)


@require_safe
@kept_for_a_moment
@in_organisation
def clusters(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """`bbox` is west,south,east,north in degrees; 400 with words for what cannot be one."""
    box, zoom = _box(request.GET.get("bbox", "")), _zoom(request.GET.get("zoom", ""))
    if box is None or zoom is None:
        return JsonResponse({"error": "bbox=west,south,east,north and zoom=0 to 19 are needed."}, status=400)
    found = [
        {
            "latitude": round(one.latitude, 5),
            "longitude": round(one.longitude, 5),
            "count": one.number,
            "label": ngettext("%(count)d report", "%(count)d reports", one.number) % {"count": one.number},
            "box": [round(edge, 5) for edge in (one.box.west, one.box.south, one.box.east, one.box.north)],
        }
        for one in list_public_clusters(box=box, zoom=zoom, wanted=wanted_of(request, organisation).filter)
    ]
    return JsonResponse(found, safe=False)


@require_safe
@kept_for_a_moment
@in_organisation
def report(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    base = shell(organisation=organisation, current="explore")
    try:
        found = get_public(reference=reference)
    except ComplaintUnknown:
        return render(request, "portal/explore/none.html", base, status=404)
    return render(request, "portal/explore/report.html", {**base, "row": row_of(found, organisation)})


def row_of(one: PublicReport, organisation: OrganisationProfile) -> Row:
    ward = ward_name(organisation, one.ward)
    return Row(
        report=one,
        category=category_name(code=one.category),
        icon=category_icon(code=one.category),
        state=gettext(NAMES[one.state]),
        place=", ".join(part for part in (ward, one.area) if part) or gettext("Place not known"),
        month=date_format(one.month, "F Y"),
        url=reverse("portal:explore-report", args=[organisation.slug, one.reference]),
    )


def _map(box: Box, *, organisation: OrganisationProfile, query: str) -> dict[str, str]:
    widest = max(box.east - box.west, box.north - box.south, 0.002)
    zoom = max(2, min(15, int(math.log2(720 / widest))))
    address = reverse("portal:explore-map", args=[organisation.slug])
    return {
        "address": address,
        "query": query,
        "start": f"{(box.south + box.north) / 2:.5f},{(box.west + box.east) / 2:.5f},{zoom}",
        "box": f"{box.west:.5f},{box.south:.5f},{box.east:.5f},{box.north:.5f}",
    }


def _box(written: str) -> Box | None:
    try:
        west, south, east, north = (float(part) for part in written.split(","))
    except ValueError:
        return None
    if not all(math.isfinite(part) for part in (west, south, east, north)) or south > north or west > east:
        return None
    return Box(south=max(south, -90), west=max(west, -180), north=min(north, 90), east=min(east, 180))


def _zoom(written: str) -> int | None:
    readable = written.isascii() and written.isdigit() and len(written) <= 2  # noqa: PLR2004
    return int(written) if readable and int(written) <= NEAREST_ZOOM else None
