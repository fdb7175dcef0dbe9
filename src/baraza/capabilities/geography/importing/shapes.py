"""Shapes made fit to be asked: longitude and latitude, two dimensions, valid, polygons only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from baraza.capabilities.geography.engine import MAX_LATITUDE, MAX_LONGITUDE
from baraza.capabilities.geography.importing.errors import ImportRefused

Shapes = npt.NDArray[np.object_]
_WGS84: Final = 4326
_POLYGONS: Final = {"Polygon", "MultiPolygon"}


@dataclass(frozen=True, slots=True)
class CleanShapes:
    polygons: Shapes
    repaired: int


def clean(*, shapes: Shapes, crs: str | None, rows: Sequence[str]) -> CleanShapes:
    """Reproject, flatten and repair. `rows` names each row for the person who has to look at the file."""
    for shape, row in zip(shapes, rows, strict=True):
        if shape is None or shape.is_empty:
            raise ImportRefused(f"{row} has no shape")
        if shape.geom_type not in _POLYGONS:
            raise ImportRefused(f"{row} is a {shape.geom_type}, not a polygon")
    placed = _to_longitude_latitude(shapely.force_2d(shapes), crs)
    _refuse_what_is_not_on_earth(placed, rows)
    broken = np.flatnonzero(~shapely.is_valid(placed))
    for position in broken.tolist():
        placed[position] = _repaired(placed[position], rows[position])
    return CleanShapes(polygons=placed, repaired=len(broken))


def _to_longitude_latitude(shapes: Shapes, crs: str | None) -> Shapes:
    import pyproj.exceptions

    convert = _converter(crs)
    if convert is None:
        return shapes
    try:
        moved: Shapes = shapely.transform(shapes, convert)
    except pyproj.exceptions.ProjError as problem:
        raise ImportRefused(f"the coordinates do not fit the file's coordinate system {crs}: {problem}") from problem
    return moved


def _converter(crs: str | None) -> Callable[[npt.NDArray[Any]], npt.NDArray[Any]] | None:
    """None when the coordinates are longitude and latitude of WGS 84 already."""
    if not crs:
        raise ImportRefused("the file does not say its coordinate system: a shapefile needs its .prj file in the zip")
    # Opens its database of coordinate systems when it is loaded, which only a process that imports boundaries needs.
    import pyproj

    try:
        source = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as problem:
        raise ImportRefused(f"the file's coordinate system is not understood: {problem}") from problem
    if not (source.is_geographic or source.is_projected):
        raise ImportRefused(f"the file's coordinate system {source.name!r} is not one of positions on the earth")
    if source.to_epsg() == _WGS84 or source.to_authority() == ("OGC", "CRS84"):
        return None
    transformer = pyproj.Transformer.from_crs(source, _WGS84, always_xy=True)
    return lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))


def _refuse_what_is_not_on_earth(shapes: Shapes, rows: Sequence[str]) -> None:
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        fine = np.isfinite(bounds).all(axis=1)
        fine &= (np.abs(bounds[:, [0, 2]]) <= MAX_LONGITUDE).all(axis=1) & (
            np.abs(bounds[:, [1, 3]]) <= MAX_LATITUDE
        ).all(axis=1)
    for position in np.flatnonzero(~fine)[:1]:
        west, south, east, north = (float(edge) for edge in bounds[position])
        raise ImportRefused(
            f"{rows[position]} lies at longitude {west:g} to {east:g}, latitude {south:g} to {north:g}, which is not on "
            "earth: the file names the wrong coordinate system"
        )


def _repaired(shape: Any, row: str) -> Any:
    parts = [p for p in shapely.get_parts(shapely.make_valid(shape)) if p.geom_type in _POLYGONS]
    mended = shapely.union_all(parts)
    if mended.is_empty or mended.geom_type not in _POLYGONS:
        raise ImportRefused(f"{row} is no valid polygon and cannot be repaired: {shapely.is_valid_reason(shape)}")
    return mended
