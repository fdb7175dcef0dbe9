"""Fetches recordings while their address holds, and keeps what became of each."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import F, Q

from baraza.capabilities.live.actions import publish
from baraza.capabilities.media.recordings import (
    FileUnreadable,
    KeptRecording,
    RecordingAway,
    RecordingRefusal,
    RecordingRefused,
    fetch_recording,
    keep_recording,
    recording_pieces,
    remove_recording,
)
from baraza.capabilities.media.waveform import NotUncompressed, waveform_of
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.hearing import facts_of
from baraza.services.call_analytics.actions.ingest import FETCH_RECORDINGS
from baraza.services.call_analytics.models import Call, Recording
from baraza.services.call_analytics.rules.doubts import Doubt
from baraza.services.call_analytics.rules.keeping import FORGOTTEN

logger = logging.getLogger(__name__)

# Over a day and a half in all: signed addresses hold for 24 hours at most.
_MOST_ATTEMPTS: Final = 8
_BATCH: Final = 200


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    id: int
    url: str


def fetch_of_call(*, organisation_id: int, call_id: int) -> None:
    """1. claims, in a short transaction; 2. fetches, in none; 3. keeps the result, in another; 4. its picture.

    Pages that show that it is being fetched are told of the end.
    """
    claimed = _claim(organisation_id, call_id)
    for wanted in claimed:
        try:
            kept = fetch_recording(organisation_id=organisation_id, url=wanted.url, own_origin=_own_origin())
        except RecordingRefused as error:
            with organisation_scope(organisation_id=organisation_id):
                _refuse(wanted.id, error.reason)
        except RecordingAway:
            with organisation_scope(organisation_id=organisation_id):
                _give_up_if_late(wanted.id)
        else:
            with organisation_scope(organisation_id=organisation_id):
                _keep(organisation_id, wanted.id, kept)
    draw_of_call(organisation_id=organisation_id, call_id=call_id)
    if claimed:
        _tell_pages(organisation_id, call_id)


def keep_sound(*, organisation_id: int, external_id: str, sound: bytes) -> int:
    """A recording that is here already, for its call. Returns its id. Raises RecordingRefused."""
    kept = keep_recording(organisation_id=organisation_id, sound=sound)
    with organisation_scope(organisation_id=organisation_id):
        call = Call.objects.get(organisation_id=organisation_id, external_id=external_id)
        row, _ = Recording.objects.get_or_create(organisation_id=organisation_id, call=call, kind=Recording.Kind.MIXED)
        _keep(organisation_id, row.pk, kept)
    draw_of_call(organisation_id=organisation_id, call_id=call.pk)
    _tell_pages(organisation_id, call.pk)
    return row.pk


def draw_of_call(*, organisation_id: int, call_id: int) -> None:
    """How loud its recordings are, for those that are here and were never looked at; none where that cannot be read."""
    with organisation_scope(organisation_id=organisation_id):
        rows = Recording.objects.filter(call_id=call_id, status=Recording.Status.READY, peaks=None)
        waiting = [(row.pk, row.file_id) for row in rows if row.file_id is not None]
    for recording_id, file_id in waiting:
        try:
            found = waveform_of(recording_pieces(organisation_id=organisation_id, file_id=file_id))
            drawn = {"peaks": list(found.peaks), "seconds": found.seconds}
        except NotUncompressed:
            drawn = {"peaks": [], "seconds": None}
        except FileUnreadable:
            logger.exception("Recording %d of organisation %d cannot be opened", recording_id, organisation_id)
            drawn = {"peaks": [], "seconds": None}
        with organisation_scope(organisation_id=organisation_id):
            Recording.objects.filter(pk=recording_id, file_id=file_id).update(**drawn)


def ask_again() -> None:
    """Those of the organisation in scope whose next try is due, and those that nobody has looked at."""
    due = Recording.objects.filter(organisation_id=current_organisation_id()).filter(
        Q(status=Recording.Status.WANTED, next_try_at__lte=clock.now())
        | Q(status=Recording.Status.READY, peaks__isnull=True)
    )
    call_ids = list(due.order_by("next_try_at").values_list("call_id", flat=True).distinct()[:_BATCH])
    if call_ids:
        enqueue(
            job=FETCH_RECORDINGS,
            organisation_id=current_organisation_id(),
            arguments={"call_ids": list(call_ids)},
            key="due",
        )


def _tell_pages(organisation_id: int, call_id: int) -> None:
    with organisation_scope(organisation_id=organisation_id):
        call = Call.objects.select_related("agent").get(pk=call_id)
        publish(kind="calls.sound", subject=str(call_id), facts=facts_of(call))


def _claim(organisation_id: int, call_id: int) -> list[_Wanted]:
    """Nobody else tries the same for some minutes."""
    with organisation_scope(organisation_id=organisation_id):
        now = clock.now()
        rows = Recording.objects.select_for_update().filter(
            call_id=call_id, status=Recording.Status.WANTED, next_try_at__lte=now
        )
        found = [_Wanted(id=row.pk, url=row.url) for row in rows]
        for row in rows:
            row.attempts += 1
            row.next_try_at = now + timedelta(minutes=10) * 2 ** min(row.attempts - 1, 6)
            row.save(update_fields=["attempts", "next_try_at"])
        return found


def _keep(organisation_id: int, recording_id: int, kept: KeptRecording) -> None:
    """Unless its caller was forgotten while it was being fetched."""
    wanted = Recording.objects.filter(pk=recording_id).exclude(reason=FORGOTTEN)
    is_wanted = wanted.update(
        status=Recording.Status.READY,
        file_id=kept.file_id,
        mime=kept.mime,
        bytes=kept.bytes,
        sha256=kept.sha256,
        url="",
        settled_at=clock.now(),
    )
    if not is_wanted:
        remove_recording(organisation_id=organisation_id, file_id=kept.file_id)


def _refuse(recording_id: int, reason: RecordingRefusal) -> None:
    row = Recording.objects.select_for_update().get(pk=recording_id)
    row.status, row.reason, row.url, row.settled_at = Recording.Status.REFUSED, reason.value, "", clock.now()
    row.save(update_fields=["status", "reason", "url", "settled_at"])
    if reason is RecordingRefusal.NOT_PUBLIC:
        call = Call.objects.select_for_update().get(pk=row.call_id)
        call.doubts = sorted({*call.doubts, Doubt.RECORDING_REFUSED.value})
        call.version = F("version") + 1
        call.save(update_fields=["doubts", "version"])


def _give_up_if_late(recording_id: int) -> None:
    if Recording.objects.filter(pk=recording_id, attempts__gte=_MOST_ATTEMPTS).exists():
        _refuse(recording_id, RecordingRefusal.GONE)


def _own_origin() -> str:
    """The stand-in of a demonstration keeps its recordings on this machine; nothing else may."""
    return settings.RETELL_API_URL if settings.DEMO_MODE else ""
