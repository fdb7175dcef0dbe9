"""Ends sessions whose time is over, and leads whoever lacks a second factor they must have to setting one up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from baraza.core.identity.actions.account import SYSTEM_THEME, Person
from baraza.core.identity.sign_in import flow
from baraza.core.identity.sign_in.standing import Standing, standing_of
from baraza.web.console.signed_out import BY_ITSELF

_CONSOLE: Final = "console"
# Pages ask for these by themselves, and for other parts with this header; nobody need be there.
_LIVE: Final = "live-"
# What is left to somebody who has to set up a second factor.
_SET_UP: Final = frozenset(
    {"factors", "app", "add-passkey", "codes", "codes-file", "codes-stored", "confirm", "sign-out", "stay", "sign-in"}
)
WARN_SECONDS: Final = 120


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """For the module that warns; `warn` seconds before the end."""

    left: int
    most: int
    warn: int
    person: int


class StandingMiddleware:
    """After the sign-in is known and before any view of the console."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.app_name != _CONSOLE or not request.user.is_authenticated:
            return None
        name = match.url_name or ""
        by_itself = name.startswith(_LIVE) or BY_ITSELF in request.headers
        standing = standing_of(request, is_activity=not by_itself)
        if standing.ended:
            flow.leave(request=request, reason="time")
            return None
        request.standing = standing  # type: ignore[attr-defined]
        if standing.must_set_up and name not in _SET_UP:
            return _to_set_up(request)
        return None


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Context of every page of somebody who is signed in at the console."""
    standing: Standing | None = getattr(request, "standing", None)
    person = request.user if standing else None
    if standing is None or not isinstance(person, Person):
        return {}
    limit = TimeLimit(
        left=standing.left, most=standing.most, warn=min(WARN_SECONDS, standing.left // 2), person=person.pk
    )
    return {"time_limit": limit, "theme": person.theme if person.theme != SYSTEM_THEME else ""}


def _to_set_up(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": reverse("console:factors")})
    return redirect("console:factors")
