"""One import from file to database, in one transaction."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely
from django.db import IntegrityError, transaction

from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.files import open_layer_file
from baraza.capabilities.geography.importing.layer import CleanLayer, ImportedArea, make_layer
from baraza.capabilities.geography.importing.presets import FieldPlan
from baraza.capabilities.geography.importing.reader import read_layer
from baraza.capabilities.geography.importing.report import Difference, ImportReport, compare
from baraza.capabilities.geography.kinds import KINDS
from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.registry import LAYERS
from baraza.lib import clock

_BATCH: Final = 100
_LONGEST_LABEL: Final = 60
_LONGEST_SOURCE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    path: Path
    country: str
    kind: str
    edition: str
    plan: FieldPlan
    valid_from: dt.date | None = None
    source: str = ""
    # Put this content in the place of an edition already imported under the same label.
    replace: bool = False


def import_areas(*, request: ImportRequest, progress: Callable[[str], None]) -> ImportReport:
    """Import one layer as one edition. Raises `ImportRefused`, and then nothing has changed.

    1. The file is unpacked and read; 2. its shapes are cleaned and its codes made unique; 3. the edition and all its
    areas are written in one transaction; 4. this process asks for the edition in force again at its next question.
    """
    _refuse_unusable(request)
    with tempfile.TemporaryDirectory(prefix="baraza-areas-") as workspace:
        progress(f"Reading {request.path.name}")
        raw = read_layer(open_layer_file(path=request.path, workspace=Path(workspace)))
    for remark in raw.remarks:
        progress(f"Remark: {remark}")
    progress(f"Checking {len(raw.shapes)} rows")
    layer = make_layer(raw=raw, plan=request.plan, country=request.country, kind=request.kind)
    progress(f"Writing {len(layer.areas)} areas")
    try:
        with transaction.atomic():
            report = _write(request, layer)
            transaction.on_commit(LAYERS.look_again)
    except IntegrityError as problem:
        raise ImportRefused(
            f"edition {request.edition} of {request.country} {request.kind} is being imported by somebody else: {problem}"
        ) from problem
    return report


def _refuse_unusable(request: ImportRequest) -> None:
    if not re.fullmatch("[A-Z]{2}", request.country):
        raise ImportRefused(f"{request.country!r} is not a two-letter country code such as ZA")
    if request.kind not in KINDS:
        raise ImportRefused(f"{request.kind!r} is not a known kind of area: {', '.join(KINDS)}")
    if not 0 < len(request.edition.strip()) <= _LONGEST_LABEL:
        raise ImportRefused(f"an edition needs a label of 1 to {_LONGEST_LABEL} signs")
    if len(request.source) > _LONGEST_SOURCE:
        raise ImportRefused(f"the source is longer than {_LONGEST_SOURCE} signs")


def _write(request: ImportRequest, layer: CleanLayer) -> ImportReport:
    same = Edition.objects.select_for_update().filter(country=request.country, kind=request.kind, label=request.edition)
    existing = same.first()
    if existing is not None and existing.digest == layer.digest:
        return _report(request, layer, changed=False, difference=None)
    if existing is not None and not request.replace:
        raise ImportRefused(
            f"edition {request.edition} of {request.country} {request.kind} is already imported with other content: "
            "give this file a label of its own, or say --replace to correct that edition"
        )
    difference = _difference(request, layer)
    if existing is not None:
        existing.delete()
    edition = Edition.objects.create(
        country=request.country,
        kind=request.kind,
        label=request.edition,
        valid_from=request.valid_from,
        imported_at=clock.now(),
        source=request.source or request.path.name[:_LONGEST_SOURCE],
        digest=layer.digest,
    )
    Area.objects.bulk_create((_row(edition, area) for area in layer.areas), batch_size=_BATCH)
    return _report(request, layer, changed=True, difference=difference)


def _row(edition: Edition, area: ImportedArea) -> Area:
    west, south, east, north = (float(edge) for edge in shapely.bounds(area.polygon))
    inside = shapely.point_on_surface(area.polygon)
    return Area(
        edition=edition,
        code=area.code,
        name=area.name,
        parent_code=area.parent_code,
        geometry=shapely.to_wkb(area.polygon),
        west=west,
        south=south,
        east=east,
        north=north,
        latitude=inside.y,
        longitude=inside.x,
        properties=area.properties,
    )


def _difference(request: ImportRequest, layer: CleanLayer) -> Difference | None:
    """Against the edition being corrected, else against the one in force until now, else the last imported."""
    editions = Edition.objects.filter(country=request.country, kind=request.kind)
    previous = (
        editions.filter(label=request.edition).first()
        or Edition.objects.begun(on=clock.now().date()).filter(country=request.country, kind=request.kind).first()
        or editions.order_by("-imported_at").first()
    )
    if previous is None:
        return None
    before = dict(Area.objects.filter(edition=previous).values_list("code", "name"))
    return compare(previous=previous.label, before=before, after={area.code: area.name for area in layer.areas})


def _report(request: ImportRequest, layer: CleanLayer, *, changed: bool, difference: Difference | None) -> ImportReport:
    in_force = Edition.objects.begun(on=clock.now().date()).filter(country=request.country, kind=request.kind).first()
    return ImportReport(
        country=request.country,
        kind=request.kind,
        edition=request.edition,
        areas=len(layer.areas),
        vertices=layer.vertices,
        repaired=layer.repaired,
        merged=layer.merged,
        changed=changed,
        active_edition="" if in_force is None else in_force.label,
        difference=difference,
    )
