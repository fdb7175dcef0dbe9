"""Danger to life that a resident tells of later: the complaint becomes an emergency, whatever it was before."""

from typing import Final

from baraza.capabilities.triage.emergency import is_emergency
from baraza.core.identity.actor import SYSTEM
from baraza.lib.clock import now
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import OPEN, State

_GRAVEST: Final = "critical"


def raise_alarm_if_dangerous(*, complaint: Complaint, text: str) -> None:
    """What is settled is marked as well: staff must see it. The clock begins with the words that tell of the danger."""
    phrase = is_emergency(text)
    if phrase is None or (complaint.emergency and complaint.priority == _GRAVEST):
        return
    changes: dict[str, object] = {"emergency": [complaint.emergency, True]}
    complaint.emergency = True
    if complaint.priority != _GRAVEST:
        changes["priority"] = [complaint.priority, _GRAVEST]
        complaint.priority = _GRAVEST
    if State(complaint.state) in OPEN:
        sooner = deadline(category=complaint.category, priority=_GRAVEST, since=now())
        complaint.due_at = min(complaint.due_at, sooner)
    save_change(complaint=complaint, actor=SYSTEM, changes=changes, action="complaint.alarm")
