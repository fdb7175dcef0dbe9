"""Signing in, and the choice of organisation for people who work in several."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baraza.web.console.access import choose_organisation
from baraza.web.console.numbers import whole_number
from baraza.web.ui.tries import Tries, address_of, too_many

OF_ACCOUNTS = Tries(per_minute=2, at_once=10)
OF_ADDRESSES = Tries(per_minute=20, at_once=60)
# Of an e-mail (RFC 5321): what is longer is no account, and must not fill the memory.
_LONGEST_ADDRESS = 254


class SignInForm(AuthenticationForm):
    """One answer for a wrong password and for an unknown account."""

    error_messages = {
        "invalid_login": _("That e-mail address and password do not go together. Try again."),
        "inactive": _("That e-mail address and password do not go together. Try again."),
    }


class SignIn(LoginView):
    """Refused for a while after many wrong passwords, of one account or from one address; the right one, too."""

    template_name = "console/account/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if OF_ACCOUNTS.are_used_up(self._account()) or OF_ADDRESSES.are_used_up(address_of(request)):
            return too_many(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        OF_ACCOUNTS.note_failure(self._account())
        OF_ADDRESSES.note_failure(address_of(self.request))
        return super().form_invalid(form)

    def _account(self) -> str:
        """Whether it exists or not, so that being refused tells nothing."""
        return self.request.POST.get("username", "").strip().lower()[:_LONGEST_ADDRESS]


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    chosen = whole_number(request.POST.get("organisation", ""))
    if not request.user.is_authenticated or chosen is None:
        raise PermissionDenied
    if not choose_organisation(request=request, organisation_id=chosen):
        raise PermissionDenied
    return redirect("console:home")
