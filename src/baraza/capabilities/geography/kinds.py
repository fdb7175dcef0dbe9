"""The kinds of area, from the widest to the most detailed, and which one a country answers with."""

from collections.abc import Iterable
from typing import Final

KINDS: Final = (
    "province",
    "region",
    "county",
    "district",
    "city",
    "municipality",
    "sector",
    "ward",
    "barangay",
    "cell",
    "village",
)
# What a resident's place is reported as when the caller names no kind: the level that runs the services.
_USUAL: Final = {"ZA": "municipality", "RW": "sector", "PH": "barangay"}


def most_detailed(kinds: Iterable[str]) -> str | None:
    return max(kinds, key=KINDS.index, default=None)


def usual_kind(*, country: str, available: Iterable[str]) -> str | None:
    """The country's usual kind, or the most detailed that was imported when that is missing."""
    known = set(available)
    usual = _USUAL.get(country)
    return usual if usual in known else most_detailed(known)
