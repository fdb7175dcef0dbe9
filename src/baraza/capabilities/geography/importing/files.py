"""Opening a boundary file safely: only known members, counted while they are unpacked, into a directory of our own."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from baraza.capabilities.geography.importing.errors import ImportRefused

MAX_BYTES: Final = 500 * 1024 * 1024
# Coordinates hardly compress, attribute tables do: official layers stay below 20. A bomb is at a thousand.
MAX_RATIO: Final = 100
# A small attribute table of blanks alone may exceed the ratio; below this it can do no harm.
_RATIO_MATTERS_FROM: Final = 20 * 1024 * 1024
_MAX_MEMBERS: Final = 200
_CHUNK: Final = 1024 * 1024
_SHAPEFILE_PARTS: Final = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_GEOJSON: Final = frozenset({".geojson", ".json"})
_ENCRYPTED: Final = 0x1


def open_layer_file(*, path: Path, workspace: Path) -> Path:
    """The path of one plain GeoJSON or .shp file ready to be read; unpacked into `workspace` when it was packed."""
    if not path.is_file():
        raise ImportRefused(f"{path} is not a file")
    name = path.name.lower()
    if name.endswith(".zip"):
        return _from_zip(path, workspace)
    if name.endswith(".gz"):
        return _from_gzip(path, workspace)
    if path.suffix.lower() in _GEOJSON:
        if path.stat().st_size > MAX_BYTES:
            raise ImportRefused(f"{path.name} is larger than {_megabytes(MAX_BYTES)}")
        return _checked_geojson(path)
    raise ImportRefused(
        f"{path.name}: expected a GeoJSON file (.geojson, .json, also .gz) or a zipped shapefile (.zip), not {path.suffix!r}"
    )


def _from_zip(path: Path, workspace: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            layer = _choose(archive, path)
            budget = _Budget(path)
            for member in _wanted(archive, layer):
                with archive.open(member) as packed:
                    _copy(packed, workspace / _basename(member.filename), budget)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as problem:
        raise ImportRefused(f"{path.name} is not a readable zip file: {problem}") from problem
    target = workspace / _basename(layer.filename)
    return _checked_geojson(target) if target.suffix in _GEOJSON else target


def _from_gzip(path: Path, workspace: Path) -> Path:
    target = workspace / "layer.geojson"
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, _Budget(path))
    except (OSError, EOFError, zlib.error) as problem:
        raise ImportRefused(f"{path.name} is not a readable gzip file: {problem}") from problem
    return _checked_geojson(target)


def _choose(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise ImportRefused(f"{path.name} holds {len(members)} files, more than {_MAX_MEMBERS}")
    for member in members:
        _refuse_dangerous(member, path)
    layers = [m for m in members if not m.is_dir() and _suffix(m) in {".shp", *_GEOJSON} and not _is_clutter(m)]
    if len(layers) == 1:
        return layers[0]
    names = ", ".join(sorted(m.filename for m in layers))
    if layers:
        raise ImportRefused(f"{path.name} holds several layers ({names}): zip the one that is meant on its own")
    found = ", ".join(sorted(m.filename for m in members)[:10]) or "nothing"
    raise ImportRefused(f"{path.name} holds no .shp or .geojson file, only: {found}")


def _refuse_dangerous(member: zipfile.ZipInfo, path: Path) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name:
        raise ImportRefused(f"{path.name} holds a file with an unsafe path: {member.filename}")
    if member.flag_bits & _ENCRYPTED:
        raise ImportRefused(f"{path.name} is protected by a password: {member.filename}")
    if member.file_size > MAX_BYTES:
        raise ImportRefused(f"{path.name}: {member.filename} unpacks to more than {_megabytes(MAX_BYTES)}")


def _wanted(archive: zipfile.ZipFile, layer: zipfile.ZipInfo) -> Iterator[zipfile.ZipInfo]:
    """The layer and, for a shapefile, the files beside it with the same stem."""
    stem = str(PurePosixPath(layer.filename).with_suffix("")).lower()
    for member in archive.infolist():
        beside = str(PurePosixPath(member.filename).with_suffix("")).lower() == stem
        if member is layer or (_suffix(layer) == ".shp" and beside and _suffix(member) in _SHAPEFILE_PARTS):
            yield member


class _Budget:
    """Counts what really comes out, because the sizes a zip declares may be lies."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._packed = max(1, path.stat().st_size)
        self._unpacked = 0

    def spend(self, amount: int) -> None:
        self._unpacked += amount
        if self._unpacked > MAX_BYTES:
            raise ImportRefused(f"{self._name} unpacks to more than {_megabytes(MAX_BYTES)}")
        if self._unpacked > _RATIO_MATTERS_FROM and self._unpacked > MAX_RATIO * self._packed:
            raise ImportRefused(
                f"{self._name} unpacks to more than {MAX_RATIO} times its size; this is no boundary file"
            )


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, budget: _Budget) -> None:
    with target.open("wb") as plain:
        while chunk := packed.read(_CHUNK):
            budget.spend(len(chunk))
            plain.write(chunk)


def _checked_geojson(path: Path) -> Path:
    """GDAL chooses its reader by content, and some readers follow references to other files: only JSON passes."""
    with path.open("rb") as start:
        beginning = start.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not beginning.startswith(b"{"):
        raise ImportRefused(f"{path.name} is not GeoJSON: it does not begin with an object")
    return path


def _basename(name: str) -> str:
    member = PurePosixPath(name.replace("\\", "/"))
    return f"layer{member.suffix.lower()}"


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return "__MACOSX" in parts or parts[-1].startswith("._")


def _megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} MB"
