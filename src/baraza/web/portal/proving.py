"""Whose telephone or mailbox it is: a code goes there, and whoever brings it back has it. Two pages, for several ends."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from baraza.capabilities.notifications.codes import CodeWrong, confirm_code, send_code
from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.reaching import letters_connection
from baraza.web.portal.forms_track import CodeForm, PhoneForm
from baraza.web.portal.shell import go_to, shell
from baraza.web.ui.tries import too_many


@dataclass(frozen=True, kw_only=True)
class Way:
    """`purpose` binds the code to its end; `slot` names what the browser remembers between the two pages."""

    purpose: str
    slot: str
    current: str
    number_page: str
    number_template: str
    code_page: str
    go: str | Promise

    def kept(self, organisation: OrganisationProfile) -> str:
        return f"{self.slot}:{organisation.slug}"


def ask_number(*, request: HttpRequest, organisation: OrganisationProfile, way: Way) -> HttpResponseBase:
    form = PhoneForm(
        request.POST if request.method == "POST" else None,
        region=organisation.phone_region,
        letters=letters_connection() is not None,
    )
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        try:
            key = send_code(
                to=number,
                purpose=way.purpose,
                language=get_language() or organisation.default_language,
                address=address_of(request),
            )
        except TooManyTries as error:
            return too_many(request, seconds=error.seconds)
        request.session[way.kept(organisation)] = {"key": key, "to": number}
        return go_to(name=way.code_page, organisation=organisation)
    context = {**shell(organisation=organisation, current=way.current), "form": form}
    return render(request, way.number_template, context, status=422 if form.errors else 200)


def ask_code(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    way: Way,
    proved: Callable[[int], HttpResponseBase],
) -> HttpResponseBase:
    """`proved` is called with the person's contact id, in a session of a new name."""
    asked = request.session.get(way.kept(organisation))
    if not asked:
        return go_to(name=way.number_page, organisation=organisation)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contact_id = confirm_code(purpose=way.purpose, code=form.cleaned_data["code"], **asked)
        except CodeWrong:
            form.add_error("code", gettext("This code does not work. Check it, or ask for a new one"))
        else:
            request.session.cycle_key()
            del request.session[way.kept(organisation)]
            return proved(contact_id)
    context = {
        **shell(organisation=organisation, current=way.current),
        "form": form,
        "phone": asked["to"],
        "number_page": f"portal:{way.number_page}",
        "go": way.go,
    }
    return render(request, "portal/code.html", context, status=422 if form.errors else 200)
