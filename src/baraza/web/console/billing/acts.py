"""What is decided about bills: one call, a month's end, a credit note."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baraza.services.call_analytics.actions.billing import close_month, override_call
from baraza.services.call_analytics.actions.credit_notes import write_credit_note
from baraza.services.call_analytics.actions.errors import (
    CallOfAnother,
    CreditTooLarge,
    MonthBefore,
    MonthClosed,
    MonthNotOver,
    NothingToBill,
)
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.queries.statements import Statement
from baraza.web.console.access import Desk, staff
from baraza.web.console.billing.component import billing_of
from baraza.web.console.billing.forms import OF_CALL, CloseForm, CreditForm, OverrideForm
from baraza.web.console.billing.statements import PERMISSION, month_or_404, statement_or_404, statement_words
from baraza.web.console.shell import shell


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def override(request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    """The decision on one call with what was booked of it; posting decides otherwise."""
    form = OverrideForm(data=request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            with transaction.atomic():
                override_call(actor=desk.actor, call_id=call_id, **form.chosen())
        except CallUnknown as error:
            raise Http404(str(error)) from error
        except NothingToBill:
            form.add_error(None, gettext("There are no billing rules yet. Write them first."))
        else:
            messages.success(request, gettext("Decided. The charge has been worked out anew."), extra_tags="toast")
            return redirect("console:billing-call", call_id)
    billing = billing_of(desk=desk, call_id=call_id, form=form)
    if billing is None:
        raise Http404(f"No call {call_id}.")
    context = {**shell(desk=desk, current="billing"), "billing": billing}
    return render(request, "console/billing/call.html", context, status=422 if form is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def close(request: HttpRequest, desk: Desk, year: int, month: int) -> HttpResponseBase:
    """Asks once more, then closes for good."""
    found = statement_or_404(desk, year, month)
    form = CloseForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        problem = _closed(desk, year, month)
        if not problem:
            messages.success(request, gettext("The statement is closed"), extra_tags="toast")
            return redirect("console:billing-statement", year, month)
        form.add_error(None, problem)
    context = {**shell(desk=desk, current="billing"), **statement_words(found), "form": form}
    return render(request, "console/billing/close.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def credit(request: HttpRequest, desk: Desk, year: int, month: int) -> HttpResponseBase:
    found = statement_or_404(desk, year, month)
    form = CreditForm(
        data=request.POST if request.method == "POST" else None,
        clients=[one.key for one in found.clients if one.key],
        initial={"external_id": request.GET.get("call", ""), "client": OF_CALL if request.GET.get("call") else ""},
    )
    if request.method == "POST" and form.is_valid():
        number = _written(desk, found, form)
        if number is not None:
            words = gettext("Credit note %(number)d is written") % {"number": number}
            messages.success(request, words, extra_tags="toast")
            return redirect("console:billing")
    context = {**shell(desk=desk, current="billing"), **statement_words(found), "form": form}
    return render(request, "console/billing/credit.html", context, status=422 if form.errors else 200)


def _written(desk: Desk, found: Statement, form: CreditForm) -> int | None:
    """The number of the note; None when the form says what stands in the way."""
    try:
        with transaction.atomic():
            return write_credit_note(actor=desk.actor, month=found.row.month, **form.chosen())
    except CreditTooLarge:
        form.add_error(
            "amount", gettext("This is more than was charged to that client, or for that call. Enter a smaller amount")
        )
    except CallUnknown:
        form.add_error("external_id", gettext("No call of this number stands in the statement. Copy it from there"))
    except CallOfAnother:
        form.add_error("external_id", gettext("This call is one of another client. Choose that one, or another call"))
    return None


def _closed(desk: Desk, year: int, month: int) -> str:
    """What stands in the way, in words; empty when it is closed now."""
    try:
        with transaction.atomic():
            close_month(actor=desk.actor, month=month_or_404(year, month))
    except MonthClosed:
        return gettext("It is closed already. A colleague was faster.")
    except MonthNotOver:
        return gettext("This month is not over yet.")
    except MonthBefore:
        return gettext("An earlier month is still open. Close that one first.")
    return ""
