"""Before anybody sees or changes what we keep about them: a code sent to their telephone, good for half an hour."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.capabilities.notifications.codes import CodeWrong, confirm_code, send_code
from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.clock import now
from baraza.messaging.reaching import letters_connection
from baraza.web.portal.explore_cache import same_form_for_all
from baraza.web.portal.forms_track import CodeForm, PhoneForm
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import go_to, shell
from baraza.web.ui.tries import too_many

_PURPOSE = "portal.my_data"
_GOOD_FOR = timedelta(minutes=30)
# Names in audit and ledger how the person showed who they are.
PROOF = "one-time code to the telephone"


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_any_organisation
def phone(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
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
                purpose=_PURPOSE,
                language=get_language() or organisation.default_language,
                address=address_of(request),
            )
        except TooManyTries as error:
            return too_many(request, seconds=error.seconds)
        request.session[_asked(organisation)] = {"key": key, "to": number}
        return go_to(name="my-data-code", organisation=organisation)
    context = {**shell(organisation=organisation, current="my-data"), "form": form}
    return render(request, "portal/my_data_phone.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def code(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    asked = request.session.get(_asked(organisation))
    if not asked:
        return go_to(name="my-data-phone", organisation=organisation)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contact_id = confirm_code(purpose=_PURPOSE, code=form.cleaned_data["code"], **asked)
        except CodeWrong:
            form.add_error("code", gettext("This code does not work. Check it, or ask for a new one"))
        else:
            request.session.cycle_key()
            del request.session[_asked(organisation)]
            show(request=request, organisation=organisation, contact_id=contact_id)
            return go_to(name="my-data", organisation=organisation)
    context = {**shell(organisation=organisation, current="my-data"), "form": form, "phone": asked["to"]}
    return render(request, "portal/my_data_code.html", context, status=422 if form.errors else 200)


@require_POST
@in_any_organisation
def leave(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    close(request=request, organisation=organisation)
    messages.success(request, gettext("Your data is shown here no more."))
    return go_to(name="home", organisation=organisation)


def show(*, request: HttpRequest, organisation: OrganisationProfile, contact_id: int) -> None:
    """To whoever proved that they are this person."""
    until = (now() + _GOOD_FOR).timestamp()
    request.session[_shown(organisation)] = {"contact_id": contact_id, "until": until}


def person_of(*, request: HttpRequest, organisation: OrganisationProfile) -> int | None:
    """Whose telephone it is; None when nobody showed it, or too long ago."""
    shown = request.session.get(_shown(organisation))
    return shown["contact_id"] if shown and shown["until"] > now().timestamp() else None


def close(*, request: HttpRequest, organisation: OrganisationProfile) -> None:
    request.session.pop(_shown(organisation), None)


def _asked(organisation: OrganisationProfile) -> str:
    return f"my-data-code:{organisation.slug}"


def _shown(organisation: OrganisationProfile) -> str:
    return f"my-data:{organisation.slug}"
