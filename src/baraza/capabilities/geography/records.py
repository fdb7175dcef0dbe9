"""What geography hands to other packages: small frozen records, never model rows."""

from __future__ import annotations

from dataclasses import dataclass

BUILTIN_EDITION = "built-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The area a place lies in. `approximate` says that it is only the nearest one known."""

    code: str
    name: str
    kind: str
    edition: str
    approximate: bool
    district: str
    province: str
    country: str
    parent_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaName:
    """One area without its shape; `latitude` and `longitude` are a point inside it (its seat in the built-in table)."""

    country: str
    code: str
    name: str
    kind: str
    edition: str
    parent_code: str
    district_code: str
    district: str
    province_code: str
    province: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """A place recognised in a text. Always approximate: a name is not a position."""

    place: str
    kind: str
    municipality_code: str
    municipality: str
    latitude: float
    longitude: float
    approximate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuRow:
    """One line of a menu."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuGroup:
    """A part of a list too long for one screen: the first and last name say what is inside."""

    first: str
    last: str
    rows: tuple[MenuRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInfo:
    """One imported edition, for lists and readiness."""

    country: str
    kind: str
    label: str
    valid_from: str
    imported_at: str
    source: str
    areas: int
    active: bool
