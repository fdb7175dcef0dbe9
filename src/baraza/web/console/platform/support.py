"""Going into an organisation to help, with a reason and for half an hour, and coming out again."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.core.identity.actions.support import end_support, start_support
from baraza.core.identity.errors import MemberUnknown, NotSupporting
from baraza.core.organisations.records import get_record
from baraza.web.console.access import PlatformDesk, begin_support, end_of_support, platform, recently_confirmed
from baraza.web.console.platform.forms import SupportForm
from baraza.web.console.platform.organisations import members_of, show_organisation


@recently_confirmed
@require_POST
@platform
def enter(request: HttpRequest, desk: PlatformDesk, number: int) -> HttpResponseBase:
    record = get_record(organisation_id=number)
    if record is None or not record.active:
        raise Http404
    form = SupportForm(request.POST, members=members_of(record))
    if not form.is_valid():
        return show_organisation(request, desk, record, support_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    role, member_id = form.role_and_member()
    try:
        support_id = start_support(
            actor=desk.actor,
            organisation_id=number,
            role=role,
            member_id=member_id,
            reason=form.cleaned_data["reason"],
        )
    except MemberUnknown as error:
        raise Http404(str(error)) from error
    begin_support(request=request, support_id=support_id)
    return redirect("console:home")


@require_POST
@platform
def leave(request: HttpRequest, desk: PlatformDesk) -> HttpResponseBase:
    support_id = end_of_support(request=request)
    if support_id is None:
        raise PermissionDenied
    try:
        number = end_support(actor=desk.actor, support_id=support_id)
    except NotSupporting:
        return redirect("console:platform")
    messages.success(request, gettext("Your support access has ended."))
    return redirect("console:platform-organisation", number)
