"""A new password: for whoever is signed in, and by a link for whoever forgot theirs."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actions.account import (
    LinkWornOut,
    Person,
    ask_for_reset_link,
    change_password,
    person_of_link,
    set_password_by_link,
)
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.web.console.access import recently_confirmed
from baraza.web.console.account.forms import EmailForm, NewPasswordForm
from baraza.web.console.account.page import own, page
from baraza.web.ui.tries import too_many


@sensitive_post_parameters("new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
@own
def password(request: HttpRequest, person: Person) -> HttpResponseBase:
    form = NewPasswordForm(request.POST or None, person=person)
    if form.is_valid():
        change_password(request=request, user=person, password=form.cleaned_data["new_password"])
        messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
        return redirect("console:account")
    return page(request, template="password", current="account", status=_status(form), form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Says the same whether there is such an account or not."""
    form = EmailForm(request.POST or None)
    if not form.is_valid():
        return render(request, "console/account/forgotten.html", {"form": form}, status=_status(form))
    path = reverse("console:new-password", kwargs={"uid": "UID", "token": "TOKEN"})
    try:
        ask_for_reset_link(request=request, email=form.cleaned_data["email"], address=request.build_absolute_uri(path))
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    return render(request, "console/account/forgotten_sent.html", {"email": form.cleaned_data["email"]})


@never_cache
@sensitive_post_parameters("new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, uid: str, token: str) -> HttpResponseBase:
    try:
        form = NewPasswordForm(request.POST or None, person=person_of_link(uid=uid, token=token))
        if form.is_valid():
            set_password_by_link(uid=uid, token=token, password=form.cleaned_data["new_password"])
            messages.success(request, _("Your new password is set. Sign in with it."))
            return redirect("console:sign-in")
    except LinkWornOut:
        return render(request, "console/account/link_worn_out.html", status=HTTPStatus.GONE)
    response = render(request, "console/account/new_password.html", {"form": form}, status=_status(form))
    # The address is a key: it must not go to another site.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _status(form: EmailForm | NewPasswordForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
