"""The platform's own people, and what was done to the platform lately."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.identity.actions.platform import make_super_admin, unmake_super_admin
from baraza.core.identity.errors import AccessRefused, MemberUnknown
from baraza.core.identity.queries.support import list_platform_acts, list_super_admins
from baraza.web.console.access import PlatformDesk, platform, recently_confirmed
from baraza.web.console.members.wording import refusal
from baraza.web.console.platform.forms import SuperAdminForm
from baraza.web.console.platform.page import page


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@platform
def people(request: HttpRequest, desk: PlatformDesk) -> HttpResponseBase:
    form = SuperAdminForm(request.POST or None)
    if form.is_valid():
        try:
            make_super_admin(actor=desk.actor, email=form.cleaned_data["email"])
        except MemberUnknown:
            form.add_error("email", gettext("Nobody has an account with this address."))
        else:
            messages.success(request, gettext("They look after the platform from now on."))
            return redirect("console:super-admins")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(
        request,
        desk,
        template="people",
        current="super-admins",
        status=status,
        form=form,
        people=list_super_admins(),
        acts=list_platform_acts(),
        own_id=desk.actor.id,
    )


@recently_confirmed
@require_POST
@platform
def remove(request: HttpRequest, desk: PlatformDesk, number: int) -> HttpResponseBase:
    try:
        unmake_super_admin(actor=desk.actor, user_id=number)
    except MemberUnknown as error:
        raise Http404(str(error)) from error
    except AccessRefused as error:
        messages.warning(request, refusal(error))
    else:
        messages.success(request, gettext("They look after the platform no longer."))
    return redirect("console:super-admins")
