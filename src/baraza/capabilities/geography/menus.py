"""Areas as menus for small screens: province, then district, then municipality, never a long flat list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from baraza.capabilities.geography.queries import list_areas
from baraza.capabilities.geography.records import AreaName, MenuGroup, MenuRow

LONGEST_MENU: Final = 9


def list_provinces(*, country: str) -> list[MenuRow]:
    return _distinct(
        MenuRow(code=area.province_code or area.province, name=area.province or area.province_code, kind="province")
        for area in list_areas(country=country)
    )


def list_districts(*, country: str, province: str) -> list[MenuRow]:
    """The districts of a province; a metropolitan municipality stands beside them under its own code."""
    return _distinct(
        MenuRow(code=area.district_code, name=area.district, kind="district")
        for area in list_areas(country=country)
        if _in_province(area, province)
    )


def list_municipalities(*, country: str, province: str, district: str | None = None) -> list[MenuRow]:
    """The areas of a province, or of one of its districts; of the country's usual kind."""
    return [
        MenuRow(code=area.code, name=area.name, kind=area.kind)
        for area in list_areas(country=country)
        if _in_province(area, province) and (district is None or area.district_code == district)
    ]


def group_for_menu(*, rows: Sequence[MenuRow], most: int = LONGEST_MENU) -> list[MenuGroup]:
    """Cut a list that does not fit one screen into as few groups of neighbours as possible, of even length.

    A list that fits is one group. Up to `most` times `most` rows stay within two screens.
    """
    if not rows:
        return []
    groups = -(-len(rows) // most)
    edges = [round(number * len(rows) / groups) for number in range(groups + 1)]
    parts = [tuple(rows[start:end]) for start, end in pairwise(edges)]
    return [MenuGroup(first=part[0].name, last=part[-1].name, rows=part) for part in parts]


def _in_province(area: AreaName, province: str) -> bool:
    return province in {area.province_code, area.province}


def _distinct(rows: Iterable[MenuRow]) -> list[MenuRow]:
    by_code = {row.code: row for row in rows if row.code}
    return sorted(by_code.values(), key=lambda row: (row.name.casefold(), row.code))
