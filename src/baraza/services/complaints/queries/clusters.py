"""Open complaints on a map, gathered by the squares of a grid that is as fine as the map is near."""

import math
from dataclasses import dataclass
from typing import Any

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
# From far away there are too many to ask more of each than its square.
_FAR_ZOOM = 12
_SQUARE = "floor(latitude / %(tall)s), floor(longitude / %(wide)s)"
_EDGES = "avg(latitude), avg(longitude), min(latitude), min(longitude), max(latitude), max(longitude)"
# Said as the partial index says it, and with bounds, so that the index alone answers.
_INSIDE = f"""
FROM complaints_complaint
WHERE organisation_id = %(organisation)s AND state IN ({_STATES})
    AND latitude BETWEEN %(south)s AND %(north)s AND longitude BETWEEN %(west)s AND %(east)s
GROUP BY {_SQUARE}
ORDER BY 1 DESC LIMIT {MOST_CLUSTERS}
"""
_FAR, _NEAR = f"SELECT count(*), {_SQUARE} {_INSIDE}", f"SELECT count(*), {_SQUARE}, {_EDGES} {_INSIDE}"


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
    is_far = zoom <= _FAR_ZOOM
    with connection.cursor() as cursor:
        cursor.execute(_FAR if is_far else _NEAR, values)
        rows = cursor.fetchall()
    make = _square if is_far else _group
    return [make(row, tall=tall, wide=wide) for row in rows]


def _square(row: tuple[Any, ...], *, tall: float, wide: float) -> Cluster:
    """In the middle of its square, which is its box."""
    number, up, along = row
    box = Box(south=up * tall, west=along * wide, north=(up + 1) * tall, east=(along + 1) * wide)
    return Cluster(number=number, latitude=(up + 0.5) * tall, longitude=(along + 0.5) * wide, box=box)


def _group(row: tuple[Any, ...], *, tall: float, wide: float) -> Cluster:
    number, up, along, latitude, longitude, south, west, north, east = row
    return Cluster(
        number=number,
        latitude=near_middle(latitude, square=up, size=tall),
        longitude=near_middle(longitude, square=along, size=wide),
        box=Box(south=south, west=west, north=north, east=east),
    )


def near_middle(value: float, *, square: float, size: float) -> float:
    """Where a group is drawn, along one side of its square: so far from the edges that no two cover each other."""
    middle, room = (square + 0.5) * size, size * _ROOM
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
