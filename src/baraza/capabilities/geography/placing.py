"""From what somebody gave of a place, a position or words, to the area it lies in."""

from __future__ import annotations

from dataclasses import dataclass

from baraza.capabilities.geography.queries import find_place, get_area, list_areas, list_wards, locate


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Whose place it is: a country, and the municipality when it is only one."""

    country: str
    home_area_code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """`approximate` says that the area is the nearest one known, or guessed from words."""

    area_code: str
    area_name: str
    area_edition: str
    area_approximate: bool
    ward_code: str = ""


def placed_at(*, served: Served, latitude: float, longitude: float) -> Placed | None:
    """None in the sea and abroad. Raises `engine.BadCoordinate` for what is no place on earth."""
    located = locate(latitude=latitude, longitude=longitude, country=served.country)
    if located is None and served.home_area_code and not list_areas(country=served.country):
        # Nothing tells where this country's areas lie: staff of the only one that can be meant see the position.
        return Placed(area_code=served.home_area_code, area_name=served.name, area_edition="", area_approximate=True)
    if located is None:
        return None
    ward = locate(latitude=latitude, longitude=longitude, country=served.country, kind="ward")
    ward_code = ward.code if ward is not None and not ward.approximate else ""
    # A ward's own borders tell more exactly than rough ones of its municipality.
    inside = bool(ward_code) and _is_ours(served=served, ward_code=ward_code)
    return Placed(
        area_code=located.code,
        area_name=located.name,
        area_edition=located.edition,
        area_approximate=located.approximate and not inside,
        ward_code=ward_code,
    )


def placed_in(*, served: Served, area_code: str, ward_code: str = "") -> Placed:
    """The area was chosen, or is the only one."""
    area = get_area(country=served.country, code=area_code)
    return Placed(
        area_code=area_code,
        area_name=area.name if area else served.name,
        area_edition=area.edition if area else "",
        area_approximate=False,
        ward_code=ward_code,
    )


def placed_by_words(*, served: Served, words: str) -> Placed | None:
    """Where the municipality is not known, the words may name it. None when they do not."""
    candidates = find_place(country=served.country, text=words)
    if not candidates:
        return None
    best = get_area(country=served.country, code=candidates[0].municipality_code)
    return Placed(
        area_code=candidates[0].municipality_code,
        area_name=candidates[0].municipality,
        area_edition=best.edition if best else "",
        area_approximate=True,
    )


def _is_ours(*, served: Served, ward_code: str) -> bool:
    if not served.home_area_code:
        return False
    wards = list_wards(country=served.country, municipality_code=served.home_area_code)
    return ward_code in {ward.code for ward in wards}
