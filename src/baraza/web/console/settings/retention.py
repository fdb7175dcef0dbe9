"""How long what is kept: days per kind of data, between what must be and what may be."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baraza.core.settings.retention import SECTION, DataClass, OutOfBounds, data_classes, list_retention, set_retention
from baraza.core.settings.sections import section_version
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown


class RetentionForm(SectionForm):
    def __init__(self, *, kinds: Sequence[DataClass], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._kinds = kinds
        for one in kinds:
            bounds = {"least": one.least, "most": f"{one.most:,}"}
            wrong = gettext("Write whole days, from %(least)s to %(most)s") % bounds
            self.fields[one.code] = forms.IntegerField(
                label=gettext(one.label),
                help_text=gettext(one.help) + " " + gettext("From %(least)s to %(most)s days.") % bounds,
                min_value=one.least,
                max_value=one.most,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )

    @property
    def days_fields(self) -> list[BoundField]:
        return [self[one.code] for one in self._kinds]


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def retention(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted = request.method == "POST"
    initial = {"version": section_version(name=SECTION), **list_retention()}
    kinds = data_classes(services=desk.organisation.services)
    form = RetentionForm(kinds=kinds, data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="retention", form=form, status=status)

    if not posted or not form.is_valid():
        return page()
    days = {one.code: form.cleaned_data[one.code] for one in kinds}
    return save(
        request=request,
        form=form,
        run=lambda: set_retention(actor=desk.actor, days=days, version=form.cleaned_data["version"]),
        done=gettext("Retention saved"),
        to=reverse("console:settings-retention"),
        again=page,
        refusals={OutOfBounds: ("", gettext("One of these is outside what the law asks for"))},
    )
