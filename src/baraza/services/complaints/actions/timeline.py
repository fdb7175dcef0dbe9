"""Lines of a complaint's timeline, each once per act."""

from collections.abc import Mapping

from baraza.core.identity.actor import Actor
from baraza.services.complaints.models import Complaint, Entry


def add_line(
    *,
    complaint: Complaint,
    actor: Actor,
    kind: str,
    text: str = "",
    media_id: str = "",
    changes: Mapping[str, object] | None = None,
    source_key: str = "",
    version: int | None = None,
) -> Entry | None:
    """The new line, or None when this act (`source_key`) has written it before."""
    if source_key and Entry.objects.filter(complaint=complaint, source_key=source_key).exists():
        return None
    return Entry.objects.create(
        organisation_id=complaint.organisation_id,
        complaint=complaint,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        text=text,
        media_id=media_id,
        changes=dict(changes or {}),
        source_key=source_key,
        version=version,
    )
