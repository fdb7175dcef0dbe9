"""The sound of a recording, opened piece by piece; what is taken out of the words is silent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from baraza.capabilities.media.recordings import recording_range
from baraza.capabilities.media.silence import HEAD_BYTES, layout_of, silenced
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import CallDetail, Recording
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.rules.captions import lines_of
from baraza.services.call_analytics.rules.silences import SILENCEABLE, silences


@dataclass(frozen=True, kw_only=True)
class OpenedRecording:
    """`quiet` are the stretches, in seconds, that this member does not hear."""

    call_id: int
    mime: str
    size: int
    organisation_id: int
    file_id: UUID
    quiet: Sequence[tuple[float, float]] = ()

    def pieces(self, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """FileUnreadable is raised when the first is asked for."""
        pieces = self._range(start, self.size if stop is None else stop)
        layout = layout_of(b"".join(self._range(0, min(HEAD_BYTES, self.size)))) if self.quiet else None
        return silenced(pieces, start=start, layout=layout, spans=self.quiet) if layout else pieces

    def _range(self, start: int, stop: int) -> Iterator[bytes]:
        return recording_range(organisation_id=self.organisation_id, file_id=self.file_id, start=start, stop=stop)


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
        quiet=_quiet(actor, row),
    )


def _quiet(actor: Actor, row: Recording) -> Sequence[tuple[float, float]]:
    if row.mime != SILENCEABLE:
        return ()
    detail = CallDetail.objects.filter(call_id=row.call_id).first()
    turns: Sequence[Mapping[str, Any]] = (detail.turns_with_tools or detail.turns or []) if detail else []
    return silences(lines_of(turns), telephones=not may(actor=actor, act="numbers")).spans
