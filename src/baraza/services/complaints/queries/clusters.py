"""Open complaints on a map, gathered by the squares of a grid that is as fine as the map is near."""

import math
from dataclasses import dataclass

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.states import OPEN

MOST_CLUSTERS = 400
NEAREST_ZOOM = 19
# A square of the grid is this part of a map tile: about sixty points on the screen.
_PARTS_OF_TILE = 4
# How far from the middle of its square a group is drawn, so that two can always be touched apart.
_ROOM = 0.15
_STATES = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
# Said as the partial index says it, and with bounds, so that the index alone answers.
_CLUSTERS = f"""
SELECT count(*), avg(latitude), avg(longitude), min(latitude), min(longitude), max(latitude), max(longitude),
    floor(latitude / %(tall)s) + 0.5, floor(longitude / %(wide)s) + 0.5
FROM complaints_complaint
WHERE organisation_id = %(organisation)s AND state IN ({_STATES})
    AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
GROUP BY floor(latitude / %(tall)s), floor(longitude / %(wide)s)
ORDER BY 1 DESC LIMIT {MOST_CLUSTERS}
"""  # noqa: S608 - our names


@dataclass(frozen=True, kw_only=True)
class Box:
    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """`box` holds all of its complaints; `latitude` and `longitude` are where it is drawn, near their middle."""

    number: int
    latitude: float
    longitude: float
    box: Box


def list_clusters(*, box: Box, zoom: int) -> list[Cluster]:
    """Most first, at most `MOST_CLUSTERS`."""
    wide: float = 360 / 2**zoom / _PARTS_OF_TILE
    middle = math.radians(min(85.0, abs((box.south + box.north) / 2)))
    # As tall as wide on the screen: degrees of latitude are drawn longer away from the equator.
    tall = wide * math.cos(middle)
    values = {
        "organisation": current_organisation_id(),
        "south": box.south,
        "north": box.north,
        "west": box.west,
        "east": box.east,
        "wide": wide,
        "tall": tall,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTERS, values)
        return [
            Cluster(
                number=number,
                latitude=_near(latitude, middle=row * tall, room=tall * _ROOM),
                longitude=_near(longitude, middle=column * wide, room=wide * _ROOM),
                box=Box(south=south, west=west, north=north, east=east),
            )
            for number, latitude, longitude, south, west, north, east, row, column in cursor.fetchall()
        ]


def _near(value: float, *, middle: float, room: float) -> float:
    return max(middle - room, min(middle + room, value))


def open_box() -> Box | None:
    """The rectangle that holds all open complaints with a position; None without any."""
    statement = (
        "SELECT min(latitude), min(longitude), max(latitude), max(longitude) FROM complaints_complaint"  # noqa: S608
        f" WHERE organisation_id = %s AND state IN ({_STATES})"
        " AND latitude IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [current_organisation_id()])
        south, west, north, east = cursor.fetchone()
    return None if south is None else Box(south=south, west=west, north=north, east=east)
