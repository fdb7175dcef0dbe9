"""Colours that can be read: judged by WCAG's own formula, mended in the same hue, made for the dark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.core import make_organisation

from baraza.core.identity.actor import SYSTEM
from baraza.core.settings.branding import ColoursUnreadable, get_look, set_branding, theme_of
from baraza.core.settings.looks import DARK_GROUNDS, LIGHT_GROUNDS, Colours, stylesheet, unreadable, variables
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.colours import contrast, read_colour, readable_on

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#0b5563", "#0b5563", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("#0B5563", "#0b5563"),
        (" 0b5563 ", "#0b5563"),
        ("#fff", "#ffffff"),
        ("teal", None),
        ("#12345", None),
        ("#0b5563;}", None),
        ("", None),
        ("#１２３", None),
    ],
)
def test_only_six_or_three_hexadecimal_signs_are_a_colour(written: str, read: str | None) -> None:
    assert read_colour(written) == read


@given(colours)
def test_what_is_proposed_instead_passes(colour: str) -> None:
    for problem in unreadable(Colours(brand=colour)):
        assert problem.instead is not None
        assert unreadable(Colours(brand=problem.instead)) == []


@given(colours)
def test_black_or_white_can_always_be_read(colour: str) -> None:
    assert contrast(readable_on(colour), colour) >= 4.5


@given(colours, colours, colours)
def test_whatever_is_accepted_can_be_read_in_the_light_and_in_the_dark(brand: str, header: str, accent: str) -> None:
    (shade,) = [one.instead or "" for one in unreadable(Colours(brand=brand))] or [brand]
    light, dark = variables(Colours(brand=shade, header=header, accent=accent))

    for theme, grounds in ((light, LIGHT_GROUNDS), (dark, DARK_GROUNDS)):
        assert all(contrast(theme["link"], ground) >= 4.5 for ground in (*grounds, theme["brand-soft"]))
        assert all(contrast(theme["brand-strong"], ground) >= 4.5 for ground in (*grounds, theme["brand-soft"]))
        assert contrast(theme["on-brand"], theme["brand"]) >= 4.5
        assert contrast(theme["on-header"], theme["header"]) >= 4.5
        assert contrast(theme["on-header"], theme["header-hover"]) >= 4.5
        assert contrast(theme["on-accent"], theme["accent"]) >= 4.5
    assert contrast(dark["accent"], dark["header"]) >= 3.0 or dark["accent"] == accent


def test_yellow_on_white_is_refused_with_a_shade_that_passes() -> None:
    (problem,) = unreadable(Colours(brand="#f5b324"))

    assert (problem.part, problem.needed) == ("brand", 4.5)
    assert problem.contrast < 2


def test_a_stripe_must_stand_out_from_the_bar() -> None:
    (problem,) = unreadable(Colours(header="#f5b324"))

    assert problem.part == "accent"


def test_a_style_sheet_holds_nothing_but_our_variables() -> None:
    sheet = stylesheet(Colours(brand="#5b2a86"))

    assert "--ba-brand:#5b2a86" in sheet
    assert sheet.count("{") == sheet.count("}") == 4


@pytest.mark.django_db
def test_colours_are_kept_and_change_the_address_of_the_sheet() -> None:
    city = make_organisation().id
    with organisation_scope(organisation_id=city):
        assert (theme_of(), get_look().theme_digest) == ("", "")
        set_branding(actor=SYSTEM, colours=Colours(brand="#5b2a86"), version=1)
    with organisation_scope(organisation_id=city):
        first = get_look().theme_digest
        set_branding(actor=SYSTEM, colours=Colours(brand="#1d4f2a"), version=2, logo=b"png")
    with organisation_scope(organisation_id=city):
        assert get_look().theme_digest not in {"", first}
        assert get_look().logo_digest
        set_branding(actor=SYSTEM, colours=Colours(), version=3, remove_logo=True)
    with organisation_scope(organisation_id=city):
        assert (theme_of(), get_look().logo_digest) == ("", "")


@pytest.mark.django_db
def test_an_action_refuses_what_cannot_be_read_even_when_a_page_did_not() -> None:
    city = make_organisation().id
    with organisation_scope(organisation_id=city):
        with pytest.raises(ColoursUnreadable):
            set_branding(actor=SYSTEM, colours=Colours(brand="#ffff00"), version=1)

        assert get_look().theme_digest == ""
