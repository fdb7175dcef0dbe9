"""How often one address may write references that do not exist, so that nobody can walk through them.

Whoever has a reference is never held up; who keeps guessing is refused everything behind a reference for a while.
"""

import functools
import ipaddress
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from throttled import RateLimiterType, Throttled, rate_limiter, store

from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.addresses import client_address

P = ParamSpec("P")

# People mistype; a household or an office behind one address mistypes together.
WRONG_REFERENCES_PER_MINUTE = 10
BURST = 20
RETRY_AFTER_SECONDS = 60
_ADDRESSES = 20_000


@functools.cache
def _limiter() -> Throttled:
    return Throttled(
        using=RateLimiterType.GCRA.value,
        quota=rate_limiter.per_min(WRONG_REFERENCES_PER_MINUTE, burst=BURST),
        store=store.MemoryStore(options={"MAX_SIZE": _ADDRESSES}),
    )


def forget_wrong_references() -> None:
    """For tests, which share a process and an address."""
    _limiter.cache_clear()


def note_wrong_reference(request: HttpRequest) -> None:
    _limiter().limit(_address(request), 1)


def has_guessed_too_often(request: HttpRequest) -> bool:
    """Asked before any look-up, so that the answer is the same for references that exist and that do not."""
    return _limiter().peek(_address(request)).remaining < 1


def for_who_does_not_guess(
    view: Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase]:
    """Goes under `in_organisation`; the page with the empty form is always shown."""

    @wraps(view)
    def limited(
        request: HttpRequest, organisation: OrganisationProfile, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        looks_up = bool(kwargs) or request.method == "POST"
        if looks_up and has_guessed_too_often(request):
            return too_many_guesses(request)
        return view(request, organisation, *args, **kwargs)

    return limited


def too_many_guesses(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _address(request: HttpRequest) -> str:
    trusted = [ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES]
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(peer=request.META.get("REMOTE_ADDR") or "", forwarded_for=forwarded, trusted=trusted)
