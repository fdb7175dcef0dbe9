"""Asks for a file, cancels it, opens it, decides how long files are kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from baraza.capabilities.exports import vault
from baraza.capabilities.exports.errors import ExportUnknown, FormatUnknown, TooManyRows, TooManyWaiting
from baraza.capabilities.exports.formats.contract import PDF_ROWS_AT_MOST
from baraza.capabilities.exports.kinds import Narrowing, kind_named
from baraza.capabilities.exports.models import Export, Format, Keeping
from baraza.capabilities.exports.queries import KEPT_DAYS, visible_export
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

MAKE_JOB = "exports.make"
# Of one person; whoever wants more waits for one of them.
MOST_WAITING = 5


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """`pieces` can be read after the scope has ended."""

    file_name: str
    format: str
    pieces: Iterator[bytes]


def ask_export(*, actor: Actor, kind: str, format: str, narrowing: Narrowing, narrowed_by: tuple[str, ...] = ()) -> str:  # noqa: A002 - the word for it
    """The id of a file that a job makes after the commit. Raises NotAllowed and what `errors` holds."""
    offered = kind_named(kind)
    require(actor=actor, permission="exports.use")
    require(actor=actor, permission=offered.permission)
    if format not in Format.values:
        raise FormatUnknown(f"Not a format: {format!r}.")
    narrowing = offered.narrowed_for(actor, narrowing)
    rows = offered.count(narrowing)
    if format == Format.PDF and rows > PDF_ROWS_AT_MOST:
        raise TooManyRows(rows=rows, most=PDF_ROWS_AT_MOST)
    waiting = Export.objects.filter(
        organisation_id=current_organisation_id(),
        asked_by_id=actor.id,
        state__in=[Export.State.QUEUED, Export.State.RUNNING],
    )
    if waiting.count() >= MOST_WAITING:
        raise TooManyWaiting
    export = Export.objects.create(
        organisation_id=current_organisation_id(),
        kind=kind,
        format=format,
        narrowing=dict(narrowing),
        narrowed_by=list(narrowed_by),
        language=get_language() or "en",
        asked_by_id=actor.id,
        asked_name=actor.name,
        rows_total=rows,
    )
    _note(actor, "export.asked", export, rows=rows)
    enqueue(job=MAKE_JOB, organisation_id=export.organisation_id, arguments={"export_id": str(export.pk)})
    return str(export.pk)


def cancel_export(*, actor: Actor, export_id: str) -> bool:
    """False when it is settled already. The worker stops at its next batch and removes what it has written."""
    export = Export.objects.select_for_update(of=("self",)).get(pk=visible_export(actor=actor, export_id=export_id).pk)
    if export.state not in {Export.State.QUEUED, Export.State.RUNNING} or export.cancel_asked:
        return False
    export.cancel_asked = True
    if export.state == Export.State.QUEUED:
        export.state, export.finished_at = Export.State.CANCELLED, now()
    export.save(update_fields=["cancel_asked", "state", "finished_at"])
    _note(actor, "export.cancelled", export)
    return True


def open_export(*, actor: Actor, export_id: str) -> OpenedFile:
    """The finished file, written down in the trail with its filter and rows. Raises NotAllowed, ExportUnknown."""
    export = visible_export(actor=actor, export_id=export_id)
    require(actor=actor, permission=kind_named(export.kind).permission)
    expired = export.expires_at is not None and export.expires_at <= now()
    if export.state != Export.State.DONE or expired:
        raise ExportUnknown("This file is not there, or not any more.")
    _note(actor, "export.downloaded", export, rows=export.rows_done)
    return OpenedFile(
        file_name=f"{export.kind}-{export.asked_at:%Y-%m-%d}-{export.pk.hex[:6]}.{export.format}",
        format=export.format,
        pieces=vault.pieces(organisation_id=export.organisation_id, export_id=export.pk),
    )


def set_keeping_days(*, actor: Actor, days: int) -> None:
    """For files that are made from now on."""
    require(actor=actor, permission="exports.manage")
    row = Keeping.objects.filter(organisation_id=current_organisation_id()).first()
    before = row.days if row else KEPT_DAYS
    Keeping.objects.update_or_create(organisation_id=current_organisation_id(), defaults={"days": days})
    record(
        actor=actor,
        action="export.keeping_changed",
        subject_kind="organisation",
        subject_id=str(current_organisation_id()),
        changes={"days": [before, days]},
    )


def remove_expired() -> int:
    """Files of the organisation in scope whose days are over; and whatever lies there without a row."""
    organisation_id = current_organisation_id()
    over = Export.objects.filter(organisation_id=organisation_id, state=Export.State.DONE, expires_at__lte=now())
    ids = list(over.values_list("pk", flat=True))
    for export_id in ids:
        vault.remove(organisation_id=organisation_id, export_id=export_id)
    Export.objects.filter(pk__in=ids).update(state=Export.State.EXPIRED)
    wanted = Export.objects.filter(
        organisation_id=organisation_id,
        state__in=[Export.State.QUEUED, Export.State.RUNNING, Export.State.DONE],
    )
    for export_id in vault.stored_ids(organisation_id=organisation_id) - set(wanted.values_list("pk", flat=True)):
        vault.remove(organisation_id=organisation_id, export_id=export_id)
    return len(ids)


def _note(actor: Actor, action: str, export: Export, **more: object) -> None:
    facts = {"list": export.kind, "format": export.format, "filter": export.narrowed_by or export.narrowing}
    record(
        actor=actor,
        action=action,
        subject_kind="export",
        subject_id=str(export.pk),
        changes=facts | more,
    )
