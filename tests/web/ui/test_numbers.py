"""Numbers are written as the readers of a language write them."""

import pytest
from django.utils.translation import override

from baraza.web.ui.numbers import written


@pytest.mark.parametrize(
    ("language", "number", "places", "said"),
    [
        ("en", 999, 0, "999"),
        ("en", 1234567, 0, "1\u00a0234\u00a0567"),
        ("zu", 1234.56, 1, "1\u00a0234.6"),
        ("af", 1234.56, 1, "1\u00a0234,6"),
        ("af", 0, 1, "0,0"),
    ],
)
def test_thousands_stand_apart_and_afrikaans_has_a_comma(language: str, number: float, places: int, said: str) -> None:
    with override(language):
        assert written(number, places=places) == said
