"""Point in polygon, exact and fast: a grid of cells over one layer of areas, without Django.

A cell that lies wholly inside one area answers at once. A cell that a border crosses keeps the areas that touch it,
and asks their full, prepared polygons. Every answer is therefore the answer of the full polygons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

DEFAULT_NEAR_METRES: Final = 1_000.0
# 65,536 cells put South Africa at about 0.055 degree: 2 microseconds a look-up. Four times the cells halve that again
# and cost another 200 MB, which nobody needs.
DEFAULT_CELLS: Final = 65_536

# Mean earth radius of the IUGG; one degree of latitude is then 111.195 km everywhere (0.6 % at worst).
METRES_PER_DEGREE: Final = math.radians(6_371_008.8)
# Cell boxes are grown by this much before they are compared with the polygons, so that rounding in the cell
# arithmetic can never put a point into a cell whose box does not hold it.
_SLACK_DEGREES: Final = 1e-9
_EMPTY: Final = -1

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]


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


def check_coordinate(*, latitude: float, longitude: float) -> None:
    """Raise `BadCoordinate` unless the pair is a place on earth."""
    if -90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0:
        return
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise BadCoordinate("latitude and longitude must be finite numbers")
    if abs(longitude) <= 90.0 and abs(latitude) <= 180.0:
        raise BadCoordinate(f"latitude {latitude} is outside -90 to 90; latitude and longitude look swapped")
    raise BadCoordinate(f"latitude {latitude}, longitude {longitude} is not a place on earth")


class AreaIndex:
    """One layer of areas, ready to be asked. Immutable after it is built, so threads may share it.

    On a border shared by two areas the first by code answers. A point outside every area answers with the nearest one
    within `near_metres`, marked approximate; further away the answer is none.
    """

    __slots__ = (
        "_approximate_tree", "_borders", "_candidates", "_cells", "_cells_array", "_columns", "_matches", "_near",
        "_per_degree_x", "_per_degree_y", "_polygons", "_rows", "_starts", "_x0", "_y0",
    )  # fmt: skip

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
        self._lay_grid(cells)
        self._approximate_tree = shapely.STRtree(self._polygons)
        _warm(self._polygons)
        self._fill_cells()

    def __len__(self) -> int:
        return len(self._matches)

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every area, ordered by code; `locate_many` answers with positions in this tuple."""
        return self._matches

    def locate(self, *, latitude: float, longitude: float) -> Match | None:
        """The area that holds this point, else the nearest within reach, else None."""
        if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
            check_coordinate(latitude=latitude, longitude=longitude)
        position = self._inside(latitude, longitude)
        if position != _EMPTY:
            return self._matches[position]
        return self._nearest(latitude, longitude)

    def locate_many(self, *, latitudes: Sequence[float] | Floats, longitudes: Sequence[float] | Floats) -> BulkAnswer:
        """The same answers for many points at once; coordinates that are no place answer with no area."""
        ys = np.asarray(latitudes, dtype=np.float64)
        xs = np.asarray(longitudes, dtype=np.float64)
        if ys.shape != xs.shape or ys.ndim != 1:
            raise ValueError("latitudes and longitudes must be two lists of the same length")
        with np.errstate(invalid="ignore"):
            usable = (np.abs(ys) <= 90.0) & (np.abs(xs) <= 180.0)
        positions = np.full(len(xs), _EMPTY, dtype=np.int64)
        positions[usable] = self._inside_many(ys[usable], xs[usable])
        approximate = np.zeros(len(xs), dtype=np.bool_)
        for row in self._rows_within_reach(ys, xs, usable & (positions == _EMPTY)):
            near = self._nearest_position(float(ys[row]), float(xs[row]))
            if near is not None:
                positions[row], approximate[row] = near[0], True
        return BulkAnswer(positions=positions, approximate=approximate)

    def looks_swapped(self, *, latitude: float, longitude: float) -> bool:
        """Whether the point is in no area although the same numbers the other way round are."""
        if not (-90.0 <= longitude <= 90.0 and -90.0 <= latitude <= 90.0):
            return False
        return self._inside(latitude, longitude) == _EMPTY and self._inside(longitude, latitude) != _EMPTY

    def _inside(self, latitude: float, longitude: float) -> int:
        column = math.floor((longitude - self._x0) * self._per_degree_x)
        row = math.floor((latitude - self._y0) * self._per_degree_y)
        if not (0 <= column < self._columns and 0 <= row < self._rows):
            return _EMPTY
        answer = self._cells[row * self._columns + column]
        if answer >= _EMPTY:
            return answer
        for position, polygon in self._borders[-2 - answer]:
            if polygon is None or shapely.intersects_xy(polygon, longitude, latitude):
                return position
        return _EMPTY

    def _inside_many(self, ys: Floats, xs: Floats) -> Ints:
        columns = np.floor((xs - self._x0) * self._per_degree_x).astype(np.int64)
        rows = np.floor((ys - self._y0) * self._per_degree_y).astype(np.int64)
        on_grid = (columns >= 0) & (columns < self._columns) & (rows >= 0) & (rows < self._rows)
        answers = np.full(len(xs), _EMPTY, dtype=np.int64)
        answers[on_grid] = self._cells_array[rows[on_grid] * self._columns + columns[on_grid]]
        open_points = np.flatnonzero(answers < _EMPTY)
        cursor = self._starts[-2 - answers[open_points]]
        ends = self._starts[-1 - answers[open_points]]
        answers[open_points] = _EMPTY
        while len(open_points):
            position = self._candidates[cursor]
            hit = shapely.intersects_xy(self._polygons[position], xs[open_points], ys[open_points])
            answers[open_points[hit]] = position[hit]
            cursor = cursor + 1
            going_on = ~hit & (cursor < ends)
            open_points, cursor, ends = open_points[going_on], cursor[going_on], ends[going_on]
        return answers

    def _reach(self, latitude: float) -> tuple[float, float]:
        """How many degrees of longitude and latitude the permitted distance is at this latitude."""
        high = self._near / METRES_PER_DEGREE
        # The parallel nearest a pole within reach is the shortest; at the pole itself every meridian is within reach.
        shrink = math.cos(math.radians(min(90.0, abs(latitude) + high)))
        wide = 360.0 if shrink <= high / 360.0 else min(360.0, high / shrink)
        return wide, high

    def _rows_within_reach(self, ys: Floats, xs: Floats, wanted: Bools) -> list[int]:
        rows = np.flatnonzero(wanted)
        reach = np.array([self._reach(float(y)) for y in ys[rows]], dtype=np.float64).reshape(-1, 2)
        boxes = shapely.box(
            xs[rows] - reach[:, 0], ys[rows] - reach[:, 1], xs[rows] + reach[:, 0], ys[rows] + reach[:, 1]
        )
        return [int(row) for row in rows[np.unique(self._approximate_tree.query(boxes)[0])]]

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
        for position in sorted(int(p) for p in self._approximate_tree.query(box)):
            polygon = self._polygons[position]
            if not shapely.intersects(polygon, box):
                continue
            part = shapely.clip_by_rect(polygon, west, south, east, north)
            flat = shapely.transform(part, lambda xy: (xy - (longitude, latitude)) * scale)
            distance = float(shapely.distance(flat, shapely.Point(0.0, 0.0)))
            if distance <= self._near and (best is None or distance < best[0]):
                best = (distance, position)
        return None if best is None else (best[1], best[0])

    def _lay_grid(self, cells: int) -> None:
        if not len(self._polygons):
            self._x0 = self._y0 = 0.0
            self._per_degree_x = self._per_degree_y = 1.0
            self._columns = self._rows = 0
            return
        west, south, east, north = (float(edge) for edge in shapely.total_bounds(self._polygons))
        width, height = max(east - west, 1e-6), max(north - south, 1e-6)
        size = math.sqrt(width * height / cells)
        self._columns = max(1, min(cells, math.ceil(width / size)))
        self._rows = max(1, min(cells, math.ceil(height / size)))
        self._x0, self._y0 = west, south
        # One part in a million more than the extent, so that a point on the far edge still has a cell.
        self._per_degree_x = self._columns / (width * (1 + 1e-6))
        self._per_degree_y = self._rows / (height * (1 + 1e-6))

    def _fill_cells(self) -> None:
        cell, area, full = self._touches()
        order = np.lexsort((area, cell))
        cell, area, full = cell[order], area[order], full[order]
        # Within a cell, whoever comes after the first area that covers it can never be the answer.
        first_of_cell = np.searchsorted(cell, cell, side="left")
        covered_before = np.concatenate(([0], np.cumsum(full)))
        keep = covered_before[np.arange(len(cell))] == covered_before[first_of_cell]
        cell, area, full = cell[keep], area[keep], full[keep]
        names, starts = np.unique(cell, return_index=True)
        lengths = np.diff(np.append(starts, len(cell)))
        plain = (lengths == 1) & full[starts]
        self._cells_array = np.full(self._columns * self._rows, _EMPTY, dtype=np.int64)
        self._cells_array[names[plain]] = area[starts[plain]]
        crossed = np.flatnonzero(~plain)
        self._cells_array[names[crossed]] = -2 - np.arange(len(crossed))
        self._cells = self._cells_array.tolist()
        kept = np.repeat(~plain, lengths)
        self._candidates = area[kept]
        self._starts = np.concatenate(([0], np.cumsum(lengths[crossed]))).astype(np.int64)
        members = [
            (int(a), None if f else self._polygons[a]) for a, f in zip(area[kept], full[kept], strict=True)
        ]
        self._borders = tuple(
            tuple(members[self._starts[i] : self._starts[i + 1]]) for i in range(len(crossed))
        )

    def _touches(self) -> tuple[Ints, Ints, Bools]:
        """Every pair of a cell and an area that meets it, and whether the area covers the cell with room to spare."""
        cells, areas, fulls = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.bool_)]
        for position, polygon in enumerate(self._polygons):
            numbers, boxes = self._boxes_over(polygon)
            meets = shapely.intersects(polygon, boxes)
            numbers, boxes = numbers[meets], boxes[meets]
            cells.append(numbers)
            areas.append(np.full(len(numbers), position, dtype=np.int64))
            fulls.append(shapely.contains_properly(polygon, boxes))
        return np.concatenate(cells), np.concatenate(areas), np.concatenate(fulls)

    def _boxes_over(self, polygon: object) -> tuple[Ints, Shapes]:
        west, south, east, north = shapely.bounds(polygon)
        left = max(0, math.floor((west - self._x0) * self._per_degree_x) - 1)
        right = min(self._columns - 1, math.floor((east - self._x0) * self._per_degree_x) + 1)
        low = max(0, math.floor((south - self._y0) * self._per_degree_y) - 1)
        high = min(self._rows - 1, math.floor((north - self._y0) * self._per_degree_y) + 1)
        column, row = (axis.ravel() for axis in np.meshgrid(np.arange(left, right + 1), np.arange(low, high + 1)))
        boxes = shapely.box(
            self._x0 + column / self._per_degree_x - _SLACK_DEGREES,
            self._y0 + row / self._per_degree_y - _SLACK_DEGREES,
            self._x0 + (column + 1) / self._per_degree_x + _SLACK_DEGREES,
            self._y0 + (row + 1) / self._per_degree_y + _SLACK_DEGREES,
        )
        return row * self._columns + column, boxes


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """For each point the position in `AreaIndex.matches`, -1 where there is no area."""

    positions: Ints
    approximate: Bools


def _refuse_repeated_codes(ordered: Sequence[AreaShape]) -> None:
    for one, next_one in zip(ordered, ordered[1:], strict=False):
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
