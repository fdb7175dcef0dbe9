"""No cell of a file that we write is a formula to the spreadsheet that opens it."""

import pytest

from baraza.lib.spreadsheets import guarded


@pytest.mark.parametrize("text", ["=1+1", "+27", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＠A1"])
def test_what_would_be_a_formula_is_a_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Water", "a=b", "1-2", "'=1"])
def test_all_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
