"""Writes down a change of a complaint: its new version, the timeline's line, the audit entry, the word to open pages."""

from collections.abc import Mapping

from baraza.capabilities.live.actions import publish
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.models import Complaint, Entry

CHANGED = "complaints.changed"


def save_change(
    *,
    complaint: Complaint,
    actor: Actor,
    changes: Mapping[str, object],
    text: str = "",
    action: str = "complaint.changed",
) -> None:
    """The complaint is locked and has its new values. `text` is for the resident, too; reasons for staff go into `changes`."""
    complaint.version += 1
    complaint.save()
    add_line(
        complaint=complaint,
        actor=actor,
        kind=Entry.Kind.CHANGE,
        changes=changes,
        text=text,
        version=complaint.version,
    )
    record(actor=actor, action=action, subject_kind="complaint", subject_id=complaint.reference, changes=changes)
    tell_open_pages(complaint=complaint, actor=actor, kind=CHANGED)


def tell_open_pages(*, complaint: Complaint, actor: Actor, kind: str) -> None:
    facts: dict[str, str | int] = {"version": complaint.version, "state": str(complaint.state)}
    if actor.kind == "member" and actor.id is not None:
        facts["by"] = actor.id
    publish(kind=kind, subject=complaint.reference, facts=facts)
