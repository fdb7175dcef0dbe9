"""Blurred positions gathered by the squares of a grid that is as fine as the map is near.

The part of the map in view is compared with the blurred places alone: by moving its edge nobody finds the real one.
"""

import math
from typing import Any

from django.db import connection

from baraza.core.settings.openness import get_openness
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.queries.clusters import MOST_CLUSTERS, Box, Cluster, near_middle
from baraza.services.complaints.queries.public import DONE, SHOWN, PublicFilter, begins
from baraza.services.complaints.rules.publicity import BLURS, grid_of
from baraza.services.complaints.states import OPEN

_PARTS_OF_TILE = 4
_UP = "(floor(c.latitude / %(square)s) + 0.5) * %(square)s"
_BLURRED = f"""
SELECT {_UP} AS latitude,
    (floor(c.longitude / (%(square)s / greatest(0.01, cos(radians({_UP}))))) + 0.5)
        * (%(square)s / greatest(0.01, cos(radians({_UP})))) AS longitude
"""
_EXACT = "SELECT c.latitude, c.longitude"
_SEEN = """
FROM complaints_complaint AS c
WHERE c.organisation_id = %(organisation)s AND c.state = ANY(%(states)s) AND c.latitude IS NOT NULL
    AND NOT EXISTS (SELECT FROM complaints_kept_from_public AS k WHERE k.complaint_id = c.id AND NOT k.words_only)
    AND (%(category)s = '' OR c.category = %(category)s) AND (%(ward)s = '' OR c.ward_code = %(ward)s)
    AND (%(begins)s::timestamptz IS NULL OR c.opened_at >= %(begins)s)
"""
_GATHERED = f"""
SELECT count(*), floor(latitude / %(tall)s), floor(longitude / %(wide)s),
    avg(latitude), avg(longitude), min(latitude), min(longitude), max(latitude), max(longitude)
FROM seen
WHERE latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
GROUP BY 2, 3
ORDER BY 1 DESC LIMIT {MOST_CLUSTERS}
"""  # noqa: S608 - our own number
_ALL = "SELECT min(latitude), min(longitude), max(latitude), max(longitude) FROM seen"


def list_public_clusters(*, box: Box, zoom: int, wanted: PublicFilter) -> list[Cluster]:
    """Most first; none when the organisation shows no positions."""
    wide = 360 / 2**zoom / _PARTS_OF_TILE
    tall = wide * math.cos(math.radians(min(85.0, abs((box.south + box.north) / 2))))
    edges = {"south": box.south, "north": box.north, "west": box.west, "east": box.east}
    rows = _asked(_GATHERED, wanted=wanted, more={**edges, "wide": wide, "tall": tall})
    return [
        Cluster(
            number=number,
            latitude=near_middle(latitude, square=up, size=tall),
            longitude=near_middle(longitude, square=along, size=wide),
            box=Box(south=south, west=west, north=north, east=east),
        )
        for number, up, along, latitude, longitude, south, west, north, east in rows
    ]


def public_box(*, wanted: PublicFilter) -> Box | None:
    """What holds all that is shown; None when nothing shown has a position."""
    found = _asked(_ALL, wanted=wanted, more={})
    if not found or found[0][0] is None:
        return None
    south, west, north, east = found[0]
    return Box(south=south, west=west, north=north, east=east)


def _asked(statement: str, *, wanted: PublicFilter, more: dict[str, float]) -> list[tuple[Any, ...]]:
    metres = BLURS[get_openness().blur]
    if metres is None:
        return []
    states = {"done": DONE, "open": OPEN}.get(wanted.state, SHOWN)
    values: dict[str, Any] = {
        **more,
        "organisation": current_organisation_id(),
        "states": sorted(state.value for state in states),
        "square": grid_of(metres) if metres else 1.0,
        "category": wanted.category,
        "ward": wanted.ward,
        "begins": begins(wanted.days) if wanted.days else None,
    }
    seen = (_BLURRED if metres else _EXACT) + _SEEN
    with connection.cursor() as cursor:
        cursor.execute(f"WITH seen AS ({seen}) {statement}", values)
        return list(cursor.fetchall())
