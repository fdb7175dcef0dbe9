"""Places recognised in addresses and landmarks without any network."""

from __future__ import annotations

import pytest

from baraza.capabilities.geography.gazetteer import find_in_areas, find_in_south_africa
from baraza.capabilities.geography.names import NameIndex
from baraza.capabilities.geography.records import AreaName


def towns(text: str) -> list[tuple[str, str]]:
    return [(found.place, found.municipality_code) for found in find_in_south_africa(text=text, limit=5)]


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("Pretoria", "Pretoria", "TSH"),
        ("Durban", "Durban", "ETH"),
        ("Port Elizabeth", "Gqeberha", "NMA"),
        ("gqeberha", "Gqeberha", "NMA"),
        ("Mandela Bay", "Nelson Mandela Bay", "NMA"),
        ("Joburg", "Johannesburg", "JHB"),
        ("Jo'burg CBD", "Johannesburg", "JHB"),
        ("Vilakazi Street, Soweto", "Soweto", "JHB"),
        ("taxi rank in Umlazi D section", "Umlazi", "ETH"),
        ("Site C Khayelitsha", "Khayelitsha", "CPT"),
        ("Mitchell's Plain", "Mitchells Plain", "CPT"),
        ("gugulethu ny 1", "Gugulethu", "CPT"),
        ("Mamelodi East", "Mamelodi", "TSH"),
        ("Alexandra 12th avenue", "Alexandra", "JHB"),
        ("Tembisa", "Tembisa", "EKU"),
        ("Katlehong", "Katlehong", "EKU"),
        ("NU 3 Mdantsane", "Mdantsane", "BUF"),
        ("Soshanguve block L", "Soshanguve", "TSH"),
        ("kwa-mashu", "KwaMashu", "ETH"),
        ("Grahamstown", "Makhanda", "EC104"),
        ("Nelspruit", "Mbombela", "MP326"),
        ("KHAI MA", "Khâi-Ma", "NC067"),
    ],
)
def test_a_known_place_is_found_under_its_present_former_or_short_name(text, place, code) -> None:
    assert towns(text)[0] == (place, code)


@pytest.mark.parametrize(
    ("text", "place"), [("Khayalitsha", "Khayelitsha"), ("Umlasi", "Umlazi"), ("pretroia", "Pretoria")]
)
def test_a_misspelt_place_is_still_found(text, place) -> None:
    assert towns(text)[0][0] == place


def test_every_candidate_is_approximate_and_carries_a_position() -> None:
    found = find_in_south_africa(text="Soweto", limit=5)[0]
    assert (found.approximate, found.kind, found.municipality) == (True, "township", "City of Johannesburg")
    assert (found.latitude, found.longitude) == (-26.267, 27.858)


def test_a_name_shared_by_two_municipalities_gives_both_to_choose_from() -> None:
    assert {code for _, code in towns("Emalahleni")} == {"MP312", "EC136"}


def test_the_longest_name_wins_over_a_shorter_one_inside_it() -> None:
    assert towns("Kai !Garib office") == [("Kai !Garib", "NC082")]
    assert towns("Nelson Mandela Bay stadium, Bay West") == [("Nelson Mandela Bay", "NMA")]


@pytest.mark.parametrize("text", ["", "?", "corner of Main Road", "the pipe is broken near the school"])
def test_texts_without_a_place_find_nothing(text) -> None:
    assert towns(text) == []


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert towns("Soweto " + "word " * 10_000 + "Umlazi") == [("Soweto", "JHB")]
    assert towns("word " * 40 + "Soweto") == []


def test_the_limit_holds() -> None:
    assert len(find_in_south_africa(text="Soweto, Umlazi, Langa, Tembisa", limit=2)) == 2


def test_an_imported_layer_serves_as_gazetteer_for_other_countries() -> None:
    area = AreaName(
        country="RW", code="1213", name="Remera", kind="sector", edition="2012", parent_code="12", district_code="12",
        district="Gasabo", province_code="1", province="Kigali", latitude=-1.95, longitude=30.1,
    )  # fmt: skip
    found = find_in_areas(text="near Remera church", areas=[area], names=NameIndex([("Remera",)]), limit=3)
    assert [(c.place, c.municipality_code, c.approximate) for c in found] == [("Remera", "1213", True)]
