"""A report in plain words, without names, numbers and exact place; what was said is for who reported or follows it."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.actions.rate import RATEABLE
from baraza.services.complaints.queries.categories import category_icon, category_name
from baraza.services.complaints.queries.one import get_timeline
from baraza.services.complaints.queries.public import is_kept_back
from baraza.services.complaints.queries.records import ComplaintDetail, ComplaintSummary, TimelineLine
from baraza.services.complaints.rules.offered import OFFERED
from baraza.services.complaints.states import NAMES, REOPENABLE_BY_RESIDENT, State
from baraza.web.portal.kept_here import KeptHere, kept_here
from baraza.web.portal.places import ward_name
from baraza.web.ui.components import Attachment, SummaryRow, TimelineItem

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
# Reasons are written to the person and shown to nobody else.
_PUBLIC_MEANINGS: dict[State, str] = {State.REJECTED: gettext_noop("We could not take this on.")}
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


def described(*, complaint: ComplaintDetail, organisation: OrganisationProfile, own: bool) -> dict[str, object]:
    items = _items(complaint, organisation, own=own)
    category, state, meaning = _in_words(complaint, own=own)
    return {
        "complaint": complaint,
        "category": category,
        "state": state,
        "meaning": meaning,
        "here": kept_here(complaint=complaint, kind=category, state=state, meaning=meaning, items=items)
        if own
        else None,
        "tone": _TONES.get(complaint.state, "info"),
        "way": [gettext(NAMES[state]) for state in _WAY] if complaint.state in _STEP_OF else [],
        "way_step": _STEP_OF.get(complaint.state, 0),
        "items": items,
        "reported": _reported(complaint, organisation) if own else [],
        "icon": category_icon(code=complaint.category),
        "can_rate": complaint.state in RATEABLE,
        "due": _due(complaint),
        "instead_url": _instead(complaint, organisation) if own else "",
        "was_refused": complaint.state is State.REJECTED,
        "can_reopen": complaint.state in REOPENABLE_BY_RESIDENT,
    }


def here_of(*, complaint: ComplaintDetail, organisation: OrganisationProfile) -> KeptHere:
    """For the one whose report it is."""
    kind, state, meaning = _in_words(complaint, own=True)
    items = _items(complaint, organisation, own=True)
    return kept_here(complaint=complaint, kind=kind, state=state, meaning=meaning, items=items)


def _items(complaint: ComplaintDetail, organisation: OrganisationProfile, *, own: bool) -> list[TimelineItem]:
    lines = get_timeline(complaint_id=complaint.id, public_only=True)
    shown = [_item(line, organisation, complaint.reference, own=own) for line in lines]
    arrived = TimelineItem(kind="change", title=gettext(NAMES[State.SUBMITTED]), at=complaint.opened_at)
    return [arrived, *(item for item in shown if item is not None)]


def _instead(complaint: ComplaintDetail, organisation: OrganisationProfile) -> str:
    """Where the work on it goes on, when it was reported before and that report may be looked at."""
    other = complaint.duplicate_of
    shown = bool(other) and is_kept_back(reference=other) != "all"
    return reverse("portal:tracked", args=[organisation.slug, other]) if shown else ""


def _reported(complaint: ComplaintDetail, organisation: OrganisationProfile) -> list[SummaryRow]:
    """What the person told us, so that they need not remember it."""
    pinned = gettext("The location you shared") if complaint.latitude is not None else ""
    ward = ward_name(organisation, complaint.ward_code)
    place = "\n".join(part for part in (complaint.place, pinned, ward, complaint.area_name) if part)
    rows = [SummaryRow(gettext("What is wrong"), complaint.description), SummaryRow(gettext("Place"), place)]
    return [row for row in rows if row.value]


def _in_words(complaint: ComplaintDetail, *, own: bool) -> tuple[str, str, str]:
    """Its kind, its state, and what that means for who reads it."""
    meanings = MEANINGS if own else {**MEANINGS, **_PUBLIC_MEANINGS}
    return (
        category_name(code=complaint.category),
        gettext(NAMES[complaint.state]),
        gettext(meanings[complaint.state]),
    )


def _due(complaint: ComplaintDetail) -> str:
    if not complaint.is_open:
        return ""
    if complaint.overdue(at=now()):
        return gettext("It takes longer than we said. Staff see that it is late.")
    return due_in_words(at=complaint.due_at)


def due_in_words(*, at: datetime) -> str:
    """For somebody who waits: today and tomorrow with the hour, later days with their name."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() <= today:
        return gettext("We aim to deal with it today by %(time)s.") % {"time": time_format(local, "H:i")}
    if local.date() == today + timedelta(days=1):
        return gettext("We aim to deal with it tomorrow by %(time)s.") % {"time": time_format(local, "H:i")}
    return gettext("We aim to deal with it by %(day)s.") % {"day": date_format(local, "l j F Y")}


def summary_of(*, complaint: ComplaintSummary, organisation: OrganisationProfile) -> dict[str, str]:
    return {
        "reference": complaint.reference,
        "category": category_name(code=complaint.category),
        "icon": category_icon(code=complaint.category),
        "state": gettext(NAMES[complaint.state]),
        "url": reverse("portal:tracked", args=[organisation.slug, complaint.reference]),
    }


def _item(line: TimelineLine, organisation: OrganisationProfile, reference: str, *, own: bool) -> TimelineItem | None:
    """A line in plain words; names of staff and who works on it are not the public's business."""
    moved = line.changes.get("state")
    if isinstance(moved, list):
        return TimelineItem(
            kind="change", title=gettext(NAMES[State(moved[1])]), at=line.at, body=line.text if own else ""
        )
    return _said(line, organisation, reference) if own else None


def _said(line: TimelineLine, organisation: OrganisationProfile, reference: str) -> TimelineItem | None:
    if OFFERED in line.changes:
        return TimelineItem(kind="in", title=gettext("A location was sent"), at=line.at, body=line.text)
    if line.kind == "comment":
        return TimelineItem(kind="in", title=gettext("Resident"), at=line.at, body=line.text)
    if line.kind == "reply":
        pictures = _pictures(line, organisation, reference)
        return TimelineItem(kind="out", title=organisation.name, at=line.at, body=line.text, attachments=pictures)
    if line.kind == "photo":
        pictures = _pictures(line, organisation, reference)
        return TimelineItem(kind="change", title=gettext("A photo was added"), at=line.at, attachments=pictures)
    return None


def _pictures(line: TimelineLine, organisation: OrganisationProfile, reference: str) -> tuple[Attachment, ...]:
    if not line.media_id:
        return ()
    url = reverse("portal:tracked-photo", args=[organisation.slug, reference, line.media_id])
    return (Attachment(url=f"{url}?size=full", label=gettext("Photo"), thumbnail_url=url),)
