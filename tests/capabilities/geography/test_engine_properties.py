"""The index answers as if every full polygon were asked in turn, for layers and points nobody thought of."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.ops import split
from tests.capabilities.geography.layers import area_shape

from baraza.capabilities.geography.engine import AreaIndex

# Steps of an eighth of a degree put many points exactly on borders, corners and cell edges.
_step = st.integers(-40, 40).map(lambda n: n / 8)
_point = st.tuples(_step, _step) | st.tuples(st.floats(-6, 6), st.floats(-6, 6))


@st.composite
def coverages(draw: st.DrawFn) -> list[shapely.Geometry]:
    """A square cut into neighbours by random straight lines, some pieces taken out again."""
    pieces: list[shapely.Geometry] = [shapely.box(-4, -4, 4, 4)]
    for _ in range(draw(st.integers(0, 5))):
        (ax, ay), (bx, by) = draw(st.tuples(_step, _step)), draw(st.tuples(_step, _step))
        cut = shapely.LineString([(ax * 9, ay * 9), (bx * -9, by * -9)])
        pieces = [p for piece in pieces for p in shapely.get_parts(split(piece, cut)) if p.area > 1e-6]
    kept = draw(st.sets(st.integers(0, len(pieces) - 1), min_size=1))
    return [pieces[i] for i in sorted(kept)]


@settings(max_examples=60, deadline=None)
@given(polygons=coverages(), points=st.lists(_point, min_size=1, max_size=40), cells=st.sampled_from([1, 30, 1000]))
def test_the_grid_answers_as_every_polygon_asked_in_turn(polygons, points, cells) -> None:
    codes = [f"{number:03}" for number in range(len(polygons))]
    shapes = [area_shape(code, polygon) for code, polygon in zip(codes, polygons, strict=True)]
    index = AreaIndex(shapes=shapes, cells=cells, near_metres=0.0)
    asked = shapely.from_wkb([shape.wkb for shape in shapes])
    for x, y in points:
        expected = next((c for c, p in zip(codes, asked, strict=True) if shapely.intersects_xy(p, x, y)), None)
        match = index.locate(latitude=y, longitude=x)
        assert (None if match is None else match.code) == expected


@settings(max_examples=40, deadline=None)
@given(polygons=coverages(), points=st.lists(_point, min_size=1, max_size=40))
def test_many_points_at_once_answer_as_one_by_one(polygons, points) -> None:
    shapes = [area_shape(f"{number:03}", polygon) for number, polygon in enumerate(polygons)]
    index = AreaIndex(shapes=shapes, cells=500, near_metres=20_000)
    xs, ys = np.array(points).T
    bulk = index.locate_many(latitudes=ys, longitudes=xs)
    singles = [index.locate(latitude=float(y), longitude=float(x)) for x, y in zip(xs, ys, strict=True)]
    assert [index.matches[p].code if p >= 0 else None for p in bulk.positions] == [s and s.code for s in singles]
    assert bulk.approximate.tolist() == [s is not None and s.approximate for s in singles]


HALVES = AreaIndex(
    shapes=[area_shape("A", shapely.box(-180, -90, 0, 90)), area_shape("B", shapely.box(0, -90, 180, 90))], cells=400
)


@settings(max_examples=60, deadline=None)
@given(latitude=st.floats(allow_nan=False, min_value=-90, max_value=90), longitude=st.floats(-180, 180))
def test_every_place_on_earth_gets_an_answer(latitude, longitude) -> None:
    match = HALVES.locate(latitude=latitude, longitude=longitude)
    assert match is not None
    assert (match.code, match.approximate) == ("A" if longitude <= 0 else "B", False)
