"""What residents are asked when they report."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.settings.reporting import SECTION, allow_anonymous, anonymous_allowed
from baraza.core.settings.sections import section_version
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown


class ReportingForm(SectionForm):
    anonymous = forms.BooleanField(
        label=_("Residents may report without a mobile number"),
        required=False,
        help_text=_("On the pages for residents. On WhatsApp and USSD the number is known in any case."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def reporting(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted = request.method == "POST"
    initial = {"anonymous": anonymous_allowed(), "version": section_version(name=SECTION)}
    form = ReportingForm(data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="reporting", form=form, status=status)

    if not posted or not form.is_valid():
        return page()
    taken = form.cleaned_data
    return save(
        request=request,
        form=form,
        run=lambda: allow_anonymous(actor=desk.actor, allowed=taken["anonymous"], version=taken["version"]),
        done=gettext("Saved"),
        to=reverse("console:settings-reporting"),
        again=page,
    )
