"""A table of places turned into the same table with the area of each: what `areas locate` does."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from baraza.capabilities.geography.builtin import south_africa
from baraza.capabilities.geography.engine import AreaIndex, BadCoordinate, Match, check_coordinate
from baraza.capabilities.geography.kinds import usual_kind
from baraza.capabilities.geography.registry import LAYERS

ADDED: Final = ("code", "name", "kind", "edition", "approximate", "error")
_LATITUDE: Final = ("lat", "latitude")
_LONGITUDE: Final = ("lon", "lng", "long", "longitude")


class BadTable(ValueError):
    """The table as a whole cannot be used; the text says what it lacks."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The indexes to ask, and whether South Africa's built-in table answers where they do not."""

    indexes: tuple[AreaIndex, ...]
    builtin: bool

    def locate(self, *, latitude: float, longitude: float) -> Match | None:
        """Inside beats near, and the nearer beats the further, whichever layer it comes from."""
        found = [index.locate(latitude=latitude, longitude=longitude) for index in self.indexes]
        best = min((m for m in found if m is not None), key=lambda m: m.distance_metres, default=None)
        if best is not None or not self.builtin:
            return best
        seat = south_africa.nearest_seat(latitude=latitude, longitude=longitude)
        if seat is None:
            return None
        area = seat.municipality.area
        return Match(area.code, area.name, area.kind, area.edition, True, seat.distance_metres)

    def looks_swapped(self, *, latitude: float, longitude: float) -> bool:
        return any(index.looks_swapped(latitude=latitude, longitude=longitude) for index in self.indexes)


def active_layers(*, country: str | None, kind: str | None) -> Layers:
    """The layers in force of this country, or of every country; of the kind named, else each one's usual kind.

    South Africa's municipalities are built in: importing its wards or districts alone does not take them away.
    """
    imported = {c for c, _ in LAYERS.editions()} | {south_africa.COUNTRY}
    indexes, builtin = [], False
    for each in sorted(imported if country is None else {country}):
        available = LAYERS.kinds(country=each)
        if each == south_africa.COUNTRY:
            available = {*available, south_africa.KIND}
        chosen = kind or usual_kind(country=each, available=available)
        index = None if chosen is None else LAYERS.index(country=each, kind=chosen)
        if index is not None:
            indexes.append(index)
        elif each == south_africa.COUNTRY and chosen == south_africa.KIND:
            builtin = True
    return Layers(indexes=tuple(indexes), builtin=builtin)


def locate_rows(*, lines: Iterable[str], layers: Layers) -> Iterator[list[str]]:
    """The header, then one row for each row given. A row that cannot be used says why in `error`."""
    rows = csv.reader(lines)
    header = next(rows, None)
    if not header:
        raise BadTable("the table is empty: it needs a header with the columns lat and lon")
    latitude, longitude = _column(header, _LATITUDE), _column(header, _LONGITUDE)
    # A column of ours that the table already has is kept under another name, so that nothing is lost.
    yield [f"input_{name}" if name in ADDED else name for name in header] + list(ADDED)
    for row in rows:
        if row:
            yield _answered(row, len(header), latitude, longitude, layers)


def _answered(row: list[str], width: int, latitude: int, longitude: int, layers: Layers) -> list[str]:
    cells = (row + [""] * width)[:width]
    if len(row) != width:
        return [*cells, "", "", "", "", "", f"the row has {len(row)} cells, the header has {width}"]
    try:
        y, x = _number(cells[latitude], "lat"), _number(cells[longitude], "lon")
        check_coordinate(latitude=y, longitude=x)
    except BadCoordinate as problem:
        return [*cells, "", "", "", "", "", str(problem)]
    match = layers.locate(latitude=y, longitude=x)
    if match is None:
        swapped = layers.looks_swapped(latitude=y, longitude=x)
        return [*cells, "", "", "", "", "", "lat and lon look swapped" if swapped else ""]
    return [*cells, match.code, match.name, match.kind, match.edition, _yes_no(answer=match.approximate), ""]


def _number(text: str, column: str) -> float:
    try:
        return float(text)
    except ValueError as problem:
        raise BadCoordinate(
            f"{column} is not a number: {text!r}" if text.strip() else f"{column} is empty"
        ) from problem


def _column(header: Sequence[str], names: Sequence[str]) -> int:
    tidy: Callable[[str], str] = lambda name: name.strip().casefold()  # noqa: E731
    columns = [tidy(name) for name in header]
    for name in names:
        if name in columns:
            return columns.index(name)
    raise BadTable(f"the table has no column {names[0]}; it has: {', '.join(header)}")


def _yes_no(*, answer: bool) -> str:
    return "true" if answer else "false"
