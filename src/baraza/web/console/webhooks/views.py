"""Endpoints: added, changed, given a new secret, paused and taken away. A secret is shown once, in the answer itself."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.capabilities.webhooks.actions import (
    MOST_ENDPOINTS,
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    rotate_secret,
    set_active,
)
from baraza.capabilities.webhooks.errors import ChangedMeanwhile, EndpointUnknown, TooManyEndpoints
from baraza.capabilities.webhooks.kinds import label_of
from baraza.capabilities.webhooks.policies import MANAGE
from baraza.capabilities.webhooks.queries import EndpointRow, get_endpoint, list_deliveries, list_endpoints
from baraza.lib.public_addresses import NotPublic
from baraza.web.console.access import Desk, recently_confirmed, staff
from baraza.web.console.shell import shell
from baraza.web.console.webhooks.forms import EndpointForm, SinceForm
from baraza.web.console.webhooks.wording import standing_of, state_of

_MOST_DIGITS = 18


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=MANAGE)
def webhooks(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = EndpointForm(request.POST or None, services=desk.organisation.services)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            with transaction.atomic():
                new = add_endpoint(actor=desk.actor, name=asked["name"], url=asked["url"], events=asked["events"])
        except NotPublic as error:
            form.add_error("url", not_public(error))
        except TooManyEndpoints:
            form.add_error(None, gettext("There are %(most)s already. Take one away first.") % {"most": MOST_ENDPOINTS})
        else:
            return endpoint_page(request=request, desk=desk, endpoint_id=new.id, secret=new.secret)
    rows = [{"found": one, "standing": standing_of(one), "events": _labels(one)} for one in list_endpoints()]
    context = {**shell(desk=desk, current="webhooks"), "form": form, "rows": rows}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "console/webhooks/list.html", context, status=status)


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=MANAGE)
def endpoint(request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponseBase:
    found = _found(endpoint_id)
    if request.method != "POST":
        return endpoint_page(request=request, desk=desk, endpoint_id=endpoint_id)
    form = EndpointForm(request.POST, services=desk.organisation.services, chosen=found.events)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            with transaction.atomic():
                change_endpoint(
                    actor=desk.actor, endpoint_id=endpoint_id, name=asked["name"], url=asked["url"],
                    events=asked["events"], version=asked["version"],
                )  # fmt: skip
        except NotPublic as error:
            form.add_error("url", not_public(error))
        except ChangedMeanwhile:
            form.add_error(None, gettext("A colleague changed it meanwhile. Open the page again and look."))
        else:
            messages.success(request, gettext("Saved."), extra_tags="toast")
            return redirect("console:webhook", endpoint_id)
    return endpoint_page(request=request, desk=desk, endpoint_id=endpoint_id, form=form)


@recently_confirmed
@require_POST
@staff(permission=MANAGE)
def secret(request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponseBase:
    _found(endpoint_id)
    with transaction.atomic():
        new = rotate_secret(actor=desk.actor, endpoint_id=endpoint_id)
    return endpoint_page(request=request, desk=desk, endpoint_id=endpoint_id, secret=new.secret)


@require_POST
@staff(permission=MANAGE)
def active(request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponseBase:
    on = request.POST.get("active") == "yes"
    _act(lambda: set_active(actor=desk.actor, endpoint_id=endpoint_id, active=on))
    done = gettext("It is told again from now on.") if on else gettext("Paused: what happens is held.")
    messages.success(request, done, extra_tags="toast")
    return redirect("console:webhook", endpoint_id)


@require_POST
@staff(permission=MANAGE)
def remove(request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponseBase:
    _act(lambda: remove_endpoint(actor=desk.actor, endpoint_id=endpoint_id))
    messages.success(request, gettext("Taken away. Nothing is sent there any more."), extra_tags="toast")
    return redirect("console:webhooks")


def endpoint_page(
    *, request: HttpRequest, desk: Desk, endpoint_id: int, form: EndpointForm | None = None, secret: str = ""
) -> HttpResponseBase:
    found = _found(endpoint_id)
    given = request.GET.get("before", "")
    before = int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else None
    initial = {"name": found.name, "url": found.url, "events": list(found.events), "version": found.version}
    context = {
        **shell(desk=desk, current="webhooks"),
        "found": found,
        "standing": standing_of(found),
        "secret": secret,
        "form": form or EndpointForm(initial=initial, services=desk.organisation.services, chosen=found.events),
        "since": SinceForm(),
        "deliveries": [
            {"found": one, "state": state_of(one), "event": gettext(label_of(one.kind))}
            for one in list_deliveries(endpoint_id=endpoint_id, older_than=before)
        ],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "console/webhooks/endpoint.html", context, status=status)


def not_public(error: NotPublic) -> str:
    return gettext("This address cannot be called: %(why)s") % {"why": str(error)}


def _found(endpoint_id: int) -> EndpointRow:
    try:
        return get_endpoint(endpoint_id=endpoint_id)
    except EndpointUnknown as error:
        raise Http404(str(error)) from error


def _act(run: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            run()
    except EndpointUnknown as error:
        raise Http404(str(error)) from error


def _labels(found: EndpointRow) -> list[str]:
    return [gettext(label_of(one)) for one in found.events]
