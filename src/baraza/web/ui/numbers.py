"""Numbers as people of a language write them; Django knows none of the four of South Africa."""

from typing import Final

from django.utils.translation import get_language

# Thousands apart by a space that no line breaks at, as South Africa writes them in every language.
_BETWEEN: Final = "\u00a0"
_COMMA: Final = frozenset({"af"})


def written(number: float, *, places: int = 0) -> str:
    grouped = f"{number:,.{places}f}".replace(",", _BETWEEN)
    return grouped.replace(".", ",") if get_language() in _COMMA else grouped
