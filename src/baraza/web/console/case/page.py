"""One complaint in one screen: what was said, what happened, what can be done."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.identity.queries import member_names
from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.queries import contact_details
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail, TimelineLine
from baraza.services.complaints.rules.categories import CATEGORY_NAMES, PRIORITY_NAMES
from baraza.services.complaints.states import NAMES, State
from baraza.web.console.access import Desk
from baraza.web.console.case.forms import CorrectForm, MoveForm, NoteForm, ReplyForm
from baraza.web.console.shell import shell
from baraza.web.console.wording import STATE_TONES, channel_name, due
from baraza.web.ui.components import Attachment, SummaryRow, TimelineItem
from baraza.web.ui.templatetags.ui import language_label


def render_complaint(
    *,
    request: HttpRequest,
    desk: Desk,
    reference: str,
    status: int = 200,
    forms: dict[str, object] | None = None,
) -> HttpResponseBase:
    """The complaint's page; `forms` replaces fresh forms with ones that carry errors and what was written."""
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    may_work = may(actor=desk.actor, act="move")
    lines = get_timeline(complaint_id=found.id, public_only=False)
    context = {
        **shell(desk=desk, current="complaints"),
        "page_url": reverse("console:complaint", args=[found.reference]),
        "complaint": found,
        "state": gettext(NAMES[found.state]),
        "tone": STATE_TONES[found.state],
        "category": gettext(CATEGORY_NAMES[found.category]),
        "due": due(found, at=now()),
        "rows": _facts(found, resident=_resident(found, with_number=may_work)),
        "photos": [_photo(line, reference=found.reference) for line in lines if line.media_id],
        "items": [_arrived(found), *(_item(line, reference=found.reference) for line in lines)],
        "may_work": may_work,
        "mine": found.assignee_id == desk.actor.id,
        "assignee": _assignee(found),
        **(_working_forms(found) if may_work else {}),
        **(forms or {}),
    }
    return render(request, "console/case/case.html", context, status=status)


def _working_forms(found: ComplaintDetail) -> dict[str, object]:
    return {
        "guess": _guess(found),
        "reply_goes": _reply_goes(found),
        "reply_form": ReplyForm(initial={"key": uuid.uuid4()}, auto_id="reply_%s"),
        "note_form": NoteForm(initial={"key": uuid.uuid4()}, auto_id="note_%s"),
        "move_form": MoveForm(current=found.state, initial={"version": found.version}, auto_id="move_%s"),
        "correct_form": CorrectForm(
            initial={"category": found.category, "priority": found.priority, "version": found.version},
            auto_id="correct_%s",
        ),
    }


def _assignee(found: ComplaintDetail) -> str:
    return member_names(user_ids={found.assignee_id}).get(found.assignee_id, "") if found.assignee_id else ""


def _guess(found: ComplaintDetail) -> str:
    """What was guessed and how sure it was; empty when nothing was, or when somebody has decided already."""
    if not found.guess_open or not found.guessed_category or not found.guessed_priority:
        return ""
    return gettext("Guessed: %(category)s, %(priority)s (%(sure)d %% sure)") % {
        "category": gettext(CATEGORY_NAMES[found.guessed_category]),
        "priority": gettext(PRIORITY_NAMES[found.guessed_priority]),
        "sure": round(100 * (found.guess_confidence or 0)),
    }


def _reply_goes(found: ComplaintDetail) -> str:
    """Where the resident will read a reply."""
    if found.contact_id is None:
        return gettext("The resident left no number: they read your reply on the page of their reference.")
    if found.channel == "web":
        return gettext("Goes to the number that the resident left, and to the page of their reference.")
    return gettext("Goes to the resident on %(channel)s, and to the page of their reference.") % {
        "channel": channel_name(found.channel)
    }


def _resident(found: ComplaintDetail, *, with_number: bool) -> str:
    if found.contact_id is None:
        return gettext("No number given")
    try:
        contact = contact_details(contact_id=found.contact_id)
    except ContactUnknown:
        return gettext("Removed")
    parts = (contact.name, contact.phone if with_number else "")
    return "\n".join(part for part in parts if part) or gettext("Known, number not shown")


def _facts(found: ComplaintDetail, *, resident: str) -> list[SummaryRow]:
    area = found.area_name + (f" ({gettext('approximate')})" if found.area_approximate else "")
    position = "" if found.latitude is None else f"{found.latitude:.5f}, {found.longitude:.5f}"
    pairs = (
        (gettext("Category"), gettext(CATEGORY_NAMES[found.category])),
        (gettext("Priority"), gettext(PRIORITY_NAMES[found.priority])),
        (gettext("Place"), found.place),
        (gettext("Area"), area),
        (gettext("Position"), position),
        (gettext("Resident"), resident),
        (gettext("Channel"), channel_name(found.channel)),
        (gettext("Language"), language_label(found.language)),
        (gettext("Followers"), str(found.followers)),
        (gettext("Same as"), found.duplicate_of),
    )
    return [SummaryRow(key, value) for key, value in pairs if value]


_TITLES = {
    "comment": gettext_noop("Resident"),
    "reply": gettext_noop("Reply"),
    "note": gettext_noop("Note"),
    "photo": gettext_noop("Photo added"),
}
_KINDS = {"comment": "in", "reply": "out", "note": "note"}


def _photo_url(line: TimelineLine, *, reference: str) -> str:
    return reverse("console:photo", args=[reference, line.media_id])


def _photo(line: TimelineLine, *, reference: str) -> Attachment:
    url = _photo_url(line, reference=reference)
    return Attachment(url=url, label=gettext("Photo of the resident"), thumbnail_url=f"{url}?size=thumbnail")


def _arrived(found: ComplaintDetail) -> TimelineItem:
    title = gettext("Reported: %(channel)s") % {"channel": channel_name(found.channel)}
    return TimelineItem(kind="change", title=title, at=found.opened_at)


def _item(line: TimelineLine, *, reference: str) -> TimelineItem:
    return TimelineItem(
        kind=_KINDS.get(line.kind, "change"),
        title="; ".join(_change_words(line.changes.items())) if line.kind == "change" else gettext(_TITLES[line.kind]),
        at=line.at,
        body=line.text,
        author=line.actor_name,
        url=_photo_url(line, reference=reference) if line.media_id else "",
    )


def _change_words(changes: Iterable[tuple[str, object]]) -> list[str]:
    words = []
    for field, value in changes:
        after = value[1] if isinstance(value, list) else value
        if field == "state":
            words.append(gettext("State: %(state)s") % {"state": gettext(NAMES[State(str(after))])})
        elif field == "assignee":
            words.append(gettext("Taken"))
        elif field == "category":
            words.append(gettext("Category: %(name)s") % {"name": gettext(CATEGORY_NAMES[str(after)])})
        elif field == "priority":
            words.append(gettext("Priority: %(name)s") % {"name": gettext(PRIORITY_NAMES[str(after)])})
        elif field == "second_opinion" and isinstance(value, list):
            category, priority = gettext(CATEGORY_NAMES[value[0]]), gettext(PRIORITY_NAMES[value[1]])
            words.append(gettext("Second opinion: %(guess)s") % {"guess": f"{category}, {priority}"})
    return words
