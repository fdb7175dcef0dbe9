"""Removes a caller who asked for it from the calls: a number, what it concerns, and the word that it shall be so."""

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.lib.phone import normalise, readable
from baraza.services.call_analytics.actions.forgetting_callers import CallerForgotten, forget_caller
from baraza.services.call_analytics.queries.callers import CallsOfNumber, calls_of_number, number_at_other_end
from baraza.web.console.access import Desk, recently_confirmed, staff
from baraza.web.console.shell import shell

_LONG_ID: Final = 19
# Further ones are counted together.
_DAYS_SHOWN: Final = 14


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Telephone number of the caller"),
        help_text=_(
            "As you would dial it, or with + and the country code. The audit trail keeps its last four digits."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the telephone number of the caller.")},
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region

    def clean_number(self) -> str:
        number = normalise(str(self.cleaned_data["number"]), region=self.region)
        if number is None:
            wrong = gettext("This is no telephone number. Write it with its area code, or with + and the country code.")
            raise forms.ValidationError(wrong)
        return number


class SureForm(forms.Form):
    sure = forms.BooleanField(
        label=_("The person asked for it, and I know that nothing of it comes back"),
        error_messages={"required": _("Tick that the person asked for it.")},
    )


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="calls.forget")
def forget(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The number is posted, never in an address: addresses stand in logs."""
    region = desk.organisation.phone_region
    if request.method != "POST":
        return _page(request, desk, NumberForm(region=region, initial={"number": _number_of(request, desk)}))
    form = NumberForm(request.POST, region=region)
    if not form.is_valid():
        return _page(request, desk, form)
    number = form.cleaned_data["number"]
    sure = SureForm(request.POST) if "confirm" in request.POST else SureForm()
    if not sure.is_valid():
        found = calls_of_number(actor=desk.actor, number=number, region=region)
        return _page(request, desk, form, number=number, found=found, sure=sure)
    with transaction.atomic():
        done = forget_caller(actor=desk.actor, number=number, region=region)
    _say(request, done)
    return redirect("console:calls")


def _number_of(request: HttpRequest, desk: Desk) -> str:
    """Of the call from whose page one came."""
    given = request.GET.get("call", "")
    if not (given.isascii() and given.isdigit() and len(given) < _LONG_ID):
        return ""
    number = normalise(number_at_other_end(actor=desk.actor, call_id=int(given)), region=desk.organisation.phone_region)
    return readable(number, region=desk.organisation.phone_region) if number else ""


def _page(
    request: HttpRequest,
    desk: Desk,
    form: NumberForm,
    *,
    number: str = "",
    found: CallsOfNumber | None = None,
    sure: SureForm | None = None,
) -> HttpResponseBase:
    days = found.days if found else ()
    context = {
        **shell(desk=desk, current="calls"),
        "form": form,
        "number": number,
        "shown": readable(number, region=desk.organisation.phone_region) if number else "",
        "found": found,
        "days": days[:_DAYS_SHOWN],
        "earlier": sum(count for _, count in days[_DAYS_SHOWN:]),
        "sure": sure,
        "rows_are_wrong": bool(sure and sure.errors),
    }
    is_wrong = bool(form.errors) or context["rows_are_wrong"]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "console/calls/forget.html", context, status=status)


def _say(request: HttpRequest, done: CallerForgotten) -> None:
    if done == CallerForgotten(now=0, soon=0, tomorrow=0):
        messages.info(request, gettext("There was no call of this number left. Nothing was changed."))
        return
    said = []
    for count, words in (
        (done.now, ngettext("%(count)s call was cleared.", "%(count)s calls were cleared.", done.now)),
        (done.soon, ngettext("%(count)s more follows soon.", "%(count)s more follow within minutes.", done.soon)),
        (
            done.tomorrow,
            ngettext("%(count)s follows in a day.", "%(count)s follow in a day.", done.tomorrow),
        ),
    ):
        if count:
            said.append(words % {"count": f"{count:,}"})
    messages.success(request, " ".join(said))
