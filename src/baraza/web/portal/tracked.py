"""A report as whoever holds its reference sees it: plain words, no names, no numbers, no exact place."""

from django.utils.translation import gettext

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail, TimelineLine
from baraza.services.complaints.states import NAMES, REOPENABLE_BY_RESIDENT, State
from baraza.web.ui.components import TimelineItem

# What the state means for the person who reported.
MEANINGS: dict[State, str] = {
    State.SUBMITTED: gettext_noop("Your report has arrived. Staff have not looked at it yet."),
    State.ACKNOWLEDGED: gettext_noop("Staff have read your report."),
    State.ASSIGNED: gettext_noop("A team has your report and will plan the work."),
    State.IN_PROGRESS: gettext_noop("A team is working on it."),
    State.RESOLVED: gettext_noop("The work is done. Tell us if it is not."),
    State.CLOSED: gettext_noop("The report is finished and closed."),
    State.REJECTED: gettext_noop("We could not take this on. The reason is below."),
    State.DUPLICATE: gettext_noop("Somebody reported this before. We work on that report."),
    State.REOPENED: gettext_noop("The report is open again. Staff will look at it once more."),
}
_TONES: dict[State, str] = {
    State.RESOLVED: "success",
    State.CLOSED: "success",
    State.REJECTED: "warning",
    State.DUPLICATE: "warning",
}
# The way of an ordinary report; the others left it and show no progress.
_WAY = (State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS, State.RESOLVED)
_STEP_OF: dict[State, int] = {
    State.SUBMITTED: 1,
    State.ACKNOWLEDGED: 1,
    State.REOPENED: 1,
    State.ASSIGNED: 2,
    State.IN_PROGRESS: 3,
    State.RESOLVED: 4,
    State.CLOSED: 5,
}


def described(*, complaint: ComplaintDetail, organisation: OrganisationProfile) -> dict[str, object]:
    lines = get_timeline(complaint_id=complaint.id, public_only=True)
    arrived = TimelineItem(kind="change", title=gettext(NAMES[State.SUBMITTED]), at=complaint.opened_at)
    return {
        "complaint": complaint,
        "category": category_name(code=complaint.category),
        "state": gettext(NAMES[complaint.state]),
        "meaning": gettext(MEANINGS[complaint.state]),
        "tone": _TONES.get(complaint.state, "info"),
        "way": [gettext(NAMES[state]) for state in _WAY] if complaint.state in _STEP_OF else [],
        "way_step": _STEP_OF.get(complaint.state, 0),
        "items": [arrived, *(item for line in lines if (item := _item(line, organisation)) is not None)],
        "can_reopen": complaint.state in REOPENABLE_BY_RESIDENT,
    }


def _item(line: TimelineLine, organisation: OrganisationProfile) -> TimelineItem | None:
    """A line in plain words; names of staff and who works on it are not the public's business."""
    if line.kind == "comment":
        return TimelineItem(kind="in", title=gettext("Resident"), at=line.at, body=line.text)
    if line.kind == "reply":
        return TimelineItem(kind="out", title=organisation.name, at=line.at, body=line.text)
    if line.kind == "photo":
        return TimelineItem(kind="change", title=gettext("A photo was added"), at=line.at)
    moved = line.changes.get("state")
    if isinstance(moved, list):
        return TimelineItem(kind="change", title=gettext(NAMES[State(moved[1])]), at=line.at, body=line.text)
    return None
