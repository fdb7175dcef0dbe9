"""From the rows of a file to areas: each code once, with its name, parent and polygon."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely

from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.presets import COMMON_PROPERTIES, FieldPlan, complete
from baraza.capabilities.geography.importing.reader import RawLayer
from baraza.capabilities.geography.importing.shapes import clean

_LONGEST_CODE: Final = 40
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class ImportedArea:
    code: str
    name: str
    parent_code: str
    properties: dict[str, str]
    polygon: shapely.Geometry


@dataclass(frozen=True, slots=True)
class CleanLayer:
    """The areas by code, with what was done to them on the way."""

    areas: tuple[ImportedArea, ...]
    repaired: int
    merged: int
    vertices: int
    digest: str


def make_layer(*, raw: RawLayer, plan: FieldPlan, country: str, kind: str) -> CleanLayer:
    code_field = raw.required(plan.code, what="code")
    codes = raw.texts(code_field, digits=plan.digits)
    names = raw.texts(raw.required(plan.name, what="name"))
    rows = [f"row {number} (code {code or 'missing'})" for number, code in enumerate(codes, start=1)]
    _refuse_unusable(codes, "code", _LONGEST_CODE, rows)
    _refuse_unusable(names, "name", _LONGEST_NAME, rows)
    parents = _parents(raw, plan, kind, codes)
    shapes = clean(shapes=raw.shapes, crs=raw.crs, rows=rows)
    wider = {target: raw.texts(raw.field(fields)) for target, fields in (plan.properties or COMMON_PROPERTIES).items()}
    areas = [
        ImportedArea(
            code=code,
            name=names[position],
            parent_code=parents[position],
            properties=complete(
                properties={target: texts[position] for target, texts in wider.items()},
                country=country,
                kind=kind,
                parent_code=parents[position],
            ),
            polygon=shapes.polygons[position],
        )
        for position, code in enumerate(codes)
    ]
    once = _merged(areas, rows)
    return CleanLayer(
        areas=once,
        repaired=shapes.repaired,
        merged=len(areas) - len(once),
        vertices=sum(int(shapely.get_num_coordinates(area.polygon)) for area in once),
        digest=_digest(once),
    )


def _parents(raw: RawLayer, plan: FieldPlan, kind: str, codes: Sequence[str]) -> list[str]:
    parent_field = raw.field(plan.parent)
    if parent_field is not None:
        return raw.texts(parent_field, digits=plan.digits)
    prefix = plan.parent_prefix.get(kind)
    if plan.parent and not prefix and not _optional(plan):
        raw.required(plan.parent, what="parent")
    return [code[:prefix] if prefix else "" for code in codes]


def _optional(plan: FieldPlan) -> bool:
    """A preset may be used for a level whose file names no parent; a field that the operator typed must exist."""
    return len(plan.parent) > 1


def _refuse_unusable(values: Sequence[str], what: str, longest: int, rows: Sequence[str]) -> None:
    for value, row in zip(values, rows, strict=True):
        if not value:
            raise ImportRefused(f"{row} has no {what}")
        if len(value) > longest:
            raise ImportRefused(f"{row} has a {what} longer than {longest} signs")


def _merged(areas: Sequence[ImportedArea], rows: Sequence[str]) -> tuple[ImportedArea, ...]:
    """Islands given as rows of their own are joined; one code with two names or parents is a mistake in the file."""
    by_code: dict[str, ImportedArea] = {}
    first_row: dict[str, str] = {}
    for area, row in zip(areas, rows, strict=True):
        first = by_code.setdefault(area.code, area)
        first_row.setdefault(area.code, row)
        if first is area:
            continue
        if (first.name, first.parent_code) != (area.name, area.parent_code):
            raise ImportRefused(
                f"{row} is named {area.name!r} but {first_row[area.code]} has the same code and is named {first.name!r}"
            )
        joined = shapely.union_all([first.polygon, area.polygon])
        by_code[area.code] = ImportedArea(first.code, first.name, first.parent_code, first.properties, joined)
    return tuple(by_code[code] for code in sorted(by_code))


def _digest(areas: Sequence[ImportedArea]) -> str:
    content = hashlib.sha256()
    for area in areas:
        facts = [area.code, area.name, area.parent_code, area.properties]
        content.update(json.dumps(facts, sort_keys=True).encode())
        content.update(shapely.to_wkb(area.polygon, byte_order=1))
    return content.hexdigest()
