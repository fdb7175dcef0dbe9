"""Well-known places with their positions, by which people find their way on a map that has no streets."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from baraza.capabilities.geography.builtin import south_africa
from baraza.capabilities.geography.queries import list_wards


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlace:
    """To about a kilometre. `names` are how people call it, the usual name first."""

    names: tuple[str, ...]
    latitude: float
    longitude: float


def known_places(*, country: str, home: str) -> tuple[KnownPlace, ...]:
    """The more important first: seats, those of the large cities before others, then towns, townships and suburbs.

    `home` is the code of the organisation's own area; without one, those of the whole country. Of countries without a
    built-in table only what is imported is known: the middles of the wards.
    """
    found = _in_south_africa(home) if country == south_africa.COUNTRY else ()
    return found or _wards(country, home)


def _wards(country: str, home: str) -> tuple[KnownPlace, ...]:
    wards = list_wards(country=country, municipality_code=home) if home else []
    return tuple(KnownPlace(names=(ward.name,), latitude=ward.latitude, longitude=ward.longitude) for ward in wards)


@functools.lru_cache(maxsize=256)
def _in_south_africa(home: str) -> tuple[KnownPlace, ...]:
    seats = tuple(
        KnownPlace(names=(town.seat, *town.seat_aliases), latitude=town.area.latitude, longitude=town.area.longitude)
        # Codes of the large cities are letters alone.
        for town in sorted(south_africa.municipalities(), key=lambda town: not town.area.code.isalpha())
        if home in ("", town.area.code)
    )
    places = tuple(
        KnownPlace(names=(place.name, *place.aliases), latitude=place.latitude, longitude=place.longitude)
        for place in south_africa.places()
        if home in ("", place.municipality_code)
    )
    return seats + places
