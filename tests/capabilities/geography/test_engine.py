"""Which area holds a point: inside, on borders, in holes, near, far, and numbers that are no place."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from tests.capabilities.geography.layers import area_shape, square

from baraza.capabilities.geography.engine import AreaIndex, BadCoordinate, BadLayer, check_coordinate

WEST, EAST = area_shape("W", square(20, -30)), area_shape("E", square(21, -30))


def code_at(index: AreaIndex, latitude: float, longitude: float) -> str | None:
    match = index.locate(latitude=latitude, longitude=longitude)
    return None if match is None else match.code


def test_a_point_inside_an_area_finds_that_area_exactly() -> None:
    index = AreaIndex(shapes=[WEST, EAST])
    match = index.locate(latitude=-29.5, longitude=20.5)
    assert match is not None
    assert (match.code, match.name, match.kind, match.edition) == ("W", "Area W", "municipality", "2018")
    assert (match.approximate, match.distance_metres) == (False, 0.0)


@pytest.mark.parametrize("order", [[WEST, EAST], [EAST, WEST]])
def test_a_point_on_a_shared_border_belongs_to_the_first_by_code_whatever_the_order_of_the_file(order) -> None:
    index = AreaIndex(shapes=order)
    match = index.locate(latitude=-29.5, longitude=21.0)
    assert match is not None
    assert (match.code, match.approximate) == ("E", False)


@pytest.mark.parametrize("corner", [(-30, 20), (-30, 22), (-29, 20), (-29, 22)])
def test_the_outer_corners_of_a_layer_are_inside(corner) -> None:
    assert code_at(AreaIndex(shapes=[WEST, EAST]), *corner) == ("W" if corner[1] == 20 else "E")


def test_a_hole_belongs_to_nobody_and_an_area_inside_the_hole_to_itself() -> None:
    hole = square(20.4, -29.6, 0.2)
    ring = area_shape("RING", square(20, -30).difference(hole))
    assert code_at(AreaIndex(shapes=[ring]), -29.5, 20.5) is None
    assert code_at(AreaIndex(shapes=[ring, area_shape("ISLE", hole)]), -29.5, 20.5) == "ISLE"
    assert code_at(AreaIndex(shapes=[ring, area_shape("ISLE", hole)]), -29.9, 20.5) == "RING"


def test_every_part_of_an_area_with_islands_is_found() -> None:
    index = AreaIndex(shapes=[area_shape("A", shapely.union(square(20, -30), square(25, -30)))])
    assert [code_at(index, -29.5, x) for x in (20.5, 25.5, 23.0)] == ["A", "A", None]


def test_where_areas_overlap_the_first_by_code_answers() -> None:
    index = AreaIndex(shapes=[area_shape("B", square(20, -30, 2)), area_shape("A", square(21, -29, 2))])
    assert [code_at(index, -28.5, 21.5), code_at(index, -29.5, 20.5)] == ["A", "B"]


def test_a_point_just_offshore_finds_the_nearest_area_marked_approximate_with_its_distance() -> None:
    # 0.005 degree of longitude at 30° south is 481 metres.
    match = AreaIndex(shapes=[WEST, EAST]).locate(latitude=-30.0, longitude=22.005)
    assert match is not None
    assert (match.code, match.approximate) == ("E", True)
    assert match.distance_metres == pytest.approx(481.5, abs=1)


def test_the_nearest_of_two_areas_is_chosen_by_metres_not_by_degrees() -> None:
    # At 60° a degree of longitude is half as long: 0.008 east is 445 m, 0.006 north is 667 m.
    index = AreaIndex(shapes=[area_shape("N", square(10.0, 60.006)), area_shape("Z", square(11.008, 59))])
    match = index.locate(latitude=60.0, longitude=11.0)
    assert match is not None
    assert match.code == "Z"


def test_a_point_as_near_to_two_areas_takes_the_first_by_code() -> None:
    index = AreaIndex(shapes=[area_shape("B", square(20, -1)), area_shape("A", square(21.0078125, -1))])
    match = index.locate(latitude=-0.5, longitude=21.00390625)
    assert match is not None
    assert (match.code, match.approximate) == ("A", True)


def test_a_point_beyond_reach_finds_nothing_and_the_reach_can_be_widened() -> None:
    point = {"latitude": -29.5, "longitude": 22.05}
    assert AreaIndex(shapes=[WEST, EAST]).locate(**point) is None
    match = AreaIndex(shapes=[WEST, EAST], near_metres=6_000).locate(**point)
    assert match is not None
    assert (match.code, match.approximate) == ("E", True)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 0), (-90, 0), (0, 180), (0, -180), (90, 180)])
def test_the_ends_of_the_earth_are_places_in_no_area(latitude, longitude) -> None:
    assert code_at(AreaIndex(shapes=[WEST, EAST]), latitude, longitude) is None


def test_an_area_at_the_pole_is_found_from_every_meridian_within_reach() -> None:
    cap = area_shape("CAP", shapely.box(-180, -89.5, 180, -89.0))
    index = AreaIndex(shapes=[cap])
    assert code_at(index, -89.2, 170) == "CAP"
    assert code_at(index, -89.505, 170) == "CAP"
    assert code_at(index, -90, 0) is None


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_refused(bad) -> None:
    index = AreaIndex(shapes=[WEST])
    for latitude, longitude in ((bad, 20.5), (-29.5, bad)):
        with pytest.raises(BadCoordinate, match="finite"):
            index.locate(latitude=latitude, longitude=longitude)


def test_a_latitude_beyond_the_pole_is_refused_with_a_hint_that_the_pair_is_swapped() -> None:
    with pytest.raises(BadCoordinate, match="swapped"):
        check_coordinate(latitude=125.8, longitude=7.4)
    with pytest.raises(BadCoordinate, match="not a place on earth"):
        check_coordinate(latitude=-26.2, longitude=200)


def test_a_swapped_pair_that_is_a_place_on_earth_is_recognised_by_where_it_would_have_been() -> None:
    index = AreaIndex(shapes=[WEST])
    assert index.looks_swapped(latitude=20.5, longitude=-29.5)
    assert not index.looks_swapped(latitude=-29.5, longitude=20.5)
    assert not index.looks_swapped(latitude=1, longitude=1)
    assert not index.looks_swapped(latitude=1, longitude=120)


def test_many_points_at_once_get_the_answers_of_single_points() -> None:
    index = AreaIndex(shapes=[WEST, EAST])
    answer = index.locate_many(
        latitudes=[-29.5, -29.5, -30.0, -29.5, math.nan, -29.5], longitudes=[20.5, 21.0, 22.005, 50, 20.5, math.inf]
    )
    assert [index.matches[p].code if p >= 0 else None for p in answer.positions] == ["W", "E", "E", None, None, None]
    assert answer.approximate.tolist() == [False, False, True, False, False, False]


def test_many_points_must_be_pairs() -> None:
    with pytest.raises(ValueError, match="same length"):
        AreaIndex(shapes=[WEST]).locate_many(latitudes=[1.0], longitudes=[1.0, 2.0])


def test_an_index_of_nothing_answers_nothing() -> None:
    index = AreaIndex(shapes=[])
    assert len(index) == 0
    assert index.locate(latitude=0, longitude=0) is None
    assert index.locate_many(latitudes=[0.0], longitudes=[0.0]).positions.tolist() == [-1]


def test_a_repeated_code_or_a_shape_that_is_no_polygon_is_refused() -> None:
    with pytest.raises(BadLayer, match="W appears twice"):
        AreaIndex(shapes=[WEST, WEST])
    with pytest.raises(BadLayer, match="P is not a polygon"):
        AreaIndex(shapes=[area_shape("P", shapely.Point(1, 1))])
    with pytest.raises(BadLayer, match="Q is not a polygon"):
        AreaIndex(shapes=[area_shape("Q", shapely.Polygon())])


def test_the_number_of_cells_changes_no_answer() -> None:
    shapes = [area_shape(f"{i:02}", square(20 + i % 4, -30 + i // 4)) for i in range(16)]
    ys, xs = np.meshgrid(np.linspace(-30.2, -25.8, 23), np.linspace(19.8, 24.2, 23))
    answers = [
        AreaIndex(shapes=shapes, cells=cells)
        .locate_many(latitudes=ys.ravel(), longitudes=xs.ravel())
        .positions.tolist()
        for cells in (1, 7, 400, 40_000)
    ]
    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert set(answers[0]) == {-1, *range(16)}
