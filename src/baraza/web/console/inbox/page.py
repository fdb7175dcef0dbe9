"""One conversation in one screen: what was said, who answers, what can be done."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from baraza.conversation.policies import ASSIGN, REPLY
from baraza.conversation.threads.keeping import ThreadUnknown
from baraza.conversation.threads.queries import ThreadSummary, count_while_blocked, get_thread, list_others
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import list_teams, member_names
from baraza.lib.clock import now
from baraza.messaging.policies import BLOCK
from baraza.messaging.standing import standing
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import list_of_contact
from baraza.services.complaints.states import NAMES
from baraza.web.console.access import Desk
from baraza.web.console.inbox.answering import Answering, answering
from baraza.web.console.inbox.forms import AddForm, AssignForm, BlockForm, ReplyForm, ReportForm
from baraza.web.console.inbox.said import lines_context
from baraza.web.console.inbox.wording import TONES, state_words
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell
from baraza.web.console.wording import STATE_TONES, channel_name, communicates
from baraza.web.ui.language_names import language_label

_REPORTS = 10


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another conversation of the same person."""

    id: int
    url: str
    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Report:
    reference: str
    category: str
    state: str
    tone: str


def render_thread(
    *, request: HttpRequest, desk: Desk, thread_id: int, status: int = 200, forms: dict[str, object] | None = None
) -> HttpResponseBase:
    """The page; `forms` replaces fresh forms with ones that carry errors and what was written."""
    found = thread_or_404(thread_id)
    person = standing(contact_id=found.contact_id)
    names = member_names(user_ids={found.assignee_id} if found.assignee_id is not None else set())
    may_reply = allows(actor=desk.actor, permission=REPLY)
    there = answering(found=found, person=person, at=now())
    lines = lines_context(found, before=whole_number(request.GET.get("before", "")))
    context = {
        **shell(desk=desk, current="inbox"),
        "page_url": reverse("console:thread", args=[thread_id]),
        "thread": found,
        "name": person.name or gettext("A resident"),
        "phone": person.phone if may_reply else "",
        "may_call": not person.text_only,
        "communicates": communicates(person),
        "language": language_label(person.language) if person.language else "",
        "state": state_words(found, names=names),
        "tone": TONES[found.state],
        "team": next((team.name for team in list_teams(include_inactive=True) if team.id == found.team_id), ""),
        "mine": found.assignee_id == desk.actor.id,
        "answering": there,
        "reports": _reports(found.contact_id),
        "others": _others(found),
        "may_reply": may_reply,
        "may_assign": allows(actor=desk.actor, permission=ASSIGN),
        "may_block": allows(actor=desk.actor, permission=BLOCK),
        "may_report": may(actor=desk.actor, act="open"),
        "may_add": may_reply and may(actor=desk.actor, act="note"),
        "blocked_count": count_while_blocked(contact_id=found.contact_id) if found.blocked else 0,
        **lines,
        **_forms(found, there, words=str(lines["last_words"])),
        **(forms or {}),
    }
    return render(request, "console/inbox/thread.html", context, status=status)


def thread_or_404(thread_id: int) -> ThreadSummary:
    try:
        return get_thread(thread_id=thread_id)
    except ThreadUnknown as error:
        raise Http404(str(error)) from error


def add_form(contact_id: int, data: object = None) -> AddForm:
    offered = [(one.reference, f"{one.reference}, {one.category}") for one in _reports(contact_id)]
    return AddForm(data, reports=offered, auto_id="add_%s")


def _others(found: ThreadSummary) -> list[Other]:
    return [
        Other(
            url=reverse("console:thread", args=[one.id]),
            id=one.id,
            name=channel_name(one.channel) if one.channel else gettext("Conversation"),
            at=one.last_at,
        )
        for one in list_others(found=found)
    ]


def _reports(contact_id: int) -> list[Report]:
    return [
        Report(
            reference=one.reference,
            category=category_name(code=one.category),
            state=gettext(NAMES[one.state]),
            tone=STATE_TONES[one.state],
        )
        for one in list_of_contact(contact_id=contact_id, limit=_REPORTS)
    ]


def _forms(found: ThreadSummary, there: Answering, *, words: str) -> dict[str, object]:
    """`words` are what the resident wrote last: a report begins with them, also when we have answered since."""
    return {
        "reply_form": ReplyForm(initial={"key": uuid.uuid4()}, there=there, auto_id="reply_%s"),
        "assign_form": AssignForm(
            initial={"member": found.assignee_id or "", "team": found.team_id or ""}, auto_id="assign_%s"
        ),
        "block_form": BlockForm(auto_id="block_%s"),
        "add_form": add_form(found.contact_id),
        "report_form": ReportForm(
            initial={"key": uuid.uuid4(), "description": found.question or words}, auto_id="report_%s"
        ),
    }
