"""The list of complaints and one complaint in one screen."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.core.identity.queries import member_names
from baraza.lib.clock import now
from baraza.lib.references import read_reference
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.lists import Filter, list_complaints
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.queries.records import ComplaintDetail, TimelineLine
from baraza.services.complaints.rules.categories import CATEGORY_NAMES, PRIORITY_NAMES
from baraza.services.complaints.states import NAMES, State
from baraza.web.console.access import Desk, staff
from baraza.web.console.forms import CorrectForm, FilterForm, MoveForm, NoteForm, ReplyForm
from baraza.web.console.shell import shell
from baraza.web.ui.components import Attachment, SummaryRow, TimelineItem

# Digits of the largest id that PostgreSQL can hold, less one.
_LONGEST_ID = 18

STATE_TONES = {
    State.SUBMITTED: "blue",
    State.ACKNOWLEDGED: "teal",
    State.ASSIGNED: "purple",
    State.IN_PROGRESS: "yellow",
    State.RESOLVED: "green",
    State.CLOSED: "grey",
    State.REJECTED: "red",
    State.DUPLICATE: "grey",
    State.REOPENED: "orange",
}


def home(_request: HttpRequest) -> HttpResponseBase:
    return redirect("console:complaints")


@require_safe
@staff(act="read")
def complaints(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = FilterForm(request.GET)
    wanted = _wanted(form=form, desk=desk)
    page = list_complaints(wanted=wanted, before=_number(request, "before"), after=_number(request, "after"))
    names = member_names(user_ids={row.assignee_id for row in page.complaints if row.assignee_id})
    at = now()
    rows = [
        {
            "complaint": row,
            "category": gettext(CATEGORY_NAMES[row.category]),
            "state": gettext(NAMES[row.state]),
            "tone": STATE_TONES[row.state],
            "priority": gettext(PRIORITY_NAMES[row.priority]),
            "overdue": row.overdue(at=at),
            "assignee": names.get(row.assignee_id or 0, ""),
            "url": reverse("console:complaint", args=[row.reference]),
        }
        for row in page.complaints
    ]
    context = {
        **shell(desk=desk, current="complaints"),
        "form": form,
        "rows": rows,
        "previous_url": _page_url(request, "after", page.newer),
        "next_url": _page_url(request, "before", page.older),
    }
    return render(request, "console/complaints.html", context)


def _wanted(*, form: FilterForm, desk: Desk) -> Filter:
    if not form.is_valid():
        return Filter()
    cleaned = form.cleaned_data
    reference = read_reference(cleaned["reference"]) or cleaned["reference"].strip()
    return Filter(
        group="all" if reference else cleaned["group"] or "open",
        category=cleaned["category"],
        assignee_id=desk.actor.id if cleaned["mine"] else None,
        reference=reference,
    )


def _number(request: HttpRequest, name: str) -> int | None:
    written = request.GET.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _LONGEST_ID else None


def _page_url(request: HttpRequest, name: str, edge: int | None) -> str:
    if edge is None:
        return ""
    kept = [(key, value) for key, value in request.GET.items() if key not in {"before", "after"}]
    return "?" + urlencode([*kept, (name, edge)])


@require_safe
@staff(act="read")
def complaint(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    return render_complaint(request=request, desk=desk, reference=reference)


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
    context = {
        **shell(desk=desk, current="complaints"),
        "complaint": found,
        "state": gettext(NAMES[found.state]),
        "tone": STATE_TONES[found.state],
        "rows": _facts(found),
        "items": [_item(line, reference=reference) for line in get_timeline(complaint_id=found.id, public_only=False)],
        "overdue": found.overdue(at=now()),
        "may_work": may(actor=desk.actor, act="move"),
        "mine": found.assignee_id == desk.actor.id,
        "assignee": member_names(user_ids={found.assignee_id} if found.assignee_id else set()).get(
            found.assignee_id or 0
        ),
        "reply_form": ReplyForm(initial={"key": uuid.uuid4()}, auto_id="reply_%s"),
        "note_form": NoteForm(initial={"key": uuid.uuid4()}, auto_id="note_%s"),
        "move_form": MoveForm(current=found.state, initial={"version": found.version}, auto_id="move_%s"),
        "correct_form": CorrectForm(
            initial={"category": found.category, "priority": found.priority, "version": found.version},
            auto_id="correct_%s",
        ),
        **(forms or {}),
    }
    return render(request, "console/complaint.html", context, status=status)


def _facts(found: ComplaintDetail) -> list[SummaryRow]:
    area = found.area_name + (f" ({gettext('approximate')})" if found.area_approximate else "")
    guess = ""
    if found.guessed_category:
        guess = f"{gettext(CATEGORY_NAMES[found.guessed_category])}, {round(100 * (found.guess_confidence or 0))} %"
    position = "" if found.latitude is None else f"{found.latitude:.5f}, {found.longitude:.5f}"
    pairs = (
        (gettext("Category"), gettext(CATEGORY_NAMES[found.category])),
        (gettext("Guessed"), guess),
        (gettext("Priority"), gettext(PRIORITY_NAMES[found.priority])),
        (gettext("Place"), found.place),
        (gettext("Municipality"), area),
        (gettext("Position"), position),
        (gettext("Channel"), found.channel),
        (gettext("Language"), found.language),
        (gettext("Followers"), str(found.followers)),
    )
    return [SummaryRow(key, value) for key, value in pairs if value]


_TITLES = {
    "comment": gettext_noop("Resident"),
    "reply": gettext_noop("Reply"),
    "note": gettext_noop("Note"),
    "photo": gettext_noop("Photo"),
}
_KINDS = {"comment": "in", "reply": "out", "note": "note", "photo": "in", "change": "change"}


def _item(line: TimelineLine, *, reference: str) -> TimelineItem:
    attachments: tuple[Attachment, ...] = ()
    if line.media_id:
        url = reverse("console:photo", args=[reference, line.media_id])
        attachments = (Attachment(url=url, label=gettext("Photo"), thumbnail_url=f"{url}?size=thumbnail"),)
    title = _change_title(line.changes) if line.kind == "change" else gettext(_TITLES[line.kind])
    return TimelineItem(
        kind=_KINDS[line.kind],
        title=title,
        at=line.at,
        body=line.text,
        author=line.actor_name,
        attachments=attachments,
    )


def _change_title(changes: dict[str, object]) -> str:
    return "; ".join(_change_words(changes.items()))


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
    return words


@require_safe
@staff(act="read")
def photo(request: HttpRequest, _desk: Desk, reference: str, media_id: str) -> HttpResponseBase:
    """A photo is shown only through the complaint that it belongs to."""
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    lines = get_timeline(complaint_id=found.id, public_only=False)
    if media_id not in {line.media_id for line in lines if line.media_id}:
        raise Http404
    size = "thumbnail" if request.GET.get("size") == "thumbnail" else "full"
    try:
        opened = open_media(media_id=media_id, size=size)
    except MediaUnknown as error:
        raise Http404(str(error)) from error
    return HttpResponse(
        opened.content, content_type=opened.mime_type, headers={"Cache-Control": "private, max-age=3600"}
    )
