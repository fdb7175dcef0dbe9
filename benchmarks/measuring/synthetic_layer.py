"""A layer of areas as jagged as official boundaries, made up around the seats of South Africa's municipalities.

It stands in for the official layer, which an operator has to fetch from its publisher: as many areas, as many corners,
neighbours that share every corner of their border. It says nothing about where anything is.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from baraza.capabilities.geography.builtin.outline import OUTLINE
from baraza.capabilities.geography.builtin.south_africa import municipalities
from baraza.capabilities.geography.importing.layer import CleanLayer, make_layer
from baraza.capabilities.geography.importing.presets import FieldPlan
from baraza.capabilities.geography.importing.reader import RawLayer

Points = npt.NDArray[np.float64]
# Halvings of each border between two corners of a cell, and how far its middle may stray, as a share of its length.
_HALVINGS = 9
_STRAY = 0.06


def synthetic_layer() -> CleanLayer:
    seats = [(each.area.longitude, each.area.latitude) for each in municipalities()]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seats), extend_to=OUTLINE))
    shapes = [_jagged(part) for cell in cells for part in _polygons(shapely.intersection(cell, OUTLINE))]
    numbers = np.array([f"S{number:03d}" for number in range(len(shapes))], dtype=object)
    raw = RawLayer(columns={"code": numbers, "name": numbers}, shapes=np.array(shapes, dtype=object), crs="EPSG:4326")
    return make_layer(raw=raw, plan=FieldPlan(code=("code",), name=("name",)), country="ZZ", kind="municipality")


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    parts = shapely.get_parts(shape).tolist()
    return [part for part in parts if isinstance(part, shapely.Polygon) and not part.is_empty]


def _jagged(polygon: shapely.Polygon) -> shapely.Polygon:
    corners = np.round(shapely.get_coordinates(polygon.exterior), 6)
    lines = [_border(one, other) for one, other in pairwise(corners)]
    return shapely.Polygon(np.concatenate(lines))


def _border(one: Points, other: Points) -> Points:
    """The same corners from either side, without the last one."""
    turned = tuple(one) > tuple(other)
    start, end = (other, one) if turned else (one, other)
    random = np.random.default_rng([int((value + 180) * 1e6) for value in (*start, *end)])
    line = np.stack([start, end])
    for _ in range(_HALVINGS):
        along = np.diff(line, axis=0)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        middles = line[:-1] + along / 2 + across * random.uniform(-_STRAY, _STRAY, (len(along), 1))
        finer = np.empty((len(line) + len(middles), 2))
        finer[::2], finer[1::2] = line, middles
        line = finer
    return line[::-1][:-1] if turned else line[:-1]
