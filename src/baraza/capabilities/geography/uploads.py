"""Layers uploaded on a page: kept with the request, read by a job with the same code as `areas import`, reported on."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.presets import PRESETS, FieldPlan
from baraza.capabilities.geography.importing.store import ImportRequest, import_areas
from baraza.capabilities.geography.kinds import KINDS
from baraza.capabilities.geography.models import AreaImport
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.identity.permissions import SUPER_ADMIN, allows
from baraza.core.jobs.queue import enqueue
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib import clock

IMPORT_JOB: Final = "geography.import"
BYTES_AT_MOST: Final = 40 * 1024 * 1024
SUFFIXES: Final = (".geojson", ".json", ".zip")
_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class LayerUpload:
    """With a preset kind and fields are the publisher's; without one they are named here."""

    content: bytes
    file_name: str
    country: str
    edition: str
    preset: str = ""
    kind: str = ""
    code_field: str = ""
    name_field: str = ""
    parent_field: str = ""
    valid_from: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ImportProgress:
    id: int
    file_name: str
    state: str
    lines: Sequence[str]
    by_name: str
    asked_at: dt.datetime
    finished_at: dt.datetime | None

    @property
    def running(self) -> bool:
        return self.finished_at is None


class UploadRefused(ValueError):
    """The file is of another kind or too large; the words can be shown."""


def may_upload(*, actor: Actor) -> bool:
    """Areas are the same for every organisation: where there are several, only the platform may replace them."""
    if actor.kind == "system" or actor.role == SUPER_ADMIN:
        return True
    return len(list_organisation_ids()) == 1 and allows(actor=actor, permission="settings.manage")


def upload_layer(*, actor: Actor, upload: LayerUpload) -> int:
    """Keeps the file and has a worker import it. Raises NotAllowed, UploadRefused."""
    if not may_upload(actor=actor):
        raise NotAllowed("Only the platform may import areas for several organisations.")
    name = PurePath(upload.file_name).name[:200]
    if not name.lower().endswith(SUFFIXES):
        raise UploadRefused("suffix")
    if not 0 < len(upload.content) <= BYTES_AT_MOST:
        raise UploadRefused("size")
    row = AreaImport.objects.create(
        organisation_id=current_organisation_id(),
        file_name=name,
        content=upload.content,
        request=_kept(upload),
        by_name=actor.name,
    )
    enqueue(job=IMPORT_JOB, organisation_id=row.organisation_id, arguments={"import_id": row.pk})
    record(
        actor=actor,
        action="areas.uploaded",
        subject_kind="area_import",
        subject_id=str(row.pk),
        changes={"file": name, "edition": upload.edition, "country": upload.country},
    )
    return row.pk


def list_imports() -> list[ImportProgress]:
    """The last ones, the newest first."""
    rows = (
        AreaImport.objects.filter(organisation_id=current_organisation_id()).defer("content").order_by("-pk")[:_SHOWN]
    )
    return [
        ImportProgress(
            id=row.pk,
            file_name=row.file_name,
            state=row.state,
            lines=tuple(row.lines),
            by_name=row.by_name,
            asked_at=row.asked_at,
            finished_at=row.finished_at,
        )
        for row in rows
    ]


def run_import(*, organisation_id: int, import_id: int) -> None:
    """Outside of the organisation's transaction, so that progress is seen while it goes on. Once done nothing happens."""
    with organisation_scope(organisation_id=organisation_id):
        row = AreaImport.objects.select_for_update().get(pk=import_id)
        if row.finished_at is not None or row.content is None:
            return
        row.state, row.lines = AreaImport.State.RUNNING, []
        row.save(update_fields=["state", "lines"])
    lines: list[str] = []

    def progress(text: str) -> None:
        lines.append(text)
        with organisation_scope(organisation_id=organisation_id):
            AreaImport.objects.filter(pk=import_id).update(lines=lines)

    with tempfile.TemporaryDirectory(prefix="baraza-upload-") as folder:
        path = Path(folder) / f"layer{PurePath(row.file_name).suffix.lower()}"
        path.write_bytes(bytes(row.content))
        try:
            report = import_areas(request=_request(path, row), progress=progress)
        except ImportRefused as refusal:
            state, ending = AreaImport.State.REFUSED, [f"Not imported: {refusal}."]
        else:
            state, ending = AreaImport.State.DONE, list(report.lines())
    with organisation_scope(organisation_id=organisation_id):
        AreaImport.objects.filter(pk=import_id).update(
            state=state, lines=[*lines, *ending], finished_at=clock.now(), content=None
        )


def give_up_import(*, organisation_id: int, import_id: int) -> None:
    """No worker tries it again: whoever uploaded the layer reads so, and the next upload is possible."""
    with organisation_scope(organisation_id=organisation_id):
        unsettled = AreaImport.objects.select_for_update().filter(pk=import_id, finished_at=None).first()
        if unsettled is None:
            return
        unsettled.state, unsettled.finished_at, unsettled.content = AreaImport.State.REFUSED, clock.now(), None
        unsettled.lines = [*unsettled.lines, "Not imported: it failed here several times. The operator can see why."]
        unsettled.save()


def _kept(upload: LayerUpload) -> dict[str, str]:
    preset = PRESETS.get(upload.preset)
    return {
        "country": preset.country if preset else upload.country,
        "kind": preset.kind if preset else upload.kind,
        "edition": upload.edition,
        "preset": upload.preset if preset else "",
        "code": upload.code_field,
        "name": upload.name_field,
        "parent": upload.parent_field,
        "valid_from": upload.valid_from.isoformat() if upload.valid_from else "",
    }


def _request(path: Path, row: AreaImport) -> ImportRequest:
    kept = row.request
    preset = PRESETS.get(kept["preset"])
    named = FieldPlan(code=(kept["code"],), name=(kept["name"],), parent=(kept["parent"],) if kept["parent"] else ())
    return ImportRequest(
        path=path,
        country=kept["country"],
        kind=kept["kind"],
        edition=kept["edition"],
        plan=preset.plan if preset else named,
        valid_from=dt.date.fromisoformat(kept["valid_from"]) if kept["valid_from"] else None,
        source=f"{row.file_name}, uploaded by {row.by_name}"[:300],
    )


def kinds() -> tuple[str, ...]:
    return KINDS


def presets() -> list[str]:
    return sorted(PRESETS)
