"""What other packages may ask: which area a place lies in, and areas by name, code or parent."""

from __future__ import annotations

import functools
from dataclasses import replace

from django.db.models import Count

from baraza.capabilities.geography import gazetteer
from baraza.capabilities.geography.builtin import south_africa
from baraza.capabilities.geography.engine import Match, check_coordinate
from baraza.capabilities.geography.kinds import usual_kind
from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.records import AreaName, EditionInfo, Located, PlaceCandidate
from baraza.capabilities.geography.registry import LAYERS, Directory, directory_of
from baraza.lib import clock


def locate(*, latitude: float, longitude: float, country: str, kind: str | None = None) -> Located | None:
    """The area a place lies in, of the country's usual kind unless another is named.

    From the imported edition in force; before any import, South Africa answers with the nearest seat, marked
    approximate. Raises `engine.BadCoordinate` (a ValueError) for numbers that are no place on earth.
    """
    check_coordinate(latitude=latitude, longitude=longitude)
    chosen = kind or _usual_kind(country)
    index = LAYERS.index(country=country, kind=chosen)
    if index is not None:
        match = index.locate(latitude=latitude, longitude=longitude)
        return None if match is None else _located(match, country=country)
    if country != south_africa.COUNTRY or chosen != south_africa.KIND:
        return None
    nearest = south_africa.nearest_seat(latitude=latitude, longitude=longitude)
    return None if nearest is None else _from_area(nearest.municipality.area, approximate=True)


def search_areas(*, country: str, text: str, limit: int = 10, kind: str | None = None) -> list[AreaName]:
    """Areas whose name begins with, contains or nearly is the text; a code is found too. Best first."""
    directory = _directory(country=country, kind=kind)
    if directory is None:
        return []
    coded = directory.by_code.get(text.strip().upper())
    hits = [directory.areas[hit.position] for hit in directory.names.search(text, limit=limit)]
    if coded is None:
        return hits
    return [coded, *(area for area in hits if area.code != coded.code)][:limit]


def list_areas(*, country: str, kind: str | None = None, parent_code: str | None = None) -> list[AreaName]:
    """Every area of a kind, ordered by name."""
    directory = _directory(country=country, kind=kind)
    if directory is None:
        return []
    chosen = (area for area in directory.areas if parent_code is None or area.parent_code == parent_code)
    return sorted(chosen, key=lambda area: (area.name.casefold(), area.code))


def get_area(*, country: str, code: str, kind: str | None = None) -> AreaName | None:
    directory = _directory(country=country, kind=kind)
    return None if directory is None else directory.by_code.get(code)


def list_wards(*, country: str, municipality_code: str) -> list[AreaName]:
    """The wards of a municipality from an imported ward layer; none when there is no such layer."""
    wards = list_areas(country=country, kind="ward", parent_code=municipality_code)
    return sorted(wards, key=lambda ward: (len(ward.code), ward.code))


def find_place(*, country: str, text: str, limit: int = 5) -> list[PlaceCandidate]:
    """Places named in an address or landmark, such as "Vilakazi Street, Soweto". Always approximate, best first."""
    directory = _directory(country=country, kind=None)
    if directory is None:
        return []
    if country != south_africa.COUNTRY:
        return gazetteer.find_in_areas(text=text, areas=directory.areas, names=directory.names, limit=limit)
    found = gazetteer.find_in_south_africa(text=text, limit=limit)
    return [_with_current_municipality(candidate, directory) for candidate in found]


def list_editions() -> list[EditionInfo]:
    """Every imported edition; `active` marks the one that answers today."""
    counts = dict(Area.objects.values_list("edition_id").annotate(areas=Count("pk")))
    active: set[int] = set()
    seen: set[tuple[str, str]] = set()
    for edition in Edition.objects.begun(on=clock.now().date()):
        if (edition.country, edition.kind) not in seen:
            seen.add((edition.country, edition.kind))
            active.add(edition.pk)
    return [
        EditionInfo(
            country=edition.country,
            kind=edition.kind,
            label=edition.label,
            valid_from=edition.valid_from.isoformat() if edition.valid_from else "",
            imported_at=edition.imported_at.isoformat(timespec="seconds"),
            source=edition.source,
            areas=counts.get(edition.pk, 0),
            active=edition.pk in active,
        )
        for edition in Edition.objects.order_by("country", "kind", "imported_at", "pk")
    ]


def _usual_kind(country: str) -> str:
    """South Africa's municipalities are built in: importing its wards alone does not take them away."""
    available = LAYERS.kinds(country=country)
    if country == south_africa.COUNTRY:
        available = {*available, south_africa.KIND}
    return usual_kind(country=country, available=available) or south_africa.KIND


def _directory(*, country: str, kind: str | None) -> Directory | None:
    chosen = kind or _usual_kind(country)
    directory = LAYERS.directory(country=country, kind=chosen)
    if directory is None and country == south_africa.COUNTRY and chosen == south_africa.KIND:
        return _builtin_directory()
    return directory


@functools.cache
def _builtin_directory() -> Directory:
    return directory_of(
        tuple(replace(m.area, aliases=south_africa.known_names()[m.area.code]) for m in south_africa.municipalities())
    )


def _located(match: Match, *, country: str) -> Located:
    directory = LAYERS.directory(country=country, kind=match.kind)
    area = None if directory is None else directory.by_code.get(match.code)
    if area is None or area.edition != match.edition:
        # The edition changed between the two look-ups: answer with what the shape itself knows.
        return Located(
            code=match.code, name=match.name, kind=match.kind, edition=match.edition,
            approximate=match.approximate, district="", province="", country=country, parent_code="",
        )  # fmt: skip
    return _from_area(area, approximate=match.approximate)


def _from_area(area: AreaName, *, approximate: bool) -> Located:
    return Located(
        code=area.code,
        name=area.name,
        kind=area.kind,
        edition=area.edition,
        approximate=approximate,
        district=area.district,
        province=area.province,
        country=area.country,
        parent_code=area.parent_code,
    )


def _with_current_municipality(candidate: PlaceCandidate, directory: Directory) -> PlaceCandidate:
    """The imported edition has the last word on which municipality a well-known place lies in."""
    index = LAYERS.index(country=south_africa.COUNTRY, kind=south_africa.KIND)
    match = None if index is None else index.locate(latitude=candidate.latitude, longitude=candidate.longitude)
    code = candidate.municipality_code if match is None else match.code
    area = directory.by_code.get(code)
    return PlaceCandidate(
        place=candidate.place,
        kind=candidate.kind,
        municipality_code=code,
        municipality=candidate.municipality if area is None else area.name,
        latitude=candidate.latitude,
        longitude=candidate.longitude,
    )
