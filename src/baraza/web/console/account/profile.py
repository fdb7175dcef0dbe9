"""The account page: name, language and colours, and the ways to everything else of one's own."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from baraza.capabilities.live.policies import FOLLOW
from baraza.core.identity.actions.account import Person, change_profile
from baraza.core.identity.permissions import allows
from baraza.core.identity.sign_in.factors import factors_of
from baraza.web.console.access import desk_of
from baraza.web.console.account.forms import ProfileForm
from baraza.web.console.account.page import own, page
from baraza.web.ui.components import SummaryRow

_FEW_CODES = 3


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
        rows=_rows(person, at_work=_is_member(request)),
    )


def _is_member(request: HttpRequest) -> bool:
    desk = desk_of(request)
    return desk is not None and desk.support is None and allows(actor=desk.actor, permission=FOLLOW)


def _rows(person: Person, *, at_work: bool) -> list[SummaryRow]:
    factors = factors_of(user=person)
    second = _("on") if factors.any else _("off")
    left = factors.codes_left
    if left is not None and left < _FEW_CODES:
        few = ngettext("Only %(count)d recovery code is left.", "Only %(count)d recovery codes are left.", left)
        second = f"{second}\n{few % {'count': left}}"
    letters = SummaryRow(
        key=_("E-mails"), value=_("Which you get, and a digest"), change_url=reverse("console:letters")
    )
    return [
        SummaryRow(key=_("Email address"), value=person.email, change_url=reverse("console:email")),
        SummaryRow(key=_("Password"), value="••••••••", change_url=reverse("console:password")),
        SummaryRow(key=_("Second factor"), value=second, change_url=reverse("console:factors")),
        SummaryRow(key=_("Devices"), value=_("Where you are signed in now"), change_url=reverse("console:sessions")),
        *([letters] if at_work else []),
    ]
