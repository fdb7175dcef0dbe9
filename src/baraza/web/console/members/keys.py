"""Keys by which other systems read the organisation's data: made, shown once, replaced, taken over, revoked."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.identity.actions.keys import NewKey, make_key, replace_key, revoke_key, take_over_key
from baraza.core.identity.errors import AccessRefused, KeyUnknown
from baraza.core.identity.queries.keys import list_keys
from baraza.core.identity.scopes import scope_named
from baraza.web.console.access import Desk, recently_confirmed, staff
from baraza.web.console.members.forms import KeyForm
from baraza.web.console.members.wording import refusal
from baraza.web.console.shell import shell


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="api_keys.manage")
def keys(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = KeyForm(request.POST or None, services=desk.organisation.services)
    if not form.is_valid():
        return _page(request, desk, form)
    cleaned = form.cleaned_data
    return _shown_once(
        request,
        desk,
        lambda: make_key(actor=desk.actor, name=cleaned["name"], scopes=cleaned["scopes"], days=cleaned["days"]),
    )


@recently_confirmed
@require_POST
@staff(permission="api_keys.manage")
def replace(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    return _shown_once(request, desk, lambda: replace_key(actor=desk.actor, key_id=number))


@recently_confirmed
@require_POST
@staff(permission="api_keys.manage")
def take_over(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    """Its secret stays as it is: the other system notices nothing."""
    try:
        with transaction.atomic():
            take_over_key(actor=desk.actor, key_id=number)
    except KeyUnknown as error:
        raise Http404(str(error)) from error
    except AccessRefused as error:
        messages.warning(request, refusal(error))
    else:
        messages.success(request, gettext("You answer for this key now. The other system need not change anything."))
    return redirect("console:api-keys")


@require_POST
@staff(permission="api_keys.manage")
def revoke(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            revoke_key(actor=desk.actor, key_id=number)
    except KeyUnknown as error:
        raise Http404(str(error)) from error
    messages.success(request, gettext("The key is revoked: it opens nothing any more."))
    return redirect("console:api-keys")


def _shown_once(request: HttpRequest, desk: Desk, make: Callable[[], NewKey]) -> HttpResponseBase:
    """The answer to the form itself, because the key is kept nowhere from which another page could show it."""
    try:
        with transaction.atomic():
            new = make()
    except KeyUnknown as error:
        raise Http404(str(error)) from error
    except AccessRefused as error:
        messages.warning(request, refusal(error))
        return redirect("console:api-keys")
    return _page(request, desk, KeyForm(services=desk.organisation.services), new=new)


def _page(request: HttpRequest, desk: Desk, form: KeyForm, *, new: NewKey | None = None) -> HttpResponse:
    context = {
        **shell(desk=desk, current="api-keys"),
        "form": form,
        "new": new,
        "own_id": desk.actor.id,
        "keys": [(one, [gettext(scope_named(name).label) for name in one.scopes]) for one in list_keys()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "console/members/keys.html", context, status=status)
