"""References that can be read out on the phone."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baraza.lib.references import ALPHABET, find_reference, new_reference, read_reference

AT = datetime(2026, 11, 21, tzinfo=UTC)


def test_a_reference_has_prefix_year_and_six_characters() -> None:
    assert re.fullmatch(r"MI-2026-[A-Z0-9]{6}", new_reference(prefix="MI", at=AT))


def test_no_two_characters_of_the_alphabet_are_confused_on_the_phone() -> None:
    for pair in ("0O", "1I", "1L", "2Z", "5S", "8B", "UV", "MN", "DT"):
        assert len(set(pair) & set(ALPHABET)) <= 1, pair


def test_ten_thousand_references_do_not_repeat_and_do_not_count_up() -> None:
    found = [new_reference(prefix="MI", at=AT) for _ in range(10_000)]

    # One repeat is expected of chance. More than twelve happen once in eight thousand million runs, and nearly always
    # when one of the six characters is no longer drawn.
    assert len(set(found)) >= 9_988
    assert found != sorted(found)


@given(st.text(alphabet=ALPHABET, min_size=6, max_size=6), st.sampled_from(["-", "", " ", " - ", "–", "."]))
def test_any_way_of_writing_it_leads_to_the_same_reference(code: str, between: str) -> None:
    written = between.join(["mi", "2026", code.lower()])

    assert read_reference(written) == f"MI-2026-{code}"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_reference(text)

    assert found is None or re.fullmatch(r"[A-Z]{2,4}-\d{4}-[A-Z0-9]{6}", found)


def test_a_reference_inside_a_sentence_is_found() -> None:
    assert find_reference("where is mi 2026 4kx7qa please?") == "MI-2026-4KX7QA"


def test_zero_and_o_are_taken_for_the_round_letter_that_we_use() -> None:
    assert read_reference("MI-2026-4KX70A") == "MI-2026-4KX7QA"


@pytest.mark.parametrize("written", ["MI-2O26-4KX7OA", "m1 2o26 4kx7oa", "Mi2026 4kx 70a"])
def test_each_part_is_read_as_what_it_looks_like(written: str) -> None:
    assert read_reference(written) == "MI-2026-4KX7QA"
    assert find_reference(f"how far is {written.replace('4kx 70a', '4kx70a')} now") == "MI-2026-4KX7QA"


def test_a_long_number_is_no_reference() -> None:
    assert read_reference("011 2026 444444") is None


def test_a_house_number_is_no_reference() -> None:
    assert read_reference("12 Main Road") is None
    assert find_reference("house 2026 at the corner") is None
