"""What was sent: tried with a test, looked at request by request, sent again."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from baraza.capabilities.webhooks.actions import send_again, send_again_since, send_test
from baraza.capabilities.webhooks.errors import DeliveryUnknown, EndpointUnknown
from baraza.capabilities.webhooks.kinds import label_of
from baraza.capabilities.webhooks.policies import MANAGE
from baraza.capabilities.webhooks.queries import get_delivery, get_endpoint
from baraza.lib.clock import now
from baraza.web.console.access import Desk, staff
from baraza.web.console.shell import shell
from baraza.web.console.webhooks.forms import SinceForm
from baraza.web.console.webhooks.wording import answer_of, state_of


@require_POST
@staff(permission=MANAGE)
def test(_request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            delivery_id = send_test(actor=desk.actor, endpoint_id=endpoint_id)
    except EndpointUnknown as error:
        raise Http404(str(error)) from error
    return redirect("console:webhook-delivery", delivery_id)


@require_POST
@staff(permission=MANAGE)
def again_since(request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponseBase:
    form = SinceForm(request.POST)
    if not form.is_valid():
        messages.warning(request, gettext("Choose from when on."))
        return redirect("console:webhook", endpoint_id)
    since = now() - timedelta(hours=form.cleaned_data["hours"])
    try:
        with transaction.atomic():
            count = send_again_since(
                actor=desk.actor, endpoint_id=endpoint_id, since=since, with_taken=form.cleaned_data["with_taken"]
            )
    except EndpointUnknown as error:
        raise Http404(str(error)) from error
    done = ngettext("%(count)s event is sent again.", "%(count)s events are sent again.", count) % {"count": count}
    messages.success(request, done if count else gettext("There is nothing to send again."))
    return redirect("console:webhook", endpoint_id)


@require_safe
@staff(permission=MANAGE)
def delivery(request: HttpRequest, desk: Desk, delivery_id: int) -> HttpResponseBase:
    try:
        found = get_delivery(delivery_id=delivery_id)
    except DeliveryUnknown as error:
        raise Http404(str(error)) from error
    context = {
        **shell(desk=desk, current="webhooks"),
        "found": found,
        "endpoint": get_endpoint(endpoint_id=found.row.endpoint_id),
        "event": gettext(label_of(found.row.kind)),
        "state": state_of(found.row),
        # Somebody has just pressed, or it is its first moment: the page looks again by itself.
        "looks_again": found.row.state == "waiting" and (found.row.tries == 0 or "asked" in request.GET),
        "tries": [{"found": one, "answer": answer_of(one)} for one in found.tries],
    }
    return render(request, "console/webhooks/delivery.html", context)


@require_POST
@staff(permission=MANAGE)
def again(_request: HttpRequest, desk: Desk, delivery_id: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            send_again(actor=desk.actor, delivery_id=delivery_id)
    except (DeliveryUnknown, EndpointUnknown) as error:
        raise Http404(str(error)) from error
    return redirect(f"{reverse('console:webhook-delivery', args=[delivery_id])}?asked=now")
