"""Who has access: everybody and everything that can get in, to be looked through once a month."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.core.identity.actions.reviews import confirm_review
from baraza.core.identity.actions.support import stop_support
from baraza.core.identity.errors import NotSupporting
from baraza.core.identity.permissions import allows
from baraza.core.identity.queries.access import last_review, list_access, list_support
from baraza.core.identity.queries.keys import list_keys
from baraza.core.identity.queries.roles import organisation_permissions
from baraza.web.console.access import Desk, staff
from baraza.web.console.members.wording import builtin_role_words, role_words
from baraza.web.console.shell import shell


@require_safe
@staff(permission="members.read")
def access(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    people, keys = list_access(), [one for one in list_keys() if not one.over]
    context = {
        **shell(desk=desk, current="access"),
        "people": [(one, role_words(one.role), len(one.role.permissions)) for one in people if one.active],
        "suspended": [one for one in people if not one.active],
        "without_factor": sum(one.active and not one.second_factor for one in people),
        "keys": keys,
        "keys_at_work": sum(one.working for one in keys),
        "helpers": [(one, builtin_role_words(one.role)) for one in list_support()],
        "review": last_review(),
        "most": len(organisation_permissions()),
        "may_confirm": allows(actor=desk.actor, permission="members.manage"),
    }
    return render(request, "console/members/access.html", context)


@require_POST
@staff(permission="members.manage")
def reviewed(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    with transaction.atomic():
        confirm_review(actor=desk.actor)
    messages.success(request, gettext("Noted. The next look is due in a month."))
    return redirect("console:access")


@require_POST
@staff(permission="members.manage")
def stop_helper(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            stop_support(actor=desk.actor, support_id=number)
    except NotSupporting:
        messages.warning(request, gettext("That support access is over already."))
    else:
        messages.success(request, gettext("The support access is ended: what they do now is refused."))
    return redirect("console:access")
