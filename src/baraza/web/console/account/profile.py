"""The account page: name, language and colours, and the ways to everything else of one's own."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actions.account import Person, change_profile
from baraza.core.identity.queries.factors import factors_of
from baraza.web.console.account.forms import ProfileForm
from baraza.web.console.account.page import own, page


@require_http_methods(["GET", "HEAD", "POST"])
@own
def account(request: HttpRequest, person: Person) -> HttpResponseBase:
    now = {"name": person.name, "language": person.language, "theme": person.theme}
    form = ProfileForm(request.POST or None, initial=now)
    if form.is_valid():
        change_profile(user=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        response = redirect("console:account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
    return page(
        request,
        template="account",
        current="account",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        person=person,
        factors=factors_of(user=person),
    )
