"""The sound of a recording, opened piece by piece."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from baraza.capabilities.media.recordings import recording_range
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
    organisation_id: int
    file_id: UUID

    def pieces(self, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """FileUnreadable is raised when the first is asked for."""
        return recording_range(
            organisation_id=self.organisation_id,
            file_id=self.file_id,
            start=start,
            stop=self.size if stop is None else stop,
        )


def open_recording(*, actor: Actor, recording_id: int) -> OpenedRecording:
    """Raises NotAllowed, CallUnknown."""
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
        organisation_id=row.organisation_id,
        file_id=row.file_id,
    )
