"""Setting up and removing second factors, and the codes on paper that come with the first one."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from baraza.core.identity.actions import second_factor as acts
from baraza.core.identity.actions.account import Person
from baraza.core.identity.second_factor import passkeys, totp
from baraza.core.identity.second_factor.carrying import carried, carry, dropped
from baraza.core.identity.sign_in.factors import factors_of
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.web.console.access import recently_confirmed
from baraza.web.console.account.forms import FirstCodeForm, PasskeyForm, PasskeyNameForm
from baraza.web.console.account.page import own, page
from baraza.web.ui.tries import too_many

_SECRET, _CODES = "second_factor_secret", "second_factor_codes"
_GROUP = 4


@require_safe
@own
def overview(request: HttpRequest, person: Person) -> HttpResponseBase:
    return page(request, template="factors", current="account", factors=factors_of(user=person))


@sensitive_variables("secret", "codes")
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@own
def app(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The secret is carried in the session, sealed, until a first code proves that the app has it."""
    form = FirstCodeForm(request.POST or None)
    secret = carried(request, _SECRET)
    if secret is None:
        secret, form = totp.new_secret(), FirstCodeForm()
        carry(request, _SECRET, secret)
    if form.is_valid():
        try:
            codes = acts.add_app(user=person, secret=secret, code=form.cleaned_data["code"])
        except acts.CodeWrong:
            form.add_error("code", _("That is not the code. Check that the phone's clock is right, then try again."))
        except acts.AppThereAlready:
            dropped(request, _SECRET)
            return redirect("console:factors")
        except TooManyTries as error:
            return too_many(request, seconds=error.seconds)
        else:
            dropped(request, _SECRET)
            return _added(request, codes, said=_("Your authenticator app is set up."))
    address = totp.enrolment_address(user=person, secret=secret)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"picture": totp.picture(address), "secret": _in_groups(secret), "factors": factors_of(user=person)}
    return page(request, template="app", current="account", status=status, form=form, **context)


@require_POST
@recently_confirmed
@own
def remove_app(request: HttpRequest, person: Person) -> HttpResponseBase:
    try:
        acts.remove_app(user=person)
    except acts.LastFactor:
        return _kept_last(request)
    messages.success(request, _("The authenticator app is removed."))
    return redirect("console:factors")


@require_POST
@recently_confirmed
@own
def renew_codes(request: HttpRequest, person: Person) -> HttpResponseBase:
    if not factors_of(user=person).any:
        return redirect("console:factors")
    return _added(request, acts.renew_recovery_codes(user=person), said="")


@require_GET
@own
def codes(request: HttpRequest, _person: Person) -> HttpResponseBase:
    """Shown until the person goes on, and never again after that."""
    shown = carried(request, _CODES)
    if shown is None:
        return redirect("console:factors")
    return page(request, template="codes", current="account", codes=shown.split())


@require_GET
@own
def codes_file(request: HttpRequest, person: Person) -> HttpResponseBase:
    shown = carried(request, _CODES)
    if shown is None:
        raise Http404
    head = _("Recovery codes of %(email)s. Each works once.") % {"email": person.email}
    text = "\n".join([head, "", *shown.split(), ""])
    disposition = 'attachment; filename="recovery-codes.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": disposition})


@require_POST
@own
def codes_stored(request: HttpRequest, _person: Person) -> HttpResponseBase:
    dropped(request, _CODES)
    return redirect("console:factors")


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@own
def add_passkey(request: HttpRequest, person: Person) -> HttpResponseBase:
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        try:
            codes = acts.add_passkey(user=person, **form.cleaned_data)
        except passkeys.PasskeyRefused:
            form.add_error("name", _("That passkey could not be added. Try again."))
        else:
            return _added(request, codes, said=_("Your passkey is added."))
    elif form.is_bound and form.has_error("credential") and not form.has_error("name"):
        form.add_error("name", form.errors["credential"][0])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    options = passkeys.options_for_adding(user=person)
    return page(request, template="passkey_add", current="account", status=status, form=form, options=options)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@own
def passkey(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    """Its name."""
    known = next((one for one in factors_of(user=person).passkeys if one.id == number), None)
    if known is None:
        raise Http404
    form = PasskeyNameForm(request.POST or None, initial={"name": known.name})
    if form.is_valid() and acts.rename_passkey(user=person, passkey_id=number, name=form.cleaned_data["name"]):
        messages.success(request, _("Saved."))
        return redirect("console:factors")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, template="passkey", current="account", status=status, form=form, passkey=known)


@require_POST
@recently_confirmed
@own
def remove_passkey(request: HttpRequest, person: Person, number: int) -> HttpResponseBase:
    try:
        removed = acts.remove_passkey(user=person, passkey_id=number)
    except acts.LastFactor:
        return _kept_last(request)
    if not removed:
        raise Http404
    messages.success(request, _("The passkey is removed. Remove it on the device as well."))
    return redirect("console:factors")


def _added(request: HttpRequest, codes: list[str], *, said: str) -> HttpResponse:
    if said:
        messages.success(request, said)
    if not codes:
        return redirect("console:factors")
    carry(request, _CODES, " ".join(codes))
    return redirect("console:codes")


def _kept_last(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Your organisation asks for a second factor. Add another one first."))
    return redirect("console:factors")


def _in_groups(secret: str) -> str:
    """Easier to type."""
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))
