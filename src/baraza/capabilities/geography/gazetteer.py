"""Recognising place names inside an address or landmark, offline.

Whole names first ("taxi rank in Umlazi D section"), then names with a typing error ("Khayalitsha"). What was
recognised is only ever a candidate: the caller asks the person.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from baraza.capabilities.geography.builtin import south_africa
from baraza.capabilities.geography.names import NameIndex, fold
from baraza.capabilities.geography.records import AreaName, PlaceCandidate

_LONGEST_NAME_WORDS: Final = 5
# An address is short; a message of thousands of words must not hold up the dialogue.
_MOST_WORDS: Final = 40
_LONGEST_TEXT: Final = 400
# Below this a look-alike is more often another word ("near", "park") than a misspelt place.
_SHORTEST_MISSPELT: Final = 5
# Words of addresses that lie one or two letters from a place name.
_NEVER_PLACES: Final = frozenset(
    [
        "avenue", "behind", "between", "bridge", "central", "church", "clinic", "close", "corner", "drive", "extension",
        "garage", "hospital", "house", "market", "municipality", "north", "opposite", "police", "school", "section",
        "south", "square", "stadium", "station", "street",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    entries: tuple[PlaceCandidate, ...]
    names: NameIndex


def find_in_south_africa(*, text: str, limit: int) -> list[PlaceCandidate]:
    gazetteer = _south_africa()
    return [gazetteer.entries[position] for position in _positions(text, gazetteer.names)][:limit]


def find_in_areas(*, text: str, areas: Sequence[AreaName], names: NameIndex, limit: int) -> list[PlaceCandidate]:
    """The same over the names of an imported layer, for countries without a built-in table."""
    return [_of_area(areas[position]) for position in _positions(text, names)][:limit]


def _of_area(area: AreaName) -> PlaceCandidate:
    return PlaceCandidate(
        place=area.name,
        kind=area.kind,
        municipality_code=area.code,
        municipality=area.name,
        latitude=area.latitude,
        longitude=area.longitude,
    )


def _positions(text: str, names: NameIndex) -> list[int]:
    """What the text names exactly, longest name first; misspelt names only when nothing is named exactly."""
    words = fold(text[:_LONGEST_TEXT]).split()[:_MOST_WORDS]
    exact = _found_in(words, names.exact)
    return exact or _found_in(words, lambda phrase: _nearly(phrase, names))


def _nearly(phrase: str, names: NameIndex) -> Sequence[int]:
    if len(phrase) < _SHORTEST_MISSPELT or phrase in _NEVER_PLACES:
        return ()
    return names.nearly(phrase)


def _found_in(words: Sequence[str], look_up: Callable[[str], Sequence[int]]) -> list[int]:
    found: dict[int, None] = {}
    used: set[int] = set()
    for start, end in _spans(len(words)):
        if used.isdisjoint(range(start, end)) and (positions := look_up(" ".join(words[start:end]))):
            found.update(dict.fromkeys(positions))
            used.update(range(start, end))
    return list(found)


def _spans(words: int) -> Iterator[tuple[int, int]]:
    """Longer phrases first; of equal length the last one, because addresses go from the small to the large."""
    for length in range(min(_LONGEST_NAME_WORDS, words), 0, -1):
        for start in range(words - length, -1, -1):
            yield start, start + length


@functools.cache
def _south_africa() -> _Gazetteer:
    entries: list[PlaceCandidate] = []
    names: list[tuple[str, ...]] = []
    titles = {m.area.code: m.area.name for m in south_africa.municipalities()}
    for town in south_africa.municipalities():
        area = town.area
        entries.append(_candidate(town.seat, "seat", area.code, titles, area.latitude, area.longitude))
        names.append((town.seat, *town.seat_aliases))
    for place in south_africa.places():
        entries.append(
            _candidate(place.name, place.kind, place.municipality_code, titles, place.latitude, place.longitude)
        )
        names.append((place.name, *place.aliases))
    for town in south_africa.municipalities():
        area = town.area
        entries.append(_candidate(area.name, area.kind, area.code, titles, area.latitude, area.longitude))
        names.append((area.name, *_short_names(area.name), *area.aliases))
    return _Gazetteer(entries=tuple(entries), names=NameIndex(names))


def _short_names(name: str) -> tuple[str, ...]:
    for beginning in ("City of ", "The ", "Greater "):
        if name.startswith(beginning):
            return (name.removeprefix(beginning),)
    return ()


def _candidate(
    place: str, kind: str, code: str, titles: dict[str, str], latitude: float, longitude: float
) -> PlaceCandidate:
    return PlaceCandidate(
        place=place,
        kind=kind,
        municipality_code=code,
        municipality=titles[code],
        latitude=latitude,
        longitude=longitude,
    )
