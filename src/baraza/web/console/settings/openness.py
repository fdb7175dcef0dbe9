"""What everybody may see of reports: how far positions are blurred, and whether words are shown."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.settings.openness import SECTION, Openness, get_openness, set_openness
from baraza.core.settings.sections import section_version
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown


class OpennessForm(SectionForm):
    blur = forms.ChoiceField(
        label=_("Where a report is drawn on the public map"),
        widget=forms.RadioSelect(),
        choices=[
            ("100", _("In the middle of a square of 100 metres")),
            ("500", _("In the middle of a square of 500 metres")),
            ("ward", _("Not at all: only its ward is named")),
            ("off", _("Exactly where it is")),
        ],
        help_text=_("Exact places can lead to the home of who reported."),
    )
    words = forms.BooleanField(
        label=_("Show what residents wrote"),
        required=False,
        help_text=_(
            "Numbers, e-mail addresses and the name of who reported are taken out of them; names of others may stay. Staff can hide the words of single reports."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def openness(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted, now = request.method == "POST", get_openness()
    initial = {"blur": now.blur, "words": now.words, "version": section_version(name=SECTION)}
    form = OpennessForm(data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="openness", form=form, status=status)

    if not posted or not form.is_valid():
        return page()
    taken = form.cleaned_data
    wanted = Openness(blur=taken["blur"], words=taken["words"])
    return save(
        request=request,
        form=form,
        run=lambda: set_openness(actor=desk.actor, openness=wanted, version=taken["version"]),
        done=gettext("Saved"),
        to=reverse("console:settings-openness"),
        again=page,
    )
