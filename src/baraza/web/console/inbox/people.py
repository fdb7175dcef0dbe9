"""Residents who asked for a person, oldest first, and the answer to them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.lib.clock import now
from baraza.messaging.queries import ContactDetails, contact_details
from baraza.services.complaints.actions.people import RequestUnknown, answer_person
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.information import PersonWaiting, list_people_waiting
from baraza.web.console.access import Desk, staff
from baraza.web.console.inbox.forms import AnswerForm
from baraza.web.console.shell import shell


@dataclass(frozen=True, kw_only=True)
class Waiting:
    request: PersonWaiting
    contact: ContactDetails
    since: str
    form: AnswerForm


@require_safe
@staff(permission="complaints.read")
def people(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return _shown(request=request, desk=desk)


def _form(request_id: int, **options: Any) -> AnswerForm:
    return AnswerForm(auto_id=f"answer_{request_id}_%s", **options)


def _shown(
    *, request: HttpRequest, desk: Desk, wrong: AnswerForm | None = None, wrong_id: int | None = None, status: int = 200
) -> HttpResponseBase:
    """Everyone who waits; `wrong` is the answer to `wrong_id` that could not be sent, with its errors."""
    at = now()
    waiting = [
        Waiting(
            request=row,
            contact=contact_details(contact_id=row.contact_id),
            since=timesince(row.asked_at, at, depth=1),
            form=wrong if wrong is not None and row.id == wrong_id else _form(row.id),
        )
        for row in list_people_waiting()
    ]
    context = {
        **shell(desk=desk, current="people"),
        "waiting": waiting,
        "form": wrong,
        "may_answer": may(actor=desk.actor, act="answer_person"),
        "page_url": reverse("console:people"),
    }
    return render(request, "console/inbox/people.html", context, status=status)


@require_POST
@staff(permission="complaints.answer_person")
def answer(request: HttpRequest, desk: Desk, request_id: int) -> HttpResponseBase:
    form = _form(request_id, data=request.POST)
    if not form.is_valid():
        return _shown(request=request, desk=desk, wrong=form, wrong_id=request_id, status=422)
    try:
        answer_person(actor=desk.actor, request_id=request_id, text=form.cleaned_data["text"])
    except RequestUnknown:
        messages.warning(request, gettext("A colleague has answered this person already."))
    else:
        messages.success(request, gettext("Answer sent"), extra_tags="toast")
    return redirect("console:people")
