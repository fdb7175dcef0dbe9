"""Which area of one layer holds a point, or is the nearest to it: exact, in about a microsecond, without Django."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from baraza.capabilities.geography.grid import DEFAULT_CELLS, NOWHERE, Bools, Floats, Grid, Ints, Shapes

DEFAULT_NEAR_METRES: Final = 1_000.0
# Mean earth radius of the IUGG; one degree of latitude is then 111.195 km everywhere (0.6 % at worst).
METRES_PER_DEGREE: Final = math.radians(6_371_008.8)
MAX_LATITUDE: Final = 90.0
MAX_LONGITUDE: Final = 180.0


class BadCoordinate(ValueError):
    """The numbers cannot be a place on earth; the text says why, in words an operator can act on."""


class BadLayer(ValueError):
    """The areas given cannot be made into an index."""


@dataclass(frozen=True, slots=True)
class AreaShape:
    """One area as it is stored: what the index is built from."""

    code: str
    name: str
    kind: str
    edition: str
    wkb: bytes


@dataclass(frozen=True, slots=True)
class Match:
    """The area found; `distance_metres` is 0 inside it, and more when it is only the nearest one."""

    code: str
    name: str
    kind: str
    edition: str
    approximate: bool
    distance_metres: float


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """For each point the position in `AreaIndex.matches`, -1 where there is no area."""

    positions: Ints
    approximate: Bools


def check_coordinate(*, latitude: float, longitude: float) -> None:
    """Raise `BadCoordinate` unless the pair is a place on earth."""
    if abs(latitude) <= MAX_LATITUDE and abs(longitude) <= MAX_LONGITUDE:
        return
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise BadCoordinate("latitude and longitude must be finite numbers")
    if abs(longitude) <= MAX_LATITUDE and abs(latitude) <= MAX_LONGITUDE:
        raise BadCoordinate(f"latitude {latitude} is outside -90 to 90; latitude and longitude look swapped")
    raise BadCoordinate(f"latitude {latitude}, longitude {longitude} is not a place on earth")


class AreaIndex:
    """One layer of areas, ready to be asked. Immutable after it is built, so threads may share it.

    On a border shared by two areas the first by code answers. A point outside every area answers with the nearest one
    within `near_metres`, marked approximate; further away the answer is none.
    """

    __slots__ = ("_grid", "_matches", "_near", "_polygons", "_tree")

    def __init__(
        self, *, shapes: Iterable[AreaShape], near_metres: float = DEFAULT_NEAR_METRES, cells: int = DEFAULT_CELLS
    ) -> None:
        ordered = sorted(shapes, key=lambda shape: shape.code)
        _refuse_repeated_codes(ordered)
        self._near = near_metres
        self._matches = tuple(
            Match(code=s.code, name=s.name, kind=s.kind, edition=s.edition, approximate=False, distance_metres=0.0)
            for s in ordered
        )
        self._polygons: Shapes = shapely.from_wkb(np.array([s.wkb for s in ordered], dtype=object))
        _refuse_what_is_no_polygon(ordered, self._polygons)
        _warm(self._polygons)
        self._grid = Grid(polygons=self._polygons, cells=cells)
        self._tree = shapely.STRtree(self._polygons)

    def __len__(self) -> int:
        return len(self._matches)

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every area, ordered by code; `locate_many` answers with positions in this tuple."""
        return self._matches

    def locate(self, *, latitude: float, longitude: float) -> Match | None:
        """The area that holds this point, else the nearest within reach, else None."""
        if not (abs(latitude) <= MAX_LATITUDE and abs(longitude) <= MAX_LONGITUDE):
            check_coordinate(latitude=latitude, longitude=longitude)
        position = self._grid.inside(latitude, longitude)
        if position != NOWHERE:
            return self._matches[position]
        return self._nearest(latitude, longitude)

    def locate_many(self, *, latitudes: Sequence[float] | Floats, longitudes: Sequence[float] | Floats) -> BulkAnswer:
        """The same answers for many points at once; coordinates that are no place answer with no area."""
        ys = np.asarray(latitudes, dtype=np.float64)
        xs = np.asarray(longitudes, dtype=np.float64)
        if ys.shape != xs.shape or ys.ndim != 1:
            raise ValueError("latitudes and longitudes must be two lists of the same length")
        with np.errstate(invalid="ignore"):
            usable = (np.abs(ys) <= MAX_LATITUDE) & (np.abs(xs) <= MAX_LONGITUDE)
        positions = np.full(len(xs), NOWHERE, dtype=np.int64)
        positions[usable] = self._grid.inside_many(ys[usable], xs[usable])
        approximate = np.zeros(len(xs), dtype=np.bool_)
        for row in self._rows_within_reach(ys, xs, usable & (positions == NOWHERE)):
            near = self._nearest_position(float(ys[row]), float(xs[row]))
            if near is not None:
                positions[row], approximate[row] = near[0], True
        return BulkAnswer(positions=positions, approximate=approximate)

    def looks_swapped(self, *, latitude: float, longitude: float) -> bool:
        """Whether the point is in no area although the same numbers the other way round are."""
        if not (abs(longitude) <= MAX_LATITUDE and abs(latitude) <= MAX_LATITUDE):
            return False
        return self._grid.inside(latitude, longitude) == NOWHERE and self._grid.inside(longitude, latitude) != NOWHERE

    def _reach(self, latitude: float) -> tuple[float, float]:
        """How many degrees of longitude and latitude the permitted distance is at this latitude."""
        high = self._near / METRES_PER_DEGREE
        # The parallel nearest a pole within reach is the shortest; at the pole itself every meridian is within reach.
        shrink = math.cos(math.radians(min(MAX_LATITUDE, abs(latitude) + high)))
        wide = 360.0 if shrink <= high / 360.0 else min(360.0, high / shrink)
        return wide, high

    def _rows_within_reach(self, ys: Floats, xs: Floats, wanted: Bools) -> list[int]:
        rows = np.flatnonzero(wanted)
        reach = np.array([self._reach(float(y)) for y in ys[rows]], dtype=np.float64).reshape(-1, 2)
        boxes = shapely.box(
            xs[rows] - reach[:, 0], ys[rows] - reach[:, 1], xs[rows] + reach[:, 0], ys[rows] + reach[:, 1]
        )
        return [int(row) for row in rows[np.unique(self._tree.query(boxes)[0])]]

    def _nearest(self, latitude: float, longitude: float) -> Match | None:
        near = self._nearest_position(latitude, longitude)
        if near is None:
            return None
        found = self._matches[near[0]]
        return Match(
            code=found.code, name=found.name, kind=found.kind, edition=found.edition,
            approximate=True, distance_metres=near[1],
        )  # fmt: skip

    def _nearest_position(self, latitude: float, longitude: float) -> tuple[int, float] | None:
        """Distances on a plane that touches the earth at the point: under a metre wrong within a few kilometres."""
        wide, high = self._reach(latitude)
        west, south, east, north = longitude - wide, latitude - high, longitude + wide, latitude + high
        box = shapely.box(west, south, east, north)
        scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE])
        best: tuple[float, int] | None = None
        for position in sorted(int(p) for p in self._tree.query(box)):
            polygon = self._polygons[position]
            if not shapely.intersects(polygon, box):
                continue
            part = shapely.clip_by_rect(polygon, west, south, east, north)
            flat = shapely.transform(part, lambda xy: (xy - (longitude, latitude)) * scale)
            distance = float(shapely.distance(flat, shapely.Point(0.0, 0.0)))
            if distance <= self._near and (best is None or distance < best[0]):
                best = (distance, position)
        return None if best is None else (best[1], best[0])


def _refuse_repeated_codes(ordered: Sequence[AreaShape]) -> None:
    for one, next_one in pairwise(ordered):
        if one.code == next_one.code:
            raise BadLayer(f"code {one.code} appears twice")


def _refuse_what_is_no_polygon(ordered: Sequence[AreaShape], polygons: Shapes) -> None:
    for shape, polygon in zip(ordered, polygons, strict=True):
        if polygon is None or polygon.is_empty or polygon.geom_type not in {"Polygon", "MultiPolygon"}:
            raise BadLayer(f"area {shape.code} is not a polygon")


def _warm(polygons: Shapes) -> None:
    """Prepare, and ask once: GEOS builds its point index on the first question, which threads must not do together."""
    shapely.prepare(polygons)
    points = shapely.get_coordinates(shapely.point_on_surface(polygons)) if len(polygons) else np.empty((0, 2))
    shapely.intersects_xy(polygons, points[:, 0], points[:, 1])
