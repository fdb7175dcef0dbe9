"""One conversation in one screen: what was said, who answers, what can be done."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from baraza.conversation.policies import ASSIGN, REPLY
from baraza.conversation.threads.keeping import ThreadUnknown
from baraza.conversation.threads.queries import ThreadSummary, count_while_blocked, get_thread
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries import list_teams, member_names
from baraza.messaging.policies import BLOCK
from baraza.messaging.standing import Standing, Way, standing
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import list_of_contact
from baraza.services.complaints.states import NAMES
from baraza.web.console.access import Desk
from baraza.web.console.inbox.forms import AssignForm, BlockForm, ReplyForm, ReportForm
from baraza.web.console.inbox.said import lines_context
from baraza.web.console.inbox.wording import TONES, state_words
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell
from baraza.web.console.wording import STATE_TONES, channel_name
from baraza.web.ui.templatetags.ui import language_label

_REPORTS = 10


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
    context = {
        **shell(desk=desk, current="inbox"),
        "page_url": reverse("console:thread", args=[thread_id]),
        "thread": found,
        "name": person.name or gettext("A resident"),
        "phone": person.phone if may_reply else "",
        "language": language_label(person.language) if person.language else "",
        "state": state_words(found, names=names),
        "tone": TONES[found.state],
        "team": next((team.name for team in list_teams(include_inactive=True) if team.id == found.team_id), ""),
        "mine": found.assignee_id == desk.actor.id,
        "goes": where_it_goes(found, person),
        "window_over": window_over(person),
        "reports": _reports(found.contact_id),
        "may_reply": may_reply,
        "may_assign": allows(actor=desk.actor, permission=ASSIGN),
        "may_block": allows(actor=desk.actor, permission=BLOCK),
        "may_report": may(actor=desk.actor, act="open"),
        "blocked_count": count_while_blocked(contact_id=found.contact_id) if found.blocked else 0,
        **lines_context(found, before=whole_number(request.GET.get("before", ""))),
        **_forms(found),
        **(forms or {}),
    }
    return render(request, "console/inbox/thread.html", context, status=status)


def thread_or_404(thread_id: int) -> ThreadSummary:
    try:
        return get_thread(thread_id=thread_id)
    except ThreadUnknown as error:
        raise Http404(str(error)) from error


def where_it_goes(found: ThreadSummary, person: Standing) -> str:
    """Where an answer will be read, or why it cannot be sent, before somebody writes it."""
    if person.blocked:
        return gettext("This sender is blocked. Let them in again to write to them.")
    own = next((way for way in person.ways if way.connection_id == found.connection_id), None)
    if own is not None and own.session:
        return _at_the_next_dial(person)
    if own is not None and own.window_open:
        return _goes_to(own)
    return _cannot(person)


def window_over(person: Standing) -> bool:
    """Only an approved message reaches them, and such a message is about one of their reports."""
    able = (way for way in person.ways if not way.unreachable)
    return person.may_tell and bool(person.ways) and not any(way.session or way.window_open for way in able)


def _at_the_next_dial(person: Standing) -> str:
    words = gettext("Nobody can be written to on USSD: they read the answer when they dial again.")
    able = (way for way in person.ways if not way.session and not way.unreachable and way.window_open)
    other = next(able, None)
    if other is None:
        return words
    return f"{words} {gettext('It also goes to %(channel)s at once.') % {'channel': channel_name(other.channel)}}"


def _goes_to(way: Way) -> str:
    closes, channel = way.window_closes_at, channel_name(way.channel)
    if closes is None:
        return gettext("Goes to %(channel)s.") % {"channel": channel}
    at = date_format(timezone.localtime(closes), "j M, H:i")
    return gettext("Goes to %(channel)s; they can be written to until %(time)s.") % {"channel": channel, "time": at}


def _cannot(person: Standing) -> str:
    if not person.ways:
        return gettext("There is no address to write to. They can be answered when they write again.")
    if not person.may_tell:
        return gettext("They asked us not to write first. They can be answered when they write again.")
    return gettext(
        "The 24 hours after their last message are over. Words of your own cannot be sent here now; "
        "a reply on one of their reports goes as an approved message."
    )


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


def _forms(found: ThreadSummary) -> dict[str, object]:
    return {
        "reply_form": ReplyForm(initial={"key": uuid.uuid4()}, auto_id="reply_%s"),
        "assign_form": AssignForm(
            initial={"member": found.assignee_id or "", "team": found.team_id or ""}, auto_id="assign_%s"
        ),
        "block_form": BlockForm(auto_id="block_%s"),
        "report_form": ReportForm(
            initial={"key": uuid.uuid4(), "description": found.question or _last_words(found)}, auto_id="report_%s"
        ),
    }


def _last_words(found: ThreadSummary) -> str:
    return found.last_text if found.last_incoming else ""
