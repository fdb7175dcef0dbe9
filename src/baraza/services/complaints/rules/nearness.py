"""Distances for "already reported near here?"."""

import math

SAME_PLACE_METRES = 150
# Nearer than a pin can be set: nobody says "3 m away" of a pothole.
AT_THE_PLACE_METRES = 10
SAME_MATTER_DAYS = 30
_EARTH_METRES = 6_371_008.8  # mean radius, IUGG
_METRES_PER_DEGREE = math.pi * _EARTH_METRES / 180


def metres_between(*, latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance by the haversine formula on a sphere."""
    phi, other_phi = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(half)))


def box_around(*, latitude: float, longitude: float, metres: float) -> tuple[float, float, float, float]:
    """South, north, west, east in degrees: a rectangle that holds the circle, for an index to search first."""
    tall = metres / _METRES_PER_DEGREE
    wide = metres / (_METRES_PER_DEGREE * max(0.01, math.cos(math.radians(latitude))))
    return latitude - tall, latitude + tall, longitude - wide, longitude + wide
