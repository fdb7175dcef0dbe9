"""What maps draw: the organisation's own areas, light enough for a telephone, with neighbours that still touch."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
import shapely
from tests.capabilities.geography.layers import square

from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.outlines import BYTES_AT_MOST, layer_for, outlines
from baraza.capabilities.geography.registry import LAYERS

pytestmark = pytest.mark.django_db
Import = Callable[..., None]


@pytest.fixture
def imported() -> Import:
    def put_in(kind: str, shapes: dict[str, Any], *, parent: str = "", label: str = "2021") -> None:
        edition = Edition.objects.create(
            country="ZA", kind=kind, label=label, imported_at=datetime(2026, 1, 1, tzinfo=UTC), digest=f"{kind}{label}"
        )
        for code, shape in shapes.items():
            west, south, east, north = shape.bounds
            Area.objects.create(
                edition=edition, code=code, name=f"Area {code}", parent_code=parent, geometry=shapely.to_wkb(shape),
                west=west, south=south, east=east, north=north, latitude=south, longitude=west,
            )  # fmt: skip
        LAYERS.look_again()

    return put_in


def drawn(**asked: Any) -> dict[str, Any]:
    found = json.loads(outlines(country="ZA", **{"home": "", **asked}))
    return {one["properties"]["code"]: shapely.geometry.shape(one["geometry"]) for one in found["features"]}


def winding(number: int) -> dict[str, Any]:
    """Stripes side by side whose common borders wind in many small steps, as rivers do."""
    heights = np.linspace(0, 1, 4000)
    edges = [
        [(0.02 * place + 0.004 * np.sin(height * 900 + place), height) for height in heights]
        for place in range(number + 1)
    ]
    return {f"W{place:03}": shapely.Polygon([*edges[place], *reversed(edges[place + 1])]) for place in range(number)}


def test_before_any_import_nothing_is_drawn() -> None:
    assert layer_for(country="ZA", home="JHB") is None
    assert drawn(home="JHB") == {}


def test_the_wards_of_the_organisations_own_municipality_are_drawn(imported: Import) -> None:
    imported("municipality", {"JHB": square(28, -27), "TSH": square(29, -27)})
    imported("ward", {"1": square(28, -27, 0.5)}, parent="JHB", label="2020")

    assert list(drawn(home="JHB")) == ["1"]
    assert list(drawn(home="TSH")) == ["TSH"]
    assert list(drawn(home="")) == ["JHB", "TSH"]
    layer = layer_for(country="ZA", home="JHB")
    assert layer is not None
    assert (layer.kind, layer.edition) == ("ward", "2020")


def test_near_a_place_only_what_lies_around_it_is_drawn(imported: Import) -> None:
    imported("ward", {"1": square(28, -27, 0.5), "2": square(28.5, -27, 0.5)}, parent="JHB")

    near = drawn(near=(-26.75, 28.25))

    assert list(near) == ["1"]
    assert near["1"].bounds == pytest.approx((28.2, -26.8, 28.35, -26.65), abs=0.051)


def test_heavy_layers_become_light_and_neighbours_still_share_their_border(imported: Import) -> None:
    imported("ward", winding(30), parent="JHB")

    written = outlines(country="ZA", home="JHB")

    assert len(written) <= BYTES_AT_MOST
    shapes = drawn(home="JHB")
    assert len(shapes) == 30
    together = shapely.union_all([shapely.buffer(shape, 1e-5) for shape in shapes.values()])
    assert together.geom_type == "Polygon"
    assert len(together.interiors) == 0


def test_another_edition_changes_the_mark(imported: Import) -> None:
    imported("ward", {"1": square(28, -27, 0.5)}, parent="JHB", label="2016")
    before = layer_for(country="ZA", home="JHB")
    imported("ward", {"1": square(28, -27, 0.6)}, parent="JHB", label="2021")
    after = layer_for(country="ZA", home="JHB")

    assert before is not None
    assert after is not None
    assert before.mark != after.mark
    assert drawn(home="JHB")["1"].bounds[2] == pytest.approx(28.6)


def test_a_whole_country_of_wards_is_drawn_as_what_they_lie_in(imported: Import) -> None:
    imported("ward", {"1": square(28, -27, 0.5), "2": square(28.5, -27, 0.5)}, parent="JHB")

    layer = layer_for(country="ZA", home="")

    assert layer is not None
    assert layer.joined
    assert drawn()["JHB"].bounds == pytest.approx((28, -27, 29, -26.5))


def test_an_area_that_lies_beside_what_is_shown_is_left_out(imported: Import) -> None:
    """Its corners lie around the box that is shown; nothing of it lies within."""
    beside = shapely.Polygon([(27.5, -26.9), (28.5, -27.2), (28.6, -27.2), (28.6, -26.2), (28.5, -26.2), (28.5, -27.1)])
    imported("ward", {"1": square(28.2, -26.8, 0.1), "2": beside})

    assert list(drawn(near=(-26.75, 28.25))) == ["1"]
