"""Places that people know, drawn on maps without streets."""

from datetime import UTC, datetime

import pytest
import shapely
from tests.capabilities.geography.layers import square

from baraza.capabilities.geography.landmarks import known_places
from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.registry import LAYERS

pytestmark = pytest.mark.django_db


def names(*, country: str = "ZA", home: str = "") -> list[str]:
    return [place.names[0] for place in known_places(country=country, home=home)]


def test_a_city_finds_its_way_by_its_seat_and_the_places_in_it_and_by_no_others() -> None:
    found = names(home="ETH")

    assert found[0] == "Durban"
    assert {"Umlazi", "KwaMashu"} < set(found)
    assert not {"Soweto", "Cape Town"} & set(found)


def test_without_a_city_of_ones_own_the_large_cities_come_first() -> None:
    found = names()

    assert "Cape Town" in found[:8]
    assert {"Hotazel", "Soweto"} < set(found[8:])


def test_elsewhere_the_middles_of_imported_wards_are_all_that_is_known() -> None:
    before = names(country="PH", home="TAGUM")
    shape = square(125.8, 7.4, 0.1)
    edition = Edition.objects.create(
        country="PH", kind="ward", label="1", imported_at=datetime(2026, 1, 1, tzinfo=UTC), digest="1"
    )
    west, south, east, north = shape.bounds
    Area.objects.create(
        edition=edition, code="W1", name="Magugpo", parent_code="TAGUM", geometry=shapely.to_wkb(shape),
        west=west, south=south, east=east, north=north, latitude=7.45, longitude=125.85,
    )  # fmt: skip
    LAYERS.look_again()

    assert (before, names(country="PH", home="TAGUM"), names(country="PH")) == ([], ["Magugpo"], [])
