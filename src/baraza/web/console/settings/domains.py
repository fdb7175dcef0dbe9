"""Own web addresses: claimed with a form, proved by a record that is shown to be copied, checked again with a button."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.settings.domains import (
    FAULTS,
    MOST,
    DomainUnknown,
    HostClaimed,
    HostUnusable,
    OwnDomain,
    TooManyDomains,
    ask_check,
    claim_domain,
    give_up_domain,
    list_domains,
    read_host,
)
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import act, save, shown

STATES = {
    "pending": (_("not proved yet"), "yellow"),
    "verified": (_("in use"), "green"),
    "failed": (_("not in use"), "red"),
}


class DomainForm(forms.Form):
    use_required_attribute = False

    host = forms.CharField(
        label=_("Web address"),
        max_length=300,
        help_text=_("Such as report.umngeni.gov.za. It must be a name that you look after."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        error_messages={"required": _("Write a name such as report.umngeni.gov.za")},
    )

    def clean_host(self) -> str:
        try:
            return read_host(self.cleaned_data["host"])
        except HostUnusable as error:
            raise forms.ValidationError(
                gettext("This is no name that can be used. Write one of your own, such as report.umngeni.gov.za")
            ) from error


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def domains(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted = request.method == "POST"
    form = DomainForm(data=request.POST if posted else None)

    def page(status: int | None = None) -> HttpResponseBase:
        context = {"rows": [_row(one) for one in list_domains()]}
        return shown(request=request, desk=desk, template="domains", form=form, context=context, status=status)

    if not posted or not form.is_valid():
        return page()
    return save(
        request=request,
        form=form,
        run=lambda: claim_domain(actor=desk.actor, host=form.cleaned_data["host"]),
        done=gettext("Added. Now write the record below into your zone."),
        to=reverse("console:settings-domains"),
        again=page,
        refusals={
            HostClaimed: ("host", gettext("You have this one already; it stands below")),
            TooManyDomains: ("host", gettext("There are %(most)s already; take one away first") % {"most": MOST}),
        },
    )


@require_POST
@staff(permission="settings.manage")
def check(request: HttpRequest, desk: Desk, domain_id: int) -> HttpResponseBase:
    return _acted(
        request,
        lambda: ask_check(actor=desk.actor, domain_id=domain_id),
        gettext("We are asking the name servers. Look again in some seconds."),
    )


@require_POST
@staff(permission="settings.manage")
def remove(request: HttpRequest, desk: Desk, domain_id: int) -> HttpResponseBase:
    return _acted(request, lambda: give_up_domain(actor=desk.actor, domain_id=domain_id), gettext("Taken away."))


def _acted(request: HttpRequest, run: Callable[[], object], done: str) -> HttpResponseBase:
    try:
        return act(request=request, run=run, done=done, to=reverse("console:settings-domains"))
    except DomainUnknown as error:
        raise Http404(str(error)) from error


def _row(one: OwnDomain) -> dict[str, object]:
    word, tone = STATES[one.state]
    return {
        "domain": one,
        "word": gettext("being checked") if one.checking else word,
        "tone": "blue" if one.checking else tone,
        "fault": gettext(FAULTS[one.fault]) if one.fault else "",
    }
