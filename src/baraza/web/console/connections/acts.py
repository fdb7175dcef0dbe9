"""What is done to a connection with a button."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.ingress.connections import (
    ConnectionUnknown,
    close_connection,
    rotate_path,
    set_connection_active,
)
from baraza.messaging.checking import ask_check
from baraza.web.console.access import Desk, staff
from baraza.web.console.connections.views import PERMISSION, CloseForm, found_or_404, webhook_url
from baraza.web.console.shell import shell


@require_POST
@staff(permission=PERMISSION)
def check(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    url = webhook_url(request, found_or_404(connection_id))
    _done(lambda: ask_check(actor=desk.actor, connection_id=connection_id, webhook_url=url))
    return redirect("console:connection", connection_id)


@require_POST
@staff(permission=PERMISSION)
def new_address(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    _done(lambda: rotate_path(connection_id=connection_id, actor=desk.actor))
    messages.warning(request, gettext("The address is new. Until the provider knows it, nothing comes in."))
    return redirect("console:connection", connection_id)


@require_POST
@staff(permission=PERMISSION)
def switch(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    active = request.POST.get("active") == "yes"
    _done(lambda: set_connection_active(connection_id=connection_id, active=active, actor=desk.actor))
    messages.success(request, gettext("Resumed") if active else gettext("Paused"), extra_tags="toast")
    return redirect("console:connection", connection_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=PERMISSION)
def close(request: HttpRequest, desk: Desk, connection_id: int) -> HttpResponseBase:
    """The name is written once more, because this cannot be undone."""
    found = found_or_404(connection_id)
    form = CloseForm(data=request.POST if request.method == "POST" else None)
    form.fields["name"].label = gettext("Write its name to close it: %(name)s") % {"name": found.name}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["name"].strip() == found.name:
            _done(lambda: close_connection(connection_id=connection_id, actor=desk.actor))
            messages.success(request, gettext("Connection closed"), extra_tags="toast")
            return redirect("console:connections")
        form.add_error("name", gettext("This is not its name"))
    context = {**shell(desk=desk, current="connections"), "form": form, "found": found}
    return render(request, "console/connections/close.html", context, status=422 if form.errors else 200)


def _done(run: Callable[[], object]) -> None:
    """404 for a connection of another organisation, or one that was closed meanwhile."""
    try:
        with transaction.atomic():
            run()
    except ConnectionUnknown as error:
        raise Http404(str(error)) from error
