"""The built-in table of South Africa: what is answered before an operator has imported the official boundaries."""

from __future__ import annotations

import csv
import functools
import math
from dataclasses import dataclass
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

from baraza.capabilities.geography.builtin.outline import in_south_africa
from baraza.capabilities.geography.records import BUILTIN_EDITION, AreaName

COUNTRY: Final = "ZA"
KIND: Final = "municipality"
FURTHEST_METRES: Final = 150_000.0
_EARTH_RADIUS_METRES: Final = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Municipality:
    area: AreaName
    seat: str
    seat_aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A well-known town, township, suburb or landmark and the municipality it belongs to."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    municipality_code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class NearestSeat:
    """The municipality with the nearest known place. Always approximate: no boundary was consulted."""

    municipality: Municipality
    place: str
    distance_metres: float
    approximate: bool = True


@functools.cache
def municipalities() -> tuple[Municipality, ...]:
    """All 213: eight metropolitan and 205 local, ordered by code."""
    return tuple(_municipality(row) for row in _rows("za_municipalities.csv"))


@functools.cache
def known_names() -> dict[str, tuple[str, ...]]:
    """By code: the other names of each municipality, its seat's names among them."""
    return {
        m.area.code: tuple(name for name in (*m.area.aliases, m.seat, *m.seat_aliases) if name != m.area.name)
        for m in municipalities()
    }


@functools.cache
def places() -> tuple[Place, ...]:
    return tuple(
        Place(
            name=row["name"],
            aliases=_split(row["aliases"]),
            kind=row["kind"],
            municipality_code=row["municipality_code"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
        )
        for row in _rows("za_places.csv")
    )


def nearest_seat(*, latitude: float, longitude: float) -> NearestSeat | None:
    """The municipality with the nearest seat or well-known place; None in the sea, abroad, or 150 km from them all.

    The well-known places are asked too because a metropolitan seat lies far from most of its people: with seats alone
    a quarter of Johannesburg is answered rightly, with the places four fifths.
    """
    if not in_south_africa(latitude=latitude, longitude=longitude):
        return None
    here = _on_sphere(np.array([latitude]), np.array([longitude]))[0]
    marks = _marks()
    chord = np.linalg.norm(marks.on_sphere - here, axis=1)
    best = int(np.argmin(chord))
    distance = 2 * _EARTH_RADIUS_METRES * math.asin(min(1.0, float(chord[best]) / 2))
    if distance > FURTHEST_METRES:
        return None
    return NearestSeat(municipality=marks.owners[best], place=marks.names[best], distance_metres=distance)


@dataclass(frozen=True, slots=True)
class _Marks:
    names: tuple[str, ...]
    owners: tuple[Municipality, ...]
    on_sphere: npt.NDArray[np.float64]


@functools.cache
def _marks() -> _Marks:
    by_code = {m.area.code: m for m in municipalities()}
    known = [(m.seat, m, m.area.latitude, m.area.longitude) for m in municipalities()]
    known += [(p.name, by_code[p.municipality_code], p.latitude, p.longitude) for p in places()]
    return _Marks(
        names=tuple(name for name, _, _, _ in known),
        owners=tuple(owner for _, owner, _, _ in known),
        on_sphere=_on_sphere(np.array([y for _, _, y, _ in known]), np.array([x for _, _, _, x in known])),
    )


def _on_sphere(latitudes: npt.NDArray[np.float64], longitudes: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    up, east = np.radians(latitudes), np.radians(longitudes)
    return np.column_stack((np.cos(up) * np.cos(east), np.cos(up) * np.sin(east), np.sin(up)))


def _municipality(row: dict[str, str]) -> Municipality:
    area = AreaName(
        country=COUNTRY,
        code=row["code"],
        name=row["name"],
        kind=KIND,
        edition=BUILTIN_EDITION,
        parent_code=row["district_code"],
        district_code=row["district_code"],
        district=row["district"],
        province_code=row["province_code"],
        province=row["province"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        aliases=_split(row["aliases"]),
    )
    return Municipality(area=area, seat=row["seat"], seat_aliases=_split(row["seat_aliases"]))


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
