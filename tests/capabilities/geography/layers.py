"""Small invented layers, written the way the official ones are published."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pyproj
import shapely

from baraza.capabilities.geography.engine import AreaShape


def square(west: float, south: float, size: float = 1.0) -> shapely.Polygon:
    return shapely.box(west, south, west + size, south + size)


def area_shape(code: str, polygon: shapely.Geometry, *, name: str = "", kind: str = "municipality") -> AreaShape:
    return AreaShape(code=code, name=name or f"Area {code}", kind=kind, edition="2018", wkb=shapely.to_wkb(polygon))


def feature(polygon: shapely.Geometry | None, **properties: Any) -> dict[str, Any]:
    shape = None if polygon is None else shapely.geometry.mapping(polygon)
    return {"type": "Feature", "properties": properties, "geometry": shape}


def write_geojson(path: Path, features: Sequence[Mapping[str, Any]], **more: Any) -> Path:
    text = json.dumps({"type": "FeatureCollection", "features": list(features), **more})
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def write_zipped_shapefile(
    path: Path,
    *,
    polygons: Sequence[shapely.Geometry],
    fields: Mapping[str, Sequence[str]],
    epsg: int = 32735,
    without: Sequence[str] = (),
    folder: str = "",
) -> Path:
    """The polygons are given in degrees and written in the projection named, as the official hub does."""
    project = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    moved = shapely.transform(
        np.array(polygons, dtype=object), lambda xy: np.column_stack(project.transform(xy[:, 0], xy[:, 1]))
    )
    shapefile = path.parent / "unzipped" / f"{path.stem}.shp"
    shapefile.parent.mkdir(exist_ok=True)
    pyogrio.raw.write(
        shapefile,
        geometry=shapely.to_wkb(moved),
        field_data=[np.array(values, dtype=object) for values in fields.values()],
        fields=list(fields),
        geometry_type="Polygon",
        crs=f"EPSG:{epsg}",
        encoding="UTF-8",
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(shapefile.parent.glob(f"{path.stem}.*")):
            if part.suffix not in without:
                archive.write(part, folder + part.name)
    return path
