"""What the organisation demands of its staff's access: second factors, time limits, addresses of admins."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actions.security import choose_security
from baraza.core.identity.addresses import address_of
from baraza.core.identity.errors import AccessRefused
from baraza.core.organisations.security import get_security_policy
from baraza.web.console.access import Desk, recently_confirmed, staff
from baraza.web.console.members.forms import SecurityForm
from baraza.web.console.members.wording import refusal
from baraza.web.console.shell import shell


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="organisation.security")
def security(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    policy = get_security_policy(organisation_id=desk.organisation.id)
    form = SecurityForm(request.POST or None, initial=SecurityForm.values_of(policy))
    if form.is_valid():
        try:
            with transaction.atomic():
                choose_security(actor=desk.actor, policy=form.policy(), own_address=address_of(request))
        except AccessRefused as error:
            form.add_error("admin_networks", refusal(error))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("console:security")
    context = {**shell(desk=desk, current="security"), "form": form, "own_address": address_of(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "console/members/security.html", context, status=status)
