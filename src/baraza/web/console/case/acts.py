"""What staff do with a complaint: take, reply, note, move, correct. Each view makes one call into an action."""

from collections.abc import Callable
from typing import Protocol

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.actions.move import ReasonMissing, move, take
from baraza.services.complaints.actions.answers import note, reply
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.states import MoveRefused, State
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.forms import CorrectForm, MoveForm, NoteForm, ReplyForm, TakeForm
from baraza.web.console.case.page import render_complaint


def _act(*, request: HttpRequest, reference: str, act: Callable[[], None], done: str) -> HttpResponseBase:
    """Runs the action; what it refuses is said in words and nothing is changed."""
    try:
        with transaction.atomic():
            act()
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    except ChangedMeanwhile:
        messages.warning(
            request, gettext("Someone changed this complaint while you were looking. Here is how it is now.")
        )
    except MoveRefused:
        messages.warning(request, gettext("The complaint has moved on: that is no longer possible."))
    else:
        messages.success(request, done, extra_tags="toast")
    return redirect("console:complaint", reference)


def _again(*, request: HttpRequest, desk: Desk, reference: str, name: str, form: forms.Form) -> HttpResponseBase:
    """The page with the form's errors and everything that was written."""
    return render_complaint(
        request=request, desk=desk, reference=reference, status=422, forms={name: form, "form": form}
    )


@require_POST
@staff(permission="complaints.take")
def take_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _again(request=request, desk=desk, reference=reference, name="take_form", form=form)
    version = form.cleaned_data["version"]
    return _act(
        request=request,
        reference=reference,
        act=lambda: take(actor=desk.actor, reference=reference, expected_version=version),
        done=gettext("It is yours now"),
    )


class _Words(Protocol):
    """An action that adds words to a complaint, once per `source_key`."""

    def __call__(self, *, actor: Actor, reference: str, text: str, source_key: str) -> None: ...


def _say(
    *, request: HttpRequest, desk: Desk, reference: str, name: str, form: forms.Form, words: _Words, done: str
) -> HttpResponseBase:
    if not form.is_valid():
        return _again(request=request, desk=desk, reference=reference, name=name, form=form)
    text, key = form.cleaned_data["text"], f"console:{form.cleaned_data['key']}"
    return _act(
        request=request,
        reference=reference,
        done=done,
        act=lambda: words(actor=desk.actor, reference=reference, text=text, source_key=key),
    )


@require_POST
@staff(permission="complaints.reply")
def send_reply(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = ReplyForm(request.POST, auto_id="reply_%s")
    done = gettext("Reply sent")
    return _say(request=request, desk=desk, reference=reference, name="reply_form", form=form, words=reply, done=done)


@require_POST
@staff(permission="complaints.note")
def write_note(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = NoteForm(request.POST, auto_id="note_%s")
    done = gettext("Note written")
    return _say(request=request, desk=desk, reference=reference, name="note_form", form=form, words=note, done=done)


@require_POST
@staff(permission="complaints.move")
def move_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    try:
        current = get_complaint(reference=reference).state
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    form = MoveForm(request.POST, current=current, auto_id="move_%s")
    if not form.is_valid():
        return _again(request=request, desk=desk, reference=reference, name="move_form", form=form)
    cleaned = form.cleaned_data
    try:
        return _act(
            request=request,
            reference=reference,
            done=gettext("State changed"),
            act=lambda: move(
                actor=desk.actor,
                reference=reference,
                wanted=State(cleaned["wanted"]),
                reason=cleaned["reason"],
                expected_version=cleaned["version"],
            ),
        )
    except ReasonMissing:
        form.add_error("reason", gettext("Write what was done, or why it is not accepted"))
        return _again(request=request, desk=desk, reference=reference, name="move_form", form=form)


@require_POST
@staff(permission="complaints.correct")
def correct_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    form = CorrectForm(request.POST, auto_id="correct_%s")
    if not form.is_valid():
        return _again(request=request, desk=desk, reference=reference, name="correct_form", form=form)
    cleaned = form.cleaned_data
    return _act(
        request=request,
        reference=reference,
        done=gettext("Saved"),
        act=lambda: correct(
            actor=desk.actor,
            reference=reference,
            category=cleaned["category"],
            priority=cleaned["priority"],
            expected_version=cleaned["version"],
        ),
    )
