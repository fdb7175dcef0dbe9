"""Shutting out the resident of a case who abuses it, and letting them in again."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from baraza.messaging.actions import block_contact, unblock_contact
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.policies import BLOCK
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act, again
from baraza.web.console.case.forms import BlockForm


@require_POST
@staff(permission=BLOCK)
def block(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    contact_id = _contact_of(reference)
    form = BlockForm(request.POST, auto_id="block_%s")
    if not form.is_valid():
        return again(request=request, desk=desk, reference=reference, name="block", form=form)
    reason = form.cleaned_data["reason"]
    return _carried_out(
        request=request,
        desk=desk,
        reference=reference,
        run=lambda: block_contact(contact_id=contact_id, actor=desk.actor, reason=reason),
        done=gettext("The sender is blocked"),
    )


@require_POST
@staff(permission=BLOCK)
def unblock(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    contact_id = _contact_of(reference)
    return _carried_out(
        request=request,
        desk=desk,
        reference=reference,
        run=lambda: unblock_contact(contact_id=contact_id, actor=desk.actor),
        done=gettext("The sender may write again"),
    )


def _carried_out(
    *, request: HttpRequest, desk: Desk, reference: str, run: Callable[[], object], done: str
) -> HttpResponseBase:
    gone = (ContactUnknown, gettext("This person is not known any more."))
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="block",
        run=run,
        done=done,
        refusals={gone[0]: ("", gone[1])},
    ).carry_out()


def _contact_of(reference: str) -> int:
    try:
        contact_id = get_complaint(reference=reference).contact_id
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    if contact_id is None:
        raise Http404
    return contact_id
