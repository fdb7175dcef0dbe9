"""The sound of a recording, opened piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass

from baraza.capabilities.media.recordings import recording_pieces
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Recording
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.one import CallUnknown


@dataclass(frozen=True, kw_only=True)
class OpenedRecording:
    call_id: int
    mime: str
    size: int
    pieces: Iterator[bytes]


def open_recording(*, actor: Actor, recording_id: int) -> OpenedRecording:
    """Raises NotAllowed, CallUnknown; FileUnreadable when its first piece is asked for."""
    require(actor=actor, act="listen")
    row = Recording.objects.filter(
        organisation_id=current_organisation_id(), pk=recording_id, status=Recording.Status.READY,
        call__agent__isnull=False,
    ).first()  # fmt: skip
    if row is None or row.file_id is None:
        raise CallUnknown("There is no such recording.")
    return OpenedRecording(
        call_id=row.call_id,
        mime=row.mime,
        size=row.bytes or 0,
        pieces=recording_pieces(organisation_id=row.organisation_id, file_id=row.file_id),
    )
