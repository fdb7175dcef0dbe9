"""The built-in table: complete, consistent, and honest about being approximate."""

from __future__ import annotations

from collections import Counter

import pytest

from baraza.capabilities.geography.builtin import south_africa
from baraza.capabilities.geography.builtin.outline import OUTLINE, in_south_africa

METROS = {"BUF", "CPT", "EKU", "ETH", "JHB", "MAN", "NMA", "TSH"}


def test_there_are_213_municipalities_with_codes_of_their_own() -> None:
    codes = [m.area.code for m in south_africa.municipalities()]
    assert len(codes) == len(set(codes)) == 213
    assert codes == sorted(codes)
    assert set(codes) > METROS


def test_they_lie_in_nine_provinces_in_the_known_numbers() -> None:
    per_province = Counter((m.area.province_code, m.area.province) for m in south_africa.municipalities())
    assert per_province == {
        ("EC", "Eastern Cape"): 33,
        ("FS", "Free State"): 19,
        ("GT", "Gauteng"): 9,
        ("KZN", "KwaZulu-Natal"): 44,
        ("LIM", "Limpopo"): 22,
        ("MP", "Mpumalanga"): 17,
        ("NC", "Northern Cape"): 26,
        ("NW", "North West"): 18,
        ("WC", "Western Cape"): 25,
    }


def test_they_form_44_districts_and_8_metropolitan_ones() -> None:
    districts = {(m.area.district_code, m.area.district) for m in south_africa.municipalities()}
    assert len(districts) == 52
    assert {code for code, _ in districts if not code.startswith("DC")} == METROS
    assert {m.area.district_code for m in south_africa.municipalities() if m.area.code in METROS} == METROS


def test_the_code_of_a_local_municipality_names_its_province() -> None:
    local = [m.area for m in south_africa.municipalities() if m.area.code not in METROS]
    assert [a.code for a in local if a.code.rstrip("0123456789") != a.province_code] == []


def test_every_seat_and_place_lies_in_the_country_and_names_a_known_municipality() -> None:
    codes = {m.area.code for m in south_africa.municipalities()}
    seats = [(m.seat, m.area.latitude, m.area.longitude) for m in south_africa.municipalities()]
    places = [(p.name, p.latitude, p.longitude) for p in south_africa.places()]
    assert [name for name, y, x in seats + places if not in_south_africa(latitude=y, longitude=x)] == []
    assert {p.municipality_code for p in south_africa.places()} <= codes
    assert len(south_africa.places()) > 150
    assert all(name for name, _, _ in seats)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [(-25.75, 28.19, "TSH"), (-33.93, 18.42, "CPT"), (-29.60, 30.38, "KZN225"), (-28.74, 24.76, "NC091")],
)
def test_a_place_in_a_seat_finds_its_municipality_marked_approximate(latitude, longitude, code) -> None:
    nearest = south_africa.nearest_seat(latitude=latitude, longitude=longitude)
    assert nearest is not None
    assert (nearest.municipality.area.code, nearest.approximate) == (code, True)
    assert nearest.distance_metres < 1_500


@pytest.mark.parametrize(
    ("where", "latitude", "longitude"),
    [
        ("Maseru", -29.31, 27.48),
        ("Mbabane", -26.32, 31.14),
        ("Manzini", -26.49, 31.38),
        ("Gaborone", -24.65, 25.87),
        ("Maputo", -25.97, 32.57),
        ("Windhoek", -22.56, 17.08),
        ("Bulawayo", -20.15, 28.58),
        ("Atlantic", -34.5, 16.5),
        ("Indian Ocean", -31.0, 32.5),
        ("London", 51.5, -0.12),
        ("nowhere", 0, 0),
    ],
)
def test_the_sea_and_other_countries_find_nothing(where, latitude, longitude) -> None:
    assert south_africa.nearest_seat(latitude=latitude, longitude=longitude) is None, where


def test_a_place_too_far_from_every_seat_finds_nothing() -> None:
    # The Kgalagadi park in the far north of Dawid Kruiper, 400 km from Upington.
    assert in_south_africa(latitude=-24.9, longitude=20.05)
    assert south_africa.nearest_seat(latitude=-24.9, longitude=20.05) is None


def test_the_outline_is_a_valid_shape_with_one_hole() -> None:
    assert OUTLINE.is_valid
    assert len(OUTLINE.interiors) == 1
