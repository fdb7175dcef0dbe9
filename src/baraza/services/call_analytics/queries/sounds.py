"""The sound of a recording, opened piece by piece; what is taken out of the words is silent, or nothing is handed out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from baraza.capabilities.media.recordings import FileUnreadable, recording_range
from baraza.capabilities.media.silence import HEAD_BYTES, Layout, layout_of, silenced
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import CallDetail, Recording
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.filters import agents_seen
from baraza.services.call_analytics.rules.captions import lines_of
from baraza.services.call_analytics.rules.silences import Silences, Withheld, silences, withheld


class RecordingUnknown(LookupError):
    """There is none, or this member may not hear it."""


@dataclass(frozen=True, kw_only=True)
class OpenedRecording:
    """`quiet` are the stretches, in seconds, that this member does not hear; with any there is a `layout`."""

    call_id: int
    mime: str
    size: int
    organisation_id: int
    file_id: UUID
    quiet: Sequence[tuple[float, float]] = ()
    layout: Layout | None = None

    def pieces(self, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """FileUnreadable is raised when the first is asked for."""
        pieces = recording_range(
            organisation_id=self.organisation_id,
            file_id=self.file_id,
            start=start,
            stop=self.size if stop is None else stop,
        )
        return silenced(pieces, start=start, layout=self.layout, spans=self.quiet) if self.layout else pieces


def open_recording(*, actor: Actor, recording_id: int) -> OpenedRecording:
    """Raises NotAllowed, RecordingUnknown."""
    require(actor=actor, act="listen")
    row = Recording.objects.filter(
        organisation_id=current_organisation_id(), pk=recording_id, status=Recording.Status.READY,
        call__agent__in=agents_seen(actor=actor),
    ).first()  # fmt: skip
    if row is None or row.file_id is None:
        raise RecordingUnknown("There is no such recording.")
    hidden, telephones = hidden_in(CallDetail.objects.filter(call_id=row.call_id).first(), actor=actor)
    if why_withheld(row, hidden, telephones=telephones) is not None:
        raise RecordingUnknown("What is taken out of the words could be heard in it.")
    return OpenedRecording(
        call_id=row.call_id,
        mime=row.mime,
        size=row.bytes or 0,
        organisation_id=row.organisation_id,
        file_id=row.file_id,
        quiet=hidden.spans,
        layout=_layout(row) if hidden.spans else None,
    )


def hidden_in(detail: CallDetail | None, *, actor: Actor) -> tuple[Silences, bool]:
    """What is taken out of a call's words for somebody, and whether telephone numbers are."""
    telephones = not may(actor=actor, act="numbers")
    turns = (detail.turns_with_tools or detail.turns or []) if detail else []
    return silences(lines_of(turns), telephones=telephones, text=detail.transcript if detail else ""), telephones


def why_withheld(row: Recording, hidden: Silences, *, telephones: bool) -> Withheld | None:
    """None where the sound may be heard, with what is hidden made silent."""
    return withheld(hidden, telephones=telephones, can_be_silenced=lambda: _layout(row) is not None)


def _layout(row: Recording) -> Layout | None:
    """None for sound that cannot be made silent in places, and for a file that cannot be read."""
    if row.file_id is None:
        return None
    stop = min(HEAD_BYTES, row.bytes or 0)
    try:
        head = b"".join(recording_range(organisation_id=row.organisation_id, file_id=row.file_id, start=0, stop=stop))
    except FileUnreadable:
        return None
    return layout_of(head)
