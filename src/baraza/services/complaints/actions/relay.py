"""Words of a resident that another system heard and passes on: as if they had said them here, and written down who did."""

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.words import comment
from baraza.services.complaints.models import Entry
from baraza.services.complaints.policies import require


def relay(*, actor: Actor, reference: str, text: str, source_key: str, channel: str) -> None:
    """Once for each `source_key`. Raises NotAllowed, NothingSaid, ComplaintUnknown."""
    require(actor=actor, act="comment")
    complaint = lock_complaint(reference=reference)
    if Entry.objects.filter(complaint=complaint, source_key=source_key).exists():
        return
    comment(actor=actor, reference=reference, text=text, source_key=source_key, channel=channel)
    record(
        actor=actor,
        action="complaint.commented",
        subject_kind="complaint",
        subject_id=complaint.reference,
        changes={"channel": channel},
    )
