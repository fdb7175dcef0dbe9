"""Signing in and out, and the choice of organisation for people who work in several."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baraza.core.identity.actions.account import Person
from baraza.core.identity.second_factor.passkeys import options_for_asking
from baraza.core.identity.sign_in import flow
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.web.console.access import choose_organisation
from baraza.web.console.account.forms import CODE_REFUSED, CodeForm, CredentialForm
from baraza.web.console.numbers import whole_number
from baraza.web.console.sign_in_form import SignInForm
from baraza.web.ui.tries import too_many

_WORDS = "words_kept"
_MOST_WORDS, _LONGEST_WORDS = 5, 10_000


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """One page for all roles; where it leads is decided by who it was."""
    if request.user.is_authenticated:
        return redirect(_leads_to(request))
    form = SignInForm(request.POST or None)
    if request.method != "POST":
        return _page(request, form)
    try:
        return _tried(request, form)
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)


def _tried(request: HttpRequest, form: SignInForm) -> HttpResponseBase:
    email, password = (request.POST.get(name, "") for name in ("username", "password"))
    if form.is_valid():
        email, password = form.cleaned_data["username"], form.cleaned_data["password"]
        words = _words(request)
        try:
            response = flow.with_password(
                request=request, email=email, password=password, leads_to=_leads_to(request, words)
            )
        except flow.SignInRefused:
            form.add_error(None, _("That e-mail address and password do not go together. Try again."))
        else:
            _keep(request, words)
            return response
    else:
        flow.count_try(request=request, email=email)
    return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@never_cache
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponseBase:
    """What the browser needs to ask for a passkey, and the answer to it."""
    if request.method == "GET":
        return JsonResponse(options_for_asking())
    words = _words(request)
    try:
        response = flow.with_passkey(
            request=request, credential=_credential(request), leads_to=_leads_to(request, words)
        )
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    except flow.SignInRefused:
        problem = _("That passkey does not open an account here. Sign in with your e-mail address and password.")
        problems = [("id_username", problem)]
        return _page(request, SignInForm(), status=HTTPStatus.UNPROCESSABLE_ENTITY, problems=problems)
    _keep(request, words)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """After the right password, for people who have a second factor."""
    try:
        person = flow.person_at_second_factor(request=request)
        return _second_factor_answered(request, person)
    except flow.SignInOver:
        return redirect("console:sign-in")
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)


def _second_factor_answered(request: HttpRequest, person: Person) -> HttpResponseBase:
    form = CodeForm(request.POST if "code" in request.POST else None)
    status = HTTPStatus.OK
    try:
        if "credential" in request.POST:
            return flow.with_second_passkey(request=request, credential=_credential(request))
        if form.is_valid():
            return flow.with_code(request=request, code=form.cleaned_data["code"])
    except flow.SignInRefused:
        form = form if form.is_bound else CodeForm({"code": ""})
        form.full_clean()
        form.errors.clear()
        form.add_error("code", CODE_REFUSED)
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "options": options_for_asking(user=person)}
    return render(request, "console/account/second_factor.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    flow.leave(request=request)
    return redirect("console:sign-in")


@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """Where each role begins its day."""
    person = request.user
    if not isinstance(person, Person):
        return redirect("console:sign-in")
    if person.is_super_admin and (platform := _platform()):
        return redirect(platform)
    return redirect("console:home")


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    chosen = whole_number(request.POST.get("organisation", ""))
    if not request.user.is_authenticated or chosen is None:
        raise PermissionDenied
    if not choose_organisation(request=request, organisation_id=chosen):
        raise PermissionDenied
    return redirect("console:home")


@never_cache
@require_GET
def words(request: HttpRequest) -> HttpResponseBase:
    """What somebody wrote when their session ended, after they signed in again: shown once, to copy."""
    kept = request.session.pop(_WORDS, []) if request.user.is_authenticated else []
    if not kept:
        return redirect(_leads_to(request))
    return render(request, "console/account/words.html", {"words": kept, "next": _leads_to(request)})


def _page(
    request: HttpRequest, form: SignInForm, *, status: int = HTTPStatus.OK, problems: object = None
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems or form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "words": _words(request),
    }
    return render(request, "console/account/sign_in.html", context, status=status)


def _leads_to(request: HttpRequest, words: object = None) -> str:
    """The page that was asked for, when it is one of ours: an address, for a mere word would be looked up as a view's name."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    page = wanted if safe else reverse("console:start")
    return reverse("console:words", query={"next": page}) if words else page


def _words(request: HttpRequest) -> list[str]:
    """Carried by the form from the page on which the session ended."""
    return [text[:_LONGEST_WORDS] for text in request.POST.getlist("words")[:_MOST_WORDS]]


def _keep(request: HttpRequest, words: list[str]) -> None:
    if words:
        request.session[_WORDS] = words


def _credential(request: HttpRequest) -> Mapping[str, Any]:
    """Raises SignInRefused for what is no answer of a browser."""
    form = CredentialForm(request.POST)
    if not form.is_valid() or not isinstance(form.cleaned_data["credential"], dict):
        raise flow.SignInRefused
    answer: dict[str, Any] = form.cleaned_data["credential"]
    return answer


def _platform() -> str:
    try:
        return reverse("console:platform")
    except NoReverseMatch:
        return ""
