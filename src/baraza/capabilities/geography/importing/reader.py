"""Reading a layer's fields and shapes with pyogrio, and naming exactly what is missing when something is."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from baraza.capabilities.geography.importing.errors import ImportRefused

_DRIVERS: Final = frozenset({"GeoJSON", "ESRI Shapefile"})
_MAX_ROWS: Final = 200_000
_CRS_SEARCHED: Final = 65_536
_CRS_NAME: Final = re.compile(rb'"crs"\s*:\s*\{[^{}]*\{\s*"name"\s*:\s*"([^"]*)"')


@dataclass(frozen=True, slots=True)
class RawLayer:
    """The layer as it stands in the file: nothing reprojected, repaired or renamed yet."""

    columns: dict[str, npt.NDArray[Any]]
    shapes: npt.NDArray[np.object_]
    crs: str | None
    # What the reading library remarked, such as rings that it had to close.
    remarks: tuple[str, ...] = ()

    def field(self, candidates: Sequence[str]) -> str | None:
        """The first of these fields that exists; capital letters do not matter when nothing else matches."""
        folded = {name.casefold(): name for name in reversed(self.columns)}
        for wanted in candidates:
            if wanted in self.columns:
                return wanted
            if wanted.casefold() in folded:
                return folded[wanted.casefold()]
        return None

    def required(self, candidates: Sequence[str], *, what: str) -> str:
        found = self.field(candidates)
        if found is None:
            wanted = " or ".join(candidates)
            exists = ", ".join(self.columns) or "none"
            raise ImportRefused(f"no field {wanted} for the {what}; the file has these fields: {exists}")
        return found

    def texts(self, name: str | None, *, digits: int = 0) -> list[str]:
        """One field as text. Numbers lose their `.0`, and regain leading zeros up to `digits`."""
        if name is None:
            return [""] * len(self.shapes)
        numeric = self.columns[name].dtype.kind in "iuf"
        texts = [_text(value) for value in self.columns[name]]
        return [text.zfill(digits) if numeric and text else text for text in texts]


def read_layer(path: Path) -> RawLayer:
    # Brings all of GDAL with it, which only a process that imports boundaries needs.
    import pyogrio.raw
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        info = pyogrio.read_info(path)
        if info["driver"] not in _DRIVERS:
            raise ImportRefused(f"{path.name} is a {info['driver']} file; expected GeoJSON or a shapefile")
        if info["features"] > _MAX_ROWS:
            raise ImportRefused(f"the layer has {info['features']} rows, more than {_MAX_ROWS}")
        with warnings.catch_warnings(record=True) as remarked:
            warnings.simplefilter("always")
            meta, _, shapes, columns = pyogrio.raw.read(path, encoding=_encoding(path))
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as problem:
        # What follows the first semicolon is advice for programmers.
        reason = str(problem).split(";")[0]
        raise ImportRefused(f"the file cannot be read as boundaries: {reason}") from problem
    if shapes is None or len(shapes) == 0:
        raise ImportRefused("the layer has no rows with shapes")
    return RawLayer(
        columns=dict(zip((str(f) for f in meta["fields"]), columns, strict=True)),
        # Unclosed rings are closed; a shape beyond repair becomes none and is refused with its row.
        shapes=shapely.from_wkb(shapes, on_invalid="fix"),
        crs=_stated_crs(path) or meta["crs"],
        remarks=tuple(dict.fromkeys(str(w.message).split(".")[0] for w in remarked)),
    )


def _stated_crs(path: Path) -> str | None:
    """The coordinate system that a GeoJSON file names itself, at its beginning or its end.

    GDAL takes a name that it does not know for longitude and latitude; we would rather refuse it.
    """
    if path.suffix == ".shp":
        return None
    with path.open("rb") as file:
        beginning = file.read(_CRS_SEARCHED)
        file.seek(max(0, path.stat().st_size - _CRS_SEARCHED))
        named = _CRS_NAME.search(beginning) or _CRS_NAME.search(file.read(_CRS_SEARCHED))
    return named[1].decode("utf-8", "replace") if named else None


def _encoding(path: Path) -> str | None:
    """A shapefile without a .cpg file does not say how its names are written; UTF-8 is believed when it fits."""
    table = path.with_suffix(".dbf")
    if path.suffix != ".shp" or path.with_suffix(".cpg").exists() or not table.exists():
        return None
    content = table.read_bytes()
    # Bytes 8 and 9 of a dBASE file are the length of its header, which holds no text of ours.
    body = content[int.from_bytes(content[8:10], "little") :]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "UTF-8"


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            return ""
        return str(int(value)) if float(value).is_integer() else str(value)
    return " ".join(str(value).split())
