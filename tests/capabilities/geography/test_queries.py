"""What other packages ask of geography, with and without an imported layer."""

from __future__ import annotations

import math

import pytest
from tests.capabilities.geography.layers import feature, square, write_geojson

from baraza.capabilities.geography import queries
from baraza.capabilities.geography.importing.presets import PRESETS, FieldPlan
from baraza.capabilities.geography.importing.store import ImportRequest, import_areas
from baraza.capabilities.geography.registry import LAYERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring_in(tmp_path):
    def brought(
        *rows, country: str = "ZA", kind: str = "municipality", plan: FieldPlan = PRESETS["za-mdb"].plan
    ) -> None:
        path = write_geojson(tmp_path / f"{country}-{kind}.geojson", rows)
        request = ImportRequest(path=path, country=country, kind=kind, edition="2018", plan=plan)
        import_areas(request=request, progress=lambda _: None)
        LAYERS.look_again()

    return brought


def municipality(code: str, name: str, west: float) -> dict:
    return feature(
        square(west, -26.5), CAT_B=code, MUNICNAME=name, DISTRICT="DC48", DISTRICT_N="West Rand", PROVINCE="GT"
    )


def test_before_any_import_a_south_african_place_is_answered_by_the_nearest_seat_approximately() -> None:
    located = queries.locate(latitude=-26.267, longitude=27.858, country="ZA")
    assert located is not None
    assert (located.kind, located.edition, located.approximate) == ("municipality", "built-in", True)
    assert located.province == "Gauteng"
    assert queries.locate(latitude=-36.0, longitude=18.0, country="ZA") is None
    assert queries.locate(latitude=-1.95, longitude=30.06, country="RW") is None
    assert queries.locate(latitude=-26.267, longitude=27.858, country="ZA", kind="ward") is None


def test_after_an_import_the_layer_answers_exactly_and_the_built_in_table_is_silent(bring_in) -> None:
    bring_in(municipality("GT481", "Mogale City", 27.5))
    located = queries.locate(latitude=-26.1, longitude=27.8, country="ZA")
    assert located is not None
    assert (located.code, located.name, located.approximate) == ("GT481", "Mogale City", False)
    assert (located.district, located.province, located.parent_code) == ("West Rand", "Gauteng", "DC48")
    assert queries.locate(latitude=-33.93, longitude=18.42, country="ZA") is None


def test_numbers_that_are_no_place_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        queries.locate(latitude=math.nan, longitude=27.8, country="ZA")


def test_south_africa_answers_with_the_municipality_even_when_wards_are_imported(bring_in) -> None:
    bring_in(municipality("GT481", "Mogale City", 27.5))
    ward = feature(square(27.5, -26.5), WardID="74801001", WardNo="Ward 1", CAT_B="GT481")
    ward2 = feature(square(28.5, -26.5), WardID="74801002", WardNo="Ward 2", CAT_B="GT481")
    other = feature(square(29.5, -26.5), WardID="74804001", WardNo="Ward 1", CAT_B="GT484")
    plan = FieldPlan(code=("WardID",), name=("WardNo",), parent=("CAT_B",))
    bring_in(ward2, ward, other, kind="ward", plan=plan)
    place = {"latitude": -26.1, "longitude": 27.8, "country": "ZA"}
    assert [queries.locate(**place).kind, queries.locate(**place, kind="ward").code] == ["municipality", "74801001"]
    wards = queries.list_wards(country="ZA", municipality_code="GT481")
    assert [(w.code, w.name) for w in wards] == [("74801001", "Ward 1"), ("74801002", "Ward 2")]


def test_wards_alone_do_not_take_the_built_in_municipalities_away(bring_in) -> None:
    ward = feature(square(30.5, -30.5), WardID="59400001", WardNo="Ward 1", CAT_B="ETH")
    bring_in(ward, kind="ward", plan=FieldPlan(code=("WardID",), name=("WardNo",), parent=("CAT_B",)))
    located = queries.locate(latitude=-29.86, longitude=31.02, country="ZA")
    home = queries.get_area(country="ZA", code="ETH")
    assert located is not None
    assert home is not None
    assert (located.code, home.name, len(queries.list_areas(country="ZA"))) == ("ETH", "eThekwini", 213)


def test_without_a_ward_layer_there_are_no_wards() -> None:
    assert queries.list_wards(country="ZA", municipality_code="JHB") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("!kheis", "NC084"),
        ("khai-ma", "NC067"),
        ("etekwini", "ETH"),
        ("WC011", "WC011"),
        ("wc011", "WC011"),
        ("Pretoria", "TSH"),
        ("Kai Garib", "NC082"),
    ],
)
def test_a_municipality_is_found_by_name_code_or_town_as_typed(typed, code) -> None:
    assert queries.search_areas(country="ZA", text=typed, limit=3)[0].code == code


def test_search_works_on_the_imported_layer_and_knows_the_towns_there_too(bring_in) -> None:
    bring_in(municipality("GT481", "Mogale City", 27.5), municipality("GT484", "Merafong City", 26.5))
    assert [a.code for a in queries.search_areas(country="ZA", text="m", limit=9)] == ["GT481", "GT484"]
    assert [a.code for a in queries.search_areas(country="ZA", text="Krugersdorp", limit=9)] == ["GT481"]
    assert queries.search_areas(country="ZA", text="Tshwane", limit=9) == []
    assert queries.search_areas(country="PH", text="Tagum", limit=9) == []


def test_areas_are_listed_by_name_and_by_parent_and_fetched_by_code() -> None:
    west_rand = queries.list_areas(country="ZA", kind="municipality", parent_code="DC48")
    assert [a.name for a in west_rand] == ["Merafong City", "Mogale City", "Rand West City"]
    assert len(queries.list_areas(country="ZA", kind="municipality")) == 213
    assert queries.list_areas(country="RW", kind="sector") == []
    area = queries.get_area(country="ZA", code="KZN225")
    assert area is not None
    assert (area.name, area.province_code) == ("The Msunduzi", "KZN")
    assert queries.get_area(country="ZA", code="XX999") is None


def test_a_place_in_a_text_follows_the_imported_boundaries(bring_in) -> None:
    assert queries.find_place(country="ZA", text="Kagiso clinic")[0].municipality == "Mogale City"
    bring_in(municipality("NEW01", "New Municipality", 27.5))
    found = queries.find_place(country="ZA", text="Kagiso clinic")[0]
    assert (found.place, found.municipality_code, found.municipality) == ("Kagiso", "NEW01", "New Municipality")
    assert found.approximate


def test_a_place_in_a_text_is_looked_for_among_imported_names_elsewhere(bring_in) -> None:
    assert queries.find_place(country="RW", text="Remera") == []
    bring_in(feature(square(30, -2), id=1213, name="Remera"), country="RW", kind="sector", plan=PRESETS["rw-nisr"].plan)
    assert [c.municipality_code for c in queries.find_place(country="RW", text="Remera, Kigali")] == ["1213"]


def test_editions_are_listed_with_the_one_that_answers(bring_in) -> None:
    assert queries.list_editions() == []
    bring_in(municipality("GT481", "Mogale City", 27.5))
    edition = queries.list_editions()[0]
    assert (edition.country, edition.kind, edition.label, edition.areas, edition.active) == (
        "ZA",
        "municipality",
        "2018",
        1,
        True,
    )
