"""Who sits there now: the password or a second factor once more, before something sensitive."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actions.account import Person
from baraza.core.identity.second_factor.passkeys import options_for_asking
from baraza.core.identity.sign_in import confirming
from baraza.core.identity.sign_in.factors import factors_of
from baraza.core.identity.sign_in.flow import SignInRefused
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.web.console.account.forms import CODE_REFUSED, CodeForm, ConfirmForm, CredentialForm
from baraza.web.console.account.page import own, page
from baraza.web.ui.tries import too_many


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@own
def confirm(request: HttpRequest, person: Person) -> HttpResponseBase:
    posted = request.POST if request.method == "POST" else {}
    password = ConfirmForm(posted if "password" in posted else None)
    code = CodeForm(posted if "code" in posted else None)
    try:
        if _is_right(request, person, password=password, code=code):
            return redirect(_leads_to(request))
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    factors = factors_of(user=person)
    return page(
        request,
        template="confirm",
        current="account",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK,
        password=password,
        code=code,
        form=code if code.is_bound else password,
        factors=factors,
        options=options_for_asking(user=person) if factors.passkeys else None,
        next=_leads_to(request),
    )


def _is_right(request: HttpRequest, person: Person, *, password: ConfirmForm, code: CodeForm) -> bool:
    """Says on the form what was not."""
    credential = CredentialForm(request.POST)
    try:
        if credential.is_valid() and isinstance(answer := credential.cleaned_data["credential"], dict):
            confirming.confirm_passkey(request=request, user=person, credential=answer)
            return True
        if password.is_valid():
            confirming.confirm_password(request=request, user=person, password=password.cleaned_data["password"])
            return True
        if code.is_valid():
            confirming.confirm_code(request=request, user=person, code=code.cleaned_data["code"])
            return True
    except SignInRefused:
        if code.is_bound:
            code.add_error("code", CODE_REFUSED)
        else:
            password.full_clean()
            password.add_error("password", _("That is not right. Try again."))
    return False


def _leads_to(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("console:account")
