"""The alphabet of feature phones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baraza.lib.gsm7 import NotGsm7, is_gsm7, septets, to_gsm7

# 3GPP TS 23.038, section 6.2.1: 128 places, one of which is the escape to the ten of the extension table.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"


def test_every_character_of_the_tables_is_kept_and_counted() -> None:
    assert (len(BASIC), len(EXTENSION)) == (127, 10)
    assert is_gsm7(BASIC + EXTENSION)
    assert septets(BASIC) == 127
    assert septets(EXTENSION) == 20
    assert septets("a€b[") == 6
    assert septets("") == 0


@pytest.mark.parametrize("text", ["ê", "ç", "’", "–", "😀", "\u00a0", "\t", "\x1b", "\0", "ا"])
def test_what_is_outside_costs_nothing_but_an_error(text: str) -> None:
    assert not is_gsm7(text)
    with pytest.raises(NotGsm7):
        septets(text)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("It’s “fine” – ok…", 'It\'s "fine" - ok...'),
        ("môre, sê, geë, hoër, ŝ, š, ŉ man", "more, se, gee, hoer, s, s, 'n man"),
        ("café, Wêreld, KÊN, à, ü, ö", "café, Wereld, KEN, à, ü, ö"),
        ("cafe\u0301", "café"),
        ("e\u0302", "e"),
        ("R\u00a01\u202f000 • water", "R 1 000 - water"),
        ("a\tb", "a b"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Hello 😀 there", "Hello there"),
        ("Hello😀there", "Hello there"),
        ("👍🏽 Thanks! 👨‍👩‍👧", "Thanks!"),
        ("😀\nyes", "\nyes"),
        ("½ × 3 → ﬁ", "1/2 x 3 > fi"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("مرحبا", ""),
        ("1. مرحبا\n2. OK", "1.\n2. OK"),
        ("plain", "plain"),
        ("  indented", "  indented"),
        ("", ""),
    ],
)
def test_what_is_outside_becomes_what_a_phone_can_show(given: str, expected: str) -> None:
    assert to_gsm7(given) == expected


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_comes_out_in_the_alphabet_and_stays_as_it_is(text: str) -> None:
    once = to_gsm7(text)
    assert is_gsm7(once)
    assert to_gsm7(once) == once
    assert septets(once) >= len(once)


@settings(deadline=None)
@given(st.text(alphabet=(BASIC + EXTENSION).replace("\r", "")))
def test_text_of_the_alphabet_is_never_changed(text: str) -> None:
    assert to_gsm7(text) == text
