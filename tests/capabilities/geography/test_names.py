"""Names found as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baraza.capabilities.geography.names import NameIndex, edits_to_prefix, fold

NAMES = ["!Kheis", "Khâi-Ma", "Kai !Garib", "City of Cape Town", "Mbizana", "Mbhashe", "Port St Johns", "Ba-Phalaborwa"]


def found(text: str, *, limit: int = 10) -> list[str]:
    return [NAMES[hit.position] for hit in NameIndex([(name,) for name in NAMES]).search(text, limit=limit)]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("!Kheis", "kheis"),
        ("Khâi-Ma", "khai ma"),
        ("Simon's Town", "simons town"),
        ("  O.R.  Tambo ", "o r tambo"),
        ("!!", ""),
    ],
)
def test_marks_accents_and_capitals_are_folded_away(name, folded) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kheis", "!Kheis"),
        ("!kheis", "!Kheis"),
        ("KHAI-MA", "Khâi-Ma"),
        ("garib", "Kai !Garib"),
        ("cape", "City of Cape Town"),
        ("mbizna", "Mbizana"),
        ("Mbzhashe", "Mbhashe"),
        ("por st", "Port St Johns"),
        ("falaborwa", "Ba-Phalaborwa"),
    ],
)
def test_a_name_is_found_by_its_beginning_a_later_word_or_with_a_typing_error(typed, first) -> None:
    assert found(typed)[0] == first


def test_an_exact_name_comes_before_names_that_only_begin_so() -> None:
    index = NameIndex([("George Town",), ("Georgetown",), ("George",)])
    assert [hit.position for hit in index.search("george", limit=3)] == [2, 1, 0]


def test_typing_errors_are_not_looked_for_when_something_matches_as_typed() -> None:
    assert found("mbi") == ["Mbizana"]


def test_short_or_empty_texts_guess_nothing() -> None:
    assert found("") == []
    assert found("?!") == []
    assert found("xyz") == []


def test_a_text_longer_than_any_name_is_cut() -> None:
    assert found("Mbizana" + " " * 200 + "zzz") == ["Mbizana"]


def test_the_limit_holds_and_one_thing_with_two_names_comes_once() -> None:
    index = NameIndex([("Pretoria", "Pretoria Central"), ("Pretorius",)])
    assert [hit.position for hit in index.search("pretor", limit=5)] == [0, 1]
    assert [hit.position for hit in index.search("pretor", limit=1)] == [0]
    assert index.search("pretor", limit=0) == []


@pytest.mark.parametrize(
    ("typed", "name", "edits"),
    [
        ("durb", "durban", 0),
        ("drub", "durban", 1),
        ("dirb", "durban", 1),
        ("duurb", "durban", 1),
        ("xxxx", "durban", 3),
    ],
)
def test_edits_are_counted_to_a_beginning_of_the_name(typed, name, edits) -> None:
    assert edits_to_prefix(typed, name, most=2) == edits


@given(name=st.text(alphabet="abcde", min_size=4, max_size=12), at=st.integers(0, 11), letter=st.sampled_from("abcde"))
def test_one_changed_letter_is_at_most_one_edit(name, at, letter) -> None:
    position = at % len(name)
    typed = name[:position] + letter + name[position + 1 :]
    assert edits_to_prefix(typed, name, most=1) == (
        0 if typed == name else min(1, edits_to_prefix(typed, name, most=2))
    )
