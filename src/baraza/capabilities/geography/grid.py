"""A grid of cells over one layer of polygons: which polygon holds a point, without Django.

A cell that lies wholly inside one polygon answers at once. A cell that a border crosses keeps the polygons that touch
it, and asks their full, prepared shapes. Every answer is therefore the answer of the full polygons.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

# 65,536 cells put South Africa at about 0.055 degree: one microsecond a look-up and 0.2 s to build. Four times the
# cells gain 0.4 microseconds more, double the time to build, and cost memory in every process.
DEFAULT_CELLS: Final = 65_536
NOWHERE: Final = -1

# Cell boxes are grown by this much before they are compared with the polygons, so that rounding in the cell
# arithmetic can never put a point into a cell whose box does not hold it.
_SLACK_DEGREES: Final = 1e-9

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]


class Grid:
    """Answers with positions in `polygons`, which must be prepared; where several hold a point, with the first."""

    __slots__ = (
        "_borders", "_candidates", "_cells", "_cells_array", "_columns", "_per_degree_x", "_per_degree_y",
        "_polygons", "_rows", "_starts", "_x0", "_y0",
    )  # fmt: skip

    def __init__(self, *, polygons: Shapes, cells: int = DEFAULT_CELLS) -> None:
        self._polygons = polygons
        self._lay(cells)
        self._fill()

    def inside(self, latitude: float, longitude: float) -> int:
        column = math.floor((longitude - self._x0) * self._per_degree_x)
        row = math.floor((latitude - self._y0) * self._per_degree_y)
        if not (0 <= column < self._columns and 0 <= row < self._rows):
            return NOWHERE
        answer = self._cells[row * self._columns + column]
        if answer >= NOWHERE:
            return answer
        for position, polygon in self._borders[-2 - answer]:
            if polygon is None or shapely.intersects_xy(polygon, longitude, latitude):
                return position
        return NOWHERE

    def inside_many(self, ys: Floats, xs: Floats) -> Ints:
        columns = np.floor((xs - self._x0) * self._per_degree_x).astype(np.int64)
        rows = np.floor((ys - self._y0) * self._per_degree_y).astype(np.int64)
        on_grid = (columns >= 0) & (columns < self._columns) & (rows >= 0) & (rows < self._rows)
        answers = np.full(len(xs), NOWHERE, dtype=np.int64)
        answers[on_grid] = self._cells_array[rows[on_grid] * self._columns + columns[on_grid]]
        open_points = np.flatnonzero(answers < NOWHERE)
        cursor = self._starts[-2 - answers[open_points]]
        ends = self._starts[-1 - answers[open_points]]
        answers[open_points] = NOWHERE
        while len(open_points):
            position = self._candidates[cursor]
            hit = shapely.intersects_xy(self._polygons[position], xs[open_points], ys[open_points])
            answers[open_points[hit]] = position[hit]
            cursor = cursor + 1
            going_on = ~hit & (cursor < ends)
            open_points, cursor, ends = open_points[going_on], cursor[going_on], ends[going_on]
        return answers

    def _lay(self, cells: int) -> None:
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

    def _fill(self) -> None:
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
        self._cells_array = np.full(self._columns * self._rows, NOWHERE, dtype=np.int64)
        self._cells_array[names[plain]] = area[starts[plain]]
        crossed = np.flatnonzero(~plain)
        self._cells_array[names[crossed]] = -2 - np.arange(len(crossed))
        self._cells = self._cells_array.tolist()
        kept = np.repeat(~plain, lengths)
        self._candidates = area[kept]
        self._starts = np.concatenate(([0], np.cumsum(lengths[crossed]))).astype(np.int64)
        members = [(int(a), None if f else self._polygons[a]) for a, f in zip(area[kept], full[kept], strict=True)]
        self._borders = tuple(tuple(members[self._starts[i] : self._starts[i + 1]]) for i in range(len(crossed)))

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

    def _boxes_over(self, polygon: shapely.Geometry) -> tuple[Ints, Shapes]:
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
