"""What staff do with a conversation: each view makes one call into an action."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.conversation.policies import ASSIGN, REPLY
from baraza.conversation.threads import actions, joining
from baraza.conversation.threads.keeping import ThreadUnknown
from baraza.conversation.threads.queries import get_thread
from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.messaging.policies import BLOCK
from baraza.messaging.standing import standing
from baraza.web.console.access import Desk, staff
from baraza.web.console.inbox.answering import answering
from baraza.web.console.inbox.forms import AssignForm, BlockForm, ReplyForm, ReportForm
from baraza.web.console.inbox.page import add_form, render_thread
from baraza.web.console.inbox.reporting import add_to_report, open_report

_NOT_SENT = {
    "blocked": gettext_noop("Not sent: this sender is blocked."),
    "not_wanted": gettext_noop("Not sent: they asked us not to write first. Answer when they write again."),
    "nowhere": gettext_noop("Not sent: there is no address to write to."),
}


def _known(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Another organisation's conversation looks like one that never was."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except ThreadUnknown as error:
            raise Http404(str(error)) from error

    return guarded


def _wrong(request: HttpRequest, desk: Desk, thread_id: int, name: str, form: Form) -> HttpResponseBase:
    """The page once more, with what was written and what is wrong with it."""
    return render_thread(request=request, desk=desk, thread_id=thread_id, status=422, forms={name: form, "form": form})


@require_POST
@_known
@staff(permission=REPLY)
def reply(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    found = get_thread(thread_id=thread_id)
    there = answering(found=found, person=standing(contact_id=found.contact_id), at=now())
    form = ReplyForm(request.POST, request.FILES, there=there, auto_id="reply_%s")
    photo_id = form.stored_photo() if form.is_valid() else ""
    if form.errors:
        return _wrong(request, desk, thread_id, "reply_form", form)
    try:
        replied = actions.reply(
            actor=desk.actor,
            thread_id=thread_id,
            text=form.cleaned_data["text"],
            key=str(form.cleaned_data["key"]),
            photo_id=photo_id,
        )
    except actions.NotTold as error:
        form.add_error("text", gettext(_NOT_SENT[error.why]))
        return _wrong(request, desk, thread_id, "reply_form", form)
    done = gettext("Kept for their next dial") if replied.waits else gettext("Answer sent")
    messages.success(request, done, extra_tags="toast")
    return redirect("console:thread", thread_id)


@require_POST
@_known
@staff(permission=ASSIGN)
def take(_request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    actions.assign(actor=desk.actor, thread_id=thread_id, member_id=desk.actor.id)
    return redirect("console:thread", thread_id)


@require_POST
@_known
@staff(permission=ASSIGN)
def assign(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    form = AssignForm(request.POST, auto_id="assign_%s")
    if not form.is_valid():
        return _wrong(request, desk, thread_id, "assign_form", form)
    actions.assign(
        actor=desk.actor,
        thread_id=thread_id,
        member_id=form.cleaned_data["member"],
        team_id=form.cleaned_data["team"],
    )
    return redirect("console:thread", thread_id)


@require_POST
@_known
@staff(permission=REPLY)
def hand_back(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    actions.hand_back(actor=desk.actor, thread_id=thread_id)
    messages.success(request, gettext("The menu answers again"), extra_tags="toast")
    return redirect("console:inbox")


@require_POST
@_known
@staff(permission=REPLY)
def close(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    actions.close(actor=desk.actor, thread_id=thread_id)
    messages.success(request, gettext("Closed; it opens when they write again"), extra_tags="toast")
    return redirect("console:inbox")


@require_POST
@_known
@staff(permission=REPLY)
def unread(_request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    actions.mark_unread(actor=desk.actor, thread_id=thread_id)
    return redirect("console:inbox")


@require_POST
@_known
@staff(permission=BLOCK)
def block(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    form = BlockForm(request.POST, auto_id="block_%s")
    if not form.is_valid():
        return _wrong(request, desk, thread_id, "block_form", form)
    actions.block(actor=desk.actor, thread_id=thread_id, reason=form.cleaned_data["reason"])
    return redirect("console:thread", thread_id)


@require_POST
@_known
@staff(permission=BLOCK)
def unblock(_request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    actions.unblock(actor=desk.actor, thread_id=thread_id)
    return redirect("console:thread", thread_id)


@require_POST
@_known
@staff(permission="complaints.report")
def report(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    form = ReportForm(request.POST, auto_id="report_%s")
    if not form.is_valid():
        return _wrong(request, desk, thread_id, "report_form", form)
    reference = open_report(
        actor=desk.actor,
        thread_id=thread_id,
        description=form.cleaned_data["description"],
        place=form.cleaned_data["place"],
        key=str(form.cleaned_data["key"]),
    )
    return redirect("console:complaint", reference)


@require_POST
@_known
@staff(permission="complaints.note")
def add(request: HttpRequest, desk: Desk, thread_id: int) -> HttpResponseBase:
    form = add_form(get_thread(thread_id=thread_id).contact_id, request.POST)
    if not form.is_valid():
        return _wrong(request, desk, thread_id, "add_form", form)
    reference = form.cleaned_data["into"]
    new = add_to_report(actor=desk.actor, thread_id=thread_id, reference=reference)
    if not new:
        messages.info(request, gettext("Everything they wrote is in a report already."), extra_tags="toast")
        return redirect("console:thread", thread_id)
    messages.success(request, gettext("Added to the report"), extra_tags="toast")
    return redirect("console:complaint", reference)


@require_POST
@_known
@staff(permission=ASSIGN)
def join(request: HttpRequest, desk: Desk, thread_id: int, other_id: int) -> HttpResponseBase:
    try:
        joining.join(actor=desk.actor, thread_id=thread_id, other_id=other_id)
    except joining.OtherPerson as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("The two conversations are one now"), extra_tags="toast")
    return redirect("console:thread", thread_id)
