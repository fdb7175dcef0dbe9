"""An organisation's pages at a name of its own: there the addresses carry no slug, and nothing but its pages is found.

The platform's own names are in the settings; every other one must be verified in the database.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port, validate_host
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation

from baraza.core.settings.hosts import slug_at
from baraza.web.ui.surroundings import language_of

_own_slug: ContextVar[str] = ContextVar("own_slug", default="")
# The desk and the interfaces for machines have one name, whatever the organisation.
_ELSEWHERE = ("/console/", "/api/", "/ui/", "/demo/")
_NAME = re.compile(r"[a-z0-9.-]+\.[a-z][a-z0-9-]*")
_SAFE = frozenset({"GET", "HEAD"})


def own_slug() -> str:
    """Of the organisation at whose own name this request came in; empty at the platform's names."""
    return _own_slug.get()


class OrganisationInAddress:
    """The slug in front of a path, with its stroke; at the organisation's own name it is left out."""

    regex = "(?:[-a-zA-Z0-9_]+/)?"

    def to_python(self, value: str) -> str:
        """Raises ValueError, which means that the address is none of ours."""
        own = own_slug()
        if bool(own) == bool(value):
            raise ValueError(value)
        return own or value.removesuffix("/")

    def to_url(self, value: str) -> str:
        return "" if value == own_slug() else f"{value}/"


class HostMiddleware:
    """Stands where nothing has asked for the host yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
        host, _ = split_domain_port(given)
        if not _NAME.fullmatch(host) or validate_host(host, settings.ALLOWED_HOSTS):
            # Addresses and what is no name at all are refused by Django itself.
            return self.get_response(request)
        slug = slug_at(host=host)
        if slug is None and not request.path_info.startswith(settings.STATIC_URL):
            return _unknown(request)
        # Django allows the names in its settings only; this one has been looked up.
        request.get_host = lambda: given  # type: ignore[method-assign]
        if slug is None:
            return self.get_response(request)
        if request.path_info.startswith(_ELSEWHERE):
            return _elsewhere(request)
        token = _own_slug.set(slug)
        try:
            return self.get_response(request)
        finally:
            _own_slug.reset(token)


def _elsewhere(request: HttpRequest) -> HttpResponseBase:
    if request.method not in _SAFE:
        return HttpResponse(status=404)
    return redirect(f"{settings.PUBLIC_URL}{request.get_full_path()}")


def _unknown(request: HttpRequest) -> HttpResponseBase:
    """Says what to do and nothing of who is served here."""
    languages = [code for code, _ in settings.COMPLETE_LANGUAGES]
    with translation.override(language_of(request=request, offered=languages)):
        page = render_to_string("portal/unknown_host.html", {"kept_offline": True})
    return HttpResponse(page, status=404, headers={"Cache-Control": "no-store"})
