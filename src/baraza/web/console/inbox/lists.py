"""The lists of conversations: who waits, what is mine, what nobody has read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.conversation.policies import READ
from baraza.conversation.threads.queries import Box, Place, ThreadSummary, count_boxes, list_threads
from baraza.core.identity.queries import list_teams, member_names
from baraza.lib.clock import now
from baraza.web.console.access import Desk, staff
from baraza.web.console.inbox.forms import SearchForm
from baraza.web.console.inbox.wording import BOXES, TONES, said, state_words
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell
from baraza.web.console.wording import channel_name


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    thread: ThreadSummary
    url: str
    name: str
    channel: str
    state: str
    tone: str
    team: str
    words: str
    waits: str


@require_safe
@staff(permission=READ)
def inbox(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    box = _box(request.GET.get("box", ""))
    form = SearchForm(request.GET)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    page = list_threads(box=box, member_id=desk.actor.id, text=text, after=_place(request.GET.get("after", "")))
    context = {
        **shell(desk=desk, current="inbox"),
        "rows": _rows(page.threads),
        "tabs": _tabs(box, desk.actor.id),
        "box": box.value,
        "search": form,
        "text": text,
        "here": request.get_full_path(),
        "older_url": f"?{_query(box, text, page.older)}" if page.older else "",
        "newest_url": f"?{_query(box, text, None)}" if "after" in request.GET else "",
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "console/inbox/found.html" if part else "console/inbox/list.html", context)


def _box(written: str) -> Box:
    return Box(written) if written in set(Box) else Box.WAITING


def _tabs(current: Box, member_id: int | None) -> list[Tab]:
    counts = count_boxes(member_id=member_id)
    return [
        Tab(label=gettext(name), url=f"?box={box.value}", count=counts.get(box, 0), current=box is current)
        for box, name in BOXES.items()
    ]


def _query(box: Box, text: str, place: Place | None) -> str:
    written = {"box": box.value, "text": text, "after": f"{place.at.isoformat()}_{place.id}" if place else ""}
    return urlencode({name: value for name, value in written.items() if value})


def _place(written: str) -> Place | None:
    """None for what is not one of our own addresses; the list then begins anew."""
    moment, _, number = written.rpartition("_")
    thread_id = whole_number(number)
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Place(at=at, id=thread_id) if thread_id is not None and at.tzinfo is not None else None


def _waits(since: datetime, at: datetime) -> str:
    if at - since < timedelta(minutes=1):
        return gettext("waiting since just now")
    return gettext("waiting for %(time)s") % {"time": timesince(since, at, depth=1)}


def _rows(threads: list[ThreadSummary]) -> list[Row]:
    names = member_names(user_ids={thread.assignee_id for thread in threads if thread.assignee_id is not None})
    teams = {team.id: team.name for team in list_teams(include_inactive=True)}
    at = now()
    return [
        Row(
            thread=thread,
            url=reverse("console:thread", args=[thread.id]),
            name=thread.name or gettext("A resident"),
            channel=channel_name(thread.channel) if thread.channel else "",
            state=state_words(thread, names=names),
            tone=TONES[thread.state],
            team=teams.get(thread.team_id or 0, ""),
            words=thread.question or said(kind=thread.last_kind, text=thread.last_text),
            waits=_waits(thread.waiting_since, at) if thread.waiting_since else "",
        )
        for thread in threads
    ]
