"""What a resident said elsewhere becomes part of a report: their words and photos, as theirs and with the time they were said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, resident
from baraza.services.complaints.actions.alarm import raise_alarm_if_dangerous
from baraza.services.complaints.actions.changing import tell_open_pages
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.actions.words import COMMENTED
from baraza.services.complaints.models import Entry
from baraza.services.complaints.policies import require


class NotTheirReport(LookupError):
    """The report is of somebody else."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """`key` is of the message: what was taken over before is not taken over again."""

    key: str
    text: str
    photo_id: str
    at: datetime


def take_over(*, actor: Actor, reference: str, contact_id: int, said: Sequence[Said], source: str) -> int:
    """How many lines are new. Only into the person's own report. `source` stands in the audit trail.

    Raises NotAllowed, ComplaintUnknown, NotTheirReport.
    """
    require(actor=actor, act="note")
    complaint = lock_complaint(reference=reference)
    if complaint.contact_id != contact_id:
        raise NotTheirReport(reference)
    person, new = resident(contact_id=contact_id), 0
    for one in said:
        kind = Entry.Kind.PHOTO if one.photo_id else Entry.Kind.COMMENT
        line = add_line(
            complaint=complaint, actor=person, kind=kind, text=one.text, media_id=one.photo_id, source_key=one.key
        )
        if line is not None:
            # The time of the row would be that of the taking over.
            Entry.objects.filter(pk=line.pk).update(at=one.at)
            new += 1
    if new:
        raise_alarm_if_dangerous(complaint=complaint, text="\n".join(one.text for one in said if one.text))
        changes: dict[str, object] = {"from": source, "lines": new}
        record(
            actor=actor,
            action="complaint.words_taken_over",
            subject_kind="complaint",
            subject_id=reference,
            changes=changes,
        )
        tell_open_pages(complaint=complaint, actor=actor, kind=COMMENTED)
    return new
