"""Pages of one's own account: for everybody who is signed in, members of an organisation or not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from baraza.core.identity.actions.account import Person
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.console.access import desk_of
from baraza.web.console.shell import shell
from baraza.web.console.signed_out import led_to_sign_in
from baraza.web.ui.surroundings import answered_in

P = ParamSpec("P")


def own(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Runs the view for the person who is signed in; outside of any organisation, because the account is theirs."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = request.user
        if not isinstance(person, Person):
            return led_to_sign_in(request)
        desk = desk_of(request)

        def answer() -> HttpResponseBase:
            return view(request, person, *args, **kwargs)

        response = answered_in(request=request, organisation=desk.organisation, answer=answer) if desk else answer()
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded


def page(request: HttpRequest, *, template: str, current: str, status: int = 200, **context: Any) -> HttpResponse:
    """The template with the console around it, of the organisation at work if there is one."""
    return render(request, f"console/account/{template}.html", {**_around(request, current), **context}, status=status)


def _around(request: HttpRequest, current: str) -> dict[str, object]:
    desk = desk_of(request)
    if desk is not None:
        with organisation_scope(organisation_id=desk.organisation.id):
            return shell(desk=desk, current=current)
    person = request.user
    return {
        "user_name": person.name if isinstance(person, Person) else "",
        "sign_out_url": reverse("console:sign-out"),
        "home_url": reverse("console:start"),
    }
