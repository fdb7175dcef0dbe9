"""Signing in, and the choice of organisation for people who work in several."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baraza.web.console.access import choose_organisation
from baraza.web.console.numbers import whole_number


class SignInForm(AuthenticationForm):
    """One answer for a wrong password and for an unknown account."""

    error_messages = {
        "invalid_login": _("That e-mail address and password do not go together. Try again."),
        "inactive": _("That e-mail address and password do not go together. Try again."),
    }


class SignIn(LoginView):
    template_name = "console/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    chosen = whole_number(request.POST.get("organisation", ""))
    if not request.user.is_authenticated or chosen is None:
        raise PermissionDenied
    if not choose_organisation(request=request, organisation_id=chosen):
        raise PermissionDenied
    return redirect("console:home")
