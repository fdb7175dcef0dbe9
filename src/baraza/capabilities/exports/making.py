"""Makes one file: rows in short transactions, nothing held between them, seen by whoever watches, stopped when asked.

1. Begin: permission, a number for this attempt, how many rows. 2. Batch by batch: rows, then how far it is.
3. Settle: the file is there, the letters are due. A worker that is killed leaves a row that says "running"; the
queue gives the job to another one, which removes what is left and begins anew.
"""

import errno
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext
from psycopg.errors import QueryCanceled

from baraza.capabilities.exports import letters, vault
from baraza.capabilities.exports.formats.contract import Sheet, Writer
from baraza.capabilities.exports.formats.csv_file import CsvFile
from baraza.capabilities.exports.kinds import Cell, ExportKind, RowType, kind_named
from baraza.capabilities.exports.models import Export, Format
from baraza.capabilities.exports.queries import keeping_days
from baraza.capabilities.live.actions import tell_member
from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import actor_for
from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.branding import get_look, logo_of
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

logger = logging.getLogger(__name__)

BATCH: Final = 2_000
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}


class Stopped(Exception):
    """Somebody cancelled it, or another worker has taken it over."""


class NotPermitted(Exception):
    """Whoever asked may not have it any more."""


@dataclass(frozen=True, kw_only=True)
class _Task:
    organisation_id: int
    organisation: str
    export_id: uuid.UUID
    attempt: int
    kind: ExportKind
    format: Format
    narrowing: dict[str, object]
    lines: tuple[str, ...]
    language: str
    zone: ZoneInfo
    colour: str
    logo: bytes | None


def make(*, organisation_id: int, export_id: uuid.UUID) -> None:
    """Returns when the export is settled, whatever became of it. The database being away is the queue's matter.

    A statement that took it too long is not: it would do so again, and the file would be in the making for ever.
    """
    task: _Task | None = None
    try:
        with organisation_scope(organisation_id=organisation_id):
            task = _begin(export_id)
        if task is None:
            return
        with translation.override(task.language), timezone.override(task.zone):
            written = _write(task)
        with organisation_scope(organisation_id=organisation_id):
            _settle(task, written=written)
    except Stopped:
        _stopped(organisation_id, export_id)
    except NotPermitted:
        _failed(organisation_id, export_id, "not_allowed")
    except Exception as error:
        if isinstance(error, OperationalError | InterfaceError) and not isinstance(error.__cause__, QueryCanceled):
            raise
        logger.exception("Export %s failed", export_id)
        failure = "disk_full" if _is_lack_of_room(error) else "fault"
        _failed(organisation_id, export_id, failure, attempt=task.attempt if task else None)


def give_up(*, organisation_id: int, export_id: uuid.UUID) -> None:
    """No worker tries it again: whoever asked for it is told, and may ask anew."""
    _failed(organisation_id, export_id, "fault")


def _begin(export_id: uuid.UUID) -> _Task | None:
    """None when it is settled already: the job ran before, or it was cancelled while it waited."""
    export = Export.objects.select_for_update(of=("self",)).filter(pk=export_id).first()
    if export is None or export.state not in {Export.State.QUEUED, Export.State.RUNNING}:
        return None
    if export.cancel_asked:
        raise Stopped
    kind = kind_named(export.kind)
    actor = _on_whose_behalf(export)
    if not allows(actor=actor, permission=kind.permission):
        raise NotPermitted
    # They may see fewer clients by now than when they asked.
    narrowing = dict(kind.narrowed_for(actor, export.narrowing))
    profile = get_organisation(organisation_id=export.organisation_id)
    export.attempt += 1
    export.state, export.rows_done = Export.State.RUNNING, 0
    export.narrowing, export.rows_total = narrowing, kind.count(narrowing)
    export.save(update_fields=["attempt", "state", "rows_done", "rows_total", "narrowing"])
    return _Task(
        organisation_id=export.organisation_id,
        organisation=profile.name,
        export_id=export_id,
        attempt=export.attempt,
        kind=kind,
        format=Format(export.format),
        narrowing=narrowing,
        lines=tuple(export.narrowed_by),
        language=export.language,
        zone=ZoneInfo(profile.time_zone),
        colour=get_look().colours.brand,
        logo=logo_of(),
    )


def _on_whose_behalf(export: Export) -> Actor:
    """Of a schedule the recipients are looked at when they are written to."""
    if export.schedule_id is not None or export.run_key:
        return SYSTEM
    actor = actor_for(user_id=export.asked_by_id or 0, organisation_id=export.organisation_id)
    if actor is None:
        raise NotPermitted
    return actor


def _write(task: _Task) -> int:
    """The number of bytes of the file."""
    vault.remove(organisation_id=task.organisation_id, export_id=task.export_id)
    scratch = vault.scratch(organisation_id=task.organisation_id, export_id=task.export_id)
    try:
        with vault.SealedWriter(
            organisation_id=task.organisation_id, export_id=task.export_id, attempt=task.attempt
        ) as target:
            writer = _writer(task.format)(sheet=_sheet(task, scratch=scratch), target=target)
            try:
                _fill(task, writer=writer)
                writer.finish()
            except BaseException:
                writer.abandon()
                raise
    finally:
        vault.clear_scratch(scratch)
    return target.bytes


def _fill(task: _Task, *, writer: Writer) -> None:
    after, done = 0, 0
    while True:
        with organisation_scope(organisation_id=task.organisation_id):
            _say_how_far(task, done=done)
            batch = task.kind.rows(task.narrowing, after, BATCH)
        if not batch:
            return
        writer.rows(_cells(batch))
        after, done = batch[-1][0], done + len(batch)


def _cells(batch: Sequence[RowType]) -> list[tuple[Cell, ...]]:
    return [cells for _, cells in batch]


def _say_how_far(task: _Task, *, done: int) -> None:
    """One statement tells the page, and asks whether to go on. More rows may have come since they were counted."""
    going = Export.objects.filter(
        pk=task.export_id, attempt=task.attempt, state=Export.State.RUNNING, cancel_asked=False
    )
    if not going.update(rows_done=done):
        raise Stopped


def _writer(chosen: Format) -> Callable[..., Writer]:
    # Their libraries take longer to load than all else of this package; few processes ever make such a file.
    match chosen:
        case Format.XLSX:
            from baraza.capabilities.exports.formats.xlsx_file import XlsxFile

            return XlsxFile
        case Format.PDF:
            from baraza.capabilities.exports.formats.pdf_file import PdfFile

            return PdfFile
        case _:
            return CsvFile


def _sheet(task: _Task, *, scratch: Path) -> Sheet:
    columns = task.kind.columns
    zone = task.zone.key
    labels = [
        f"{gettext(column.label)} ({zone})"
        if column.type == "time" and task.format != Format.PDF
        else gettext(column.label)
        for column in columns
    ]
    made = gettext("Made %(time)s (%(zone)s)") % {"time": f"{now().astimezone(task.zone):%Y-%m-%d %H:%M}", "zone": zone}
    return Sheet(
        title=gettext(task.kind.label),
        organisation=task.organisation,
        lines=(*task.lines, made),
        columns=columns,
        labels=tuple(labels),
        zone=task.zone,
        scratch=scratch,
        colour=task.colour,
        logo=task.logo,
    )


def _settle(task: _Task, *, written: int) -> None:
    export = Export.objects.select_for_update(of=("self",)).get(pk=task.export_id)
    if export.attempt != task.attempt or export.cancel_asked or export.state != Export.State.RUNNING:
        raise Stopped
    export.state, export.bytes, export.finished_at = Export.State.DONE, written, now()
    export.rows_total = export.rows_done
    export.expires_at = export.finished_at + timedelta(days=keeping_days())
    export.save(update_fields=["state", "bytes", "finished_at", "rows_total", "expires_at"])
    record(
        actor=SYSTEM,
        action="export.made",
        subject_kind="export",
        subject_id=str(export.pk),
        changes={"list": export.kind, "format": export.format, "rows": export.rows_done, "for": export.asked_name},
    )
    letters.write_for(export)
    _tell(export, kind="exports.ready")


def _tell(export: Export, *, kind: str) -> None:
    """Whoever asked may be on another page by now."""
    if export.asked_by_id is not None:
        key = f"{kind}:{export.pk}:{export.attempt}"
        tell_member(member_id=export.asked_by_id, kind=kind, subject=str(export.pk), key=key)


def _is_lack_of_room(error: BaseException | None) -> bool:
    """XlsxWriter puts the system's error into one of its own."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False


def _stopped(organisation_id: int, export_id: uuid.UUID) -> None:
    """What was written is gone; the row says cancelled unless another worker is at it."""
    with organisation_scope(organisation_id=organisation_id):
        cancelled = Export.objects.filter(pk=export_id, cancel_asked=True).exclude(state=Export.State.DONE)
        if cancelled.update(state=Export.State.CANCELLED, finished_at=now(), attempt=F("attempt") + 1):
            vault.remove(organisation_id=organisation_id, export_id=export_id)


def _failed(organisation_id: int, export_id: uuid.UUID, failure: str, *, attempt: int | None = None) -> None:
    """Of one `attempt` only while no later one has begun: its file is not ours to remove."""
    with organisation_scope(organisation_id=organisation_id):
        unsettled = Export.objects.filter(pk=export_id, state__in=[Export.State.QUEUED, Export.State.RUNNING])
        if attempt is not None:
            unsettled = unsettled.filter(attempt=attempt)
        if not unsettled.update(state=Export.State.FAILED, failure=failure, finished_at=now()):
            return
        _tell(Export.objects.get(pk=export_id), kind="exports.failed")
    vault.remove(organisation_id=organisation_id, export_id=export_id)
