"""Outlines of the imported areas for maps in a browser: simplified together, so that neighbours still touch, and light."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from django.db.models import QuerySet

from baraza.capabilities.geography.kinds import usual_kind
from baraza.capabilities.geography.models import Area
from baraza.capabilities.geography.queries import list_areas
from baraza.capabilities.geography.registry import LAYERS, EditionKey

BYTES_AT_MOST: Final = 60 * 1024
_WARD: Final = "ward"
# Degrees; the first is about five metres. Each step is tried until the outlines are light enough.
_TOLERANCES: Final = tuple(0.00005 * 3**step for step in range(9))
# About a metre, and ten for outlines that are coarser than that anyway.
_DECIMALS: Final = 5
_COARSE: Final = 0.0004
# Boxes are widened to this grid, so that places near each other share an answer.
_GRID_DEGREES: Final = 0.05
_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Box:
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Layer:
    """The layer that a map would draw: its kind and its edition; `mark` changes with what is drawn."""

    kind: str
    edition: str
    mark: str
    joined: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """One set of outlines. `parent` or `code` narrows it to an area, `box` to what lies near a place; `joined` draws the
    areas that the layer's own lie in, as thousands of wards are too many for one map.
    """

    key: EditionKey
    parent: str = ""
    code: str = ""
    box: Box | None = None
    joined: bool = False


def layer_for(*, country: str, home: str, near: tuple[float, float] | None = None) -> Layer | None:
    """None while no layer that could be drawn is imported; the built-in seats have no outlines."""
    asked = _asked(country, home, near)
    if asked is None:
        return None
    mark = hashlib.sha256(repr(asked).encode()).hexdigest()[:32]
    return Layer(kind=asked.key.kind, edition=asked.key.label, mark=mark, joined=asked.joined)


def outlines(*, country: str, home: str, near: tuple[float, float] | None = None) -> bytes:
    """GeoJSON of at most 60 KiB; an empty collection while nothing is imported.

    `home` is the code of the organisation's own area: its wards are drawn, else the area itself; without one the whole
    layer. `near` is a latitude and a longitude: then the most detailed areas around them are drawn, in more detail.
    """
    asked = _asked(country, home, near)
    return b'{"type":"FeatureCollection","features":[]}' if asked is None else _written(asked)


def _asked(country: str, home: str, near: tuple[float, float] | None) -> _Asked | None:
    editions = LAYERS.editions()
    wards = editions.get((country, _WARD))
    kind = usual_kind(country=country, available=LAYERS.kinds(country=country) - {_WARD})
    usual = editions.get((country, kind)) if kind else None
    if near is not None:
        key = wards or usual
        return None if key is None else _Asked(key=key, box=_around(*near))
    if wards is not None and home and _has_parent(wards, home):
        return _Asked(key=wards, parent=home)
    if usual is not None:
        return _Asked(key=usual, code=home if home and _has_code(usual, home) else "")
    return None if wards is None else _Asked(key=wards, joined=not _has_parent(wards, ""))


@functools.lru_cache(maxsize=_KEPT)
def _has_parent(key: EditionKey, parent: str) -> bool:
    return Area.objects.filter(edition_id=key.pk, parent_code=parent).exists()


@functools.lru_cache(maxsize=_KEPT)
def _has_code(key: EditionKey, code: str) -> bool:
    return Area.objects.filter(edition_id=key.pk, code=code).exists()


def _around(latitude: float, longitude: float) -> Box:
    west = np.floor(longitude / _GRID_DEGREES) * _GRID_DEGREES
    south = np.floor(latitude / _GRID_DEGREES) * _GRID_DEGREES
    grid = _GRID_DEGREES
    return Box(
        west=round(float(west) - grid, 4),
        south=round(float(south) - grid, 4),
        east=round(float(west) + 2 * grid, 4),
        north=round(float(south) + 2 * grid, 4),
    )


@functools.lru_cache(maxsize=_KEPT)
def _written(asked: _Asked) -> bytes:
    """Kept in this process: the key changes when another edition comes into force."""
    found = list(_rows(asked).order_by("code").values_list("code", "name", "geometry"))
    shapes = shapely.from_wkb(np.array([bytes(wkb) for _, _, wkb in found], dtype=object))
    if asked.box is not None and len(shapes):
        box = asked.box
        clipped = shapely.clip_by_rect(shapes, box.west, box.south, box.east, box.north)
        shapes = np.array([_areal(shape) for shape in clipped], dtype=object)
    names = [(code, name) for code, name, _ in found]
    if asked.joined:
        names, shapes = _joined(asked, shapes)
    for tolerance in _TOLERANCES:
        written = _collection(names, shapely.coverage_simplify(shapes, tolerance), _DECIMALS - (tolerance > _COARSE))
        if len(written) <= BYTES_AT_MOST:
            return written
    # Too many areas for one map: nothing is drawn rather than a caricature.
    return b'{"type":"FeatureCollection","features":[]}'


def _areal(shape: shapely.Geometry) -> shapely.Geometry:
    """Of an area that only touches the box a line or a point is left, which is nothing to draw."""
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)])


def _joined(asked: _Asked, shapes: Any) -> tuple[list[tuple[str, str]], Any]:
    """Each wider area as the union of those in it; its name where we know it, else its code."""
    parents = np.array(_rows(asked).order_by("code").values_list("parent_code", flat=True))
    codes = sorted(set(parents))
    known = {area.code: area.name for area in list_areas(country=asked.key.country)}
    unions = np.array([shapely.union_all(shapes[parents == code]) for code in codes], dtype=object)
    return [(code, known.get(code, code)) for code in codes], unions


def _rows(asked: _Asked) -> QuerySet[Area]:
    rows = Area.objects.filter(edition_id=asked.key.pk)
    if asked.parent:
        rows = rows.filter(parent_code=asked.parent)
    if asked.code:
        rows = rows.filter(code=asked.code)
    if asked.box is not None:
        box = asked.box
        rows = rows.filter(west__lt=box.east, east__gt=box.west, south__lt=box.north, north__gt=box.south)
    return rows


def _collection(names: list[tuple[str, str]], shapes: Any, decimals: int) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(_rounded(shape, decimals))),
        }
        for (code, name), shape in zip(names, shapes, strict=True)
        if shape is not None and not shape.is_empty
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()


def _rounded(shape: shapely.Geometry, decimals: int) -> shapely.Geometry:
    rounded: shapely.Geometry = shapely.transform(shape, lambda xy: np.round(xy, decimals))
    return rounded
