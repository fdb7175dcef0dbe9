"""Quiet hours: when notices to residents wait until the morning."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.settings.quiet import SECTION, HoursEmpty, QuietHours, get_quiet_hours, set_quiet_hours
from baraza.core.settings.sections import section_version
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown


class QuietHoursForm(SectionForm):
    on = forms.BooleanField(
        label=_("Do not disturb residents at night"),
        required=False,
        help_text=_("News of reports waits for the end of the quiet hours. Who chose “at night, too” is told at once."),
    )
    begins = forms.TimeField(label=_("From"), input_formats=["%H:%M"])
    ends = forms.TimeField(label=_("Until"), input_formats=["%H:%M"])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, example in (("begins", "21:00"), ("ends", "07:00")):
            wrong = gettext("Write a time such as %(example)s") % {"example": example}
            field = self.fields[name]
            field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"})
            field.error_messages = dict.fromkeys(("required", "invalid"), wrong)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def quiet_hours(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted, now = request.method == "POST", get_quiet_hours()
    initial = {"on": now.on, "begins": now.begins, "ends": now.ends, "version": section_version(name=SECTION)}
    form = QuietHoursForm(data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="quiet_hours", form=form, status=status)

    if not posted or not form.is_valid():
        return page()
    taken = form.cleaned_data
    hours = QuietHours(on=taken["on"], begins=_minutes(taken["begins"]), ends=_minutes(taken["ends"]))
    return save(
        request=request,
        form=form,
        run=lambda: set_quiet_hours(actor=desk.actor, hours=hours, version=taken["version"]),
        done=gettext("Quiet hours saved"),
        to=reverse("console:settings-quiet-hours"),
        again=page,
        refusals={HoursEmpty: ("ends", gettext("They end when they begin. Choose another time"))},
    )


def _minutes(time: dt.time) -> dt.time:
    return time.replace(second=0, microsecond=0)
