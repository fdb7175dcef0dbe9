"""Residents who asked for a person, oldest first, and the answer to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.services.complaints.actions.people import RequestUnknown, answer_person
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.information import list_people_waiting
from baraza.web.console.access import Desk, staff
from baraza.web.console.forms import AnswerForm
from baraza.web.console.shell import shell


@require_safe
@staff(act="read")
def people(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    waiting = [{"request": row, "form": AnswerForm(auto_id=f"answer_{row.id}_%s")} for row in list_people_waiting()]
    context = {
        **shell(desk=desk, current="people"),
        "waiting": waiting,
        "may_answer": may(actor=desk.actor, act="answer_person"),
    }
    return render(request, "console/people.html", context)


@require_POST
@staff(act="answer_person")
def answer(request: HttpRequest, desk: Desk, request_id: int) -> HttpResponseBase:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Write the answer first"))
        return redirect("console:people")
    try:
        answer_person(actor=desk.actor, request_id=request_id, text=form.cleaned_data["text"])
    except RequestUnknown:
        messages.warning(request, gettext("A colleague has answered this person already."))
    else:
        messages.success(request, gettext("Answer sent"), extra_tags="toast")
    return redirect("console:people")
