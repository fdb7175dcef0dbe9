"""What is asked of files: a new one, that one stops, how long they are kept."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.capabilities.exports.actions import ask_export, cancel_export, set_keeping_days
from baraza.capabilities.exports.errors import ExportUnknown, TooManyRows, TooManyWaiting
from baraza.core.identity.permissions import allows
from baraza.web.console.access import Desk, staff
from baraza.web.console.exports.forms import KeepingForm, NewForm
from baraza.web.console.exports.readers import Narrowed, narrowed
from baraza.web.console.exports.views import render_exports
from baraza.web.console.shell import shell

# Where each list is looked at, to go back to.
_LISTS = {
    "call_figures": "console:call-boards",
    "call_costs": "console:call-boards",
    "calls": "console:calls",
    "calls-cost": "console:calls",
    "complaints": "console:complaints",
    "audit": "console:audit",
}
_STATEMENTS = {"calls.statement", "calls.statement-client"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="exports.use")
def new(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The list and its filter are in the address, for the page and for the form alike."""
    found = narrowed(query=request.GET, desk=desk)
    form = NewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            export_id = ask_export(
                actor=desk.actor,
                kind=found.kind.name,
                format=form.cleaned_data["format"],
                narrowing=found.narrowing,
                narrowed_by=found.words,
            )
        except TooManyRows as error:
            form.add_error("format", _too_many(error))
        except TooManyWaiting:
            form.add_error(None, gettext("Several of your files are being made. Wait for one of them, or cancel one."))
        else:
            return redirect("console:export", export_id)
    return _render_new(request, desk, found=found, form=form)


def _render_new(request: HttpRequest, desk: Desk, *, found: Narrowed, form: NewForm) -> HttpResponseBase:
    query = without_kind(request.GET)
    context = {
        **shell(desk=desk, current="exports"),
        "form": form,
        "list": gettext(found.kind.label),
        "words": found.words,
        "rows": found.kind.count(found.narrowing),
        "action": f"{request.path}?{request.GET.urlencode()}",
        "list_url": _list_url(found, query),
        "schedule_url": f"{reverse('console:exports-schedule-new')}?{request.GET.urlencode()}"
        if allows(actor=desk.actor, permission="exports.schedule")
        else "",
    }
    return render(request, "console/exports/new.html", context, status=422 if form.errors else 200)


def _list_url(found: Narrowed, query: str) -> str:
    month = found.narrowing.get("month")
    if found.kind.name in _STATEMENTS and isinstance(month, str):
        return reverse("console:billing-statement", args=[int(part) for part in month.split("-")])
    return f"{reverse(_LISTS[found.kind.name])}?{query}"


def without_kind(query: QueryDict) -> str:
    kept = query.copy()
    kept.pop("kind", None)
    return kept.urlencode()


def _too_many(error: TooManyRows) -> str:
    words = ngettext(
        "This list has %(rows)d row; a PDF holds %(most)d. Choose CSV or Excel, or filter the list.",
        "This list has %(rows)d rows; a PDF holds %(most)d. Choose CSV or Excel, or filter the list.",
        error.rows,
    )
    return words % {"rows": error.rows, "most": error.most}


@require_POST
@staff(permission="exports.use")
def cancel(request: HttpRequest, desk: Desk, export_id: uuid.UUID) -> HttpResponseBase:
    try:
        cancelled = cancel_export(actor=desk.actor, export_id=str(export_id))
    except ExportUnknown as error:
        raise Http404(str(error)) from error
    said = gettext("The file is not made any further.") if cancelled else gettext("It was finished already.")
    messages.info(request, said)
    return redirect("console:export", str(export_id))


@require_POST
@staff(permission="exports.manage")
def keeping(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = KeepingForm(request.POST)
    if not form.is_valid():
        return render_exports(request=request, desk=desk, form=form)
    set_keeping_days(actor=desk.actor, days=form.cleaned_data["days"])
    messages.success(request, gettext("Saved. It counts for files that are made from now on."))
    return redirect("console:exports")
