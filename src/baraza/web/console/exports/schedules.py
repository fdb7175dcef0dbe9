"""Lists that are made by themselves and told of by e-mail."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.capabilities.exports.errors import ExportUnknown
from baraza.capabilities.exports.queries import ScheduleSummary, list_schedules
from baraza.capabilities.exports.scheduling import (
    remove_schedule,
    send_letters_again,
    switch_schedule,
    write_schedule,
)
from baraza.web.console.access import Desk, staff
from baraza.web.console.exports.forms import ScheduleForm
from baraza.web.console.exports.readers import narrowed
from baraza.web.console.exports.views import first_list, tabs
from baraza.web.console.exports.wording import times_of
from baraza.web.console.shell import shell


@dataclass(frozen=True, kw_only=True)
class Row:
    schedule: ScheduleSummary
    list: str
    times: str


@require_safe
@staff(permission="exports.schedule")
def schedules(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    context = {
        **shell(desk=desk, current="exports"),
        "tabs": tabs(desk=desk, current="schedules"),
        "rows": [Row(schedule=one, list=gettext(one.kind_label), times=times_of(one)) for one in list_schedules()],
        "first_list": first_list(desk),
    }
    return render(request, "console/exports/schedules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="exports.schedule")
def new(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    found = narrowed(query=request.GET, desk=desk)
    if request.method == "POST":
        form = ScheduleForm(request.POST, found=found)
        if form.is_valid():
            write_schedule(actor=desk.actor, plan=form.plan(found))
            messages.success(request, gettext("Saved. The first one is made at the time below."))
            return redirect("console:exports-schedules")
    else:
        form = ScheduleForm(found=found, initial={"title": gettext(found.kind.label)})
    context = {
        **shell(desk=desk, current="exports"),
        "form": form,
        "list": gettext(found.kind.label),
        # Which days is asked in the form.
        "words": found.words[1:] if found.has_days else found.words,
        "zone": desk.organisation.time_zone,
        "action": f"{request.path}?{request.GET.urlencode()}",
    }
    return render(request, "console/exports/schedule.html", context, status=422 if form.errors else 200)


@require_POST
@staff(permission="exports.schedule")
def switch(request: HttpRequest, desk: Desk, schedule_id: int) -> HttpResponseBase:
    active = request.POST.get("active") == "on"
    try:
        switch_schedule(actor=desk.actor, schedule_id=schedule_id, active=active)
    except ExportUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Switched on.") if active else gettext("Switched off."))
    return redirect("console:exports-schedules")


@require_POST
@staff(permission="exports.schedule")
def send_again(request: HttpRequest, desk: Desk, schedule_id: int) -> HttpResponseBase:
    try:
        letters = send_letters_again(actor=desk.actor, schedule_id=schedule_id)
    except ExportUnknown as error:
        raise Http404(str(error)) from error
    said = ngettext("%(number)s e-mail is being sent again.", "%(number)s e-mails are being sent again.", letters)
    messages.success(request, said % {"number": letters})
    return redirect("console:exports-schedules")


@require_POST
@staff(permission="exports.schedule")
def remove(request: HttpRequest, desk: Desk, schedule_id: int) -> HttpResponseBase:
    try:
        remove_schedule(actor=desk.actor, schedule_id=schedule_id)
    except ExportUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("Removed. Files that it made stay for their days."))
    return redirect("console:exports-schedules")
