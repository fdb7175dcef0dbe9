"""Clusters of open complaints for the map, and the same in a table."""

import math
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from baraza.capabilities.geography.queries import locate
from baraza.services.complaints.queries.clusters import NEAREST_ZOOM, Box, Cluster, list_clusters, open_box
from baraza.web.console.access import Desk, staff
from baraza.web.console.figures import number

_TABLE_ZOOM_STEPS = 2
_ROWS = 10


@dataclass(frozen=True, kw_only=True)
class ClusterTable:
    """`start` is where the map begins: "latitude,longitude,zoom"; `box`, what it is to show: "west,south,east,north"."""

    start: str
    box: str
    address: str
    rows: list[tuple[str, str]]


@require_safe
@staff(permission="complaints.read")
def clusters(request: HttpRequest, _desk: Desk) -> HttpResponseBase:
    """`bbox` is west,south,east,north in degrees; 400 with words for what cannot be one."""
    box, zoom = _box(request.GET.get("bbox", "")), _zoom(request.GET.get("zoom", ""))
    if box is None or zoom is None:
        return JsonResponse({"error": "bbox=west,south,east,north and zoom=0 to 19 are needed."}, status=400)
    found = [
        {
            "latitude": round(one.latitude, 5),
            "longitude": round(one.longitude, 5),
            "count": one.number,
            "label": _label(one.number),
            "box": [one.box.west, one.box.south, one.box.east, one.box.north],
        }
        for one in list_clusters(box=box, zoom=zoom)
    ]
    return JsonResponse(found, safe=False)


def cluster_rows(*, country: str) -> ClusterTable | None:
    """The largest groups by the names of their areas; None when nothing open has a position."""
    box = open_box()
    if box is None:
        return None
    zoom = _fitting(box)
    largest = list_clusters(box=box, zoom=zoom + _TABLE_ZOOM_STEPS)[:_ROWS]
    middle = ((box.south + box.north) / 2, (box.west + box.east) / 2)
    return ClusterTable(
        start=f"{middle[0]:.5f},{middle[1]:.5f},{zoom}",
        box=f"{box.west:.5f},{box.south:.5f},{box.east:.5f},{box.north:.5f}",
        address=reverse("console:map-clusters"),
        rows=[(_place(one, country=country), number(one.number)) for one in largest],
    )


def _place(cluster: Cluster, *, country: str) -> str:
    """The area's name, and the position, by which groups of one area differ."""
    located = locate(latitude=cluster.latitude, longitude=cluster.longitude, country=country)
    position = f"{number(cluster.latitude, places=3)}, {number(cluster.longitude, places=3)}"
    return f"{located.name} ({position})" if located else position


def _label(count: int) -> str:
    return ngettext("%(count)s open complaint", "%(count)s open complaints", count) % {"count": number(count)}


def _fitting(box: Box) -> int:
    """The nearest zoom at which the box fits a map of about 512 points."""
    widest = max(box.east - box.west, (box.north - box.south), 0.002)
    return max(2, min(15, int(math.log2(720 / widest))))


def _box(written: str) -> Box | None:
    try:
        west, south, east, north = (float(part) for part in written.split(","))
    except ValueError:
        return None
    if not all(math.isfinite(part) for part in (west, south, east, north)) or south > north or west > east:
        return None
    return Box(south=max(south, -90), west=max(west, -180), north=min(north, 90), east=min(east, 180))


def _zoom(written: str) -> int | None:
    if not (written.isascii() and written.isdigit()) or len(written) > 2:  # noqa: PLR2004 - of digits
        return None
    zoom = int(written)
    return zoom if zoom <= NEAREST_ZOOM else None
