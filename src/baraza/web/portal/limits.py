"""How often one address may write references that do not exist, so that nobody can walk through them.

Whoever has a reference is never held up; who keeps guessing is refused everything behind a reference for a while.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from baraza.core.identity.addresses import address_of
from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.ui.tries import Tries, too_many

P = ParamSpec("P")

# People mistype; a household or an office behind one address mistypes together.
WRONG_REFERENCES_PER_MINUTE = 10
BURST = 20


_tries = Tries(per_minute=WRONG_REFERENCES_PER_MINUTE, at_once=BURST)


def forget_wrong_references() -> None:
    """For tests, which share a process and an address."""
    _tries.forget()


def note_wrong_reference(request: HttpRequest) -> None:
    _tries.note_failure(address_of(request))


def has_guessed_too_often(request: HttpRequest) -> bool:
    """Asked before any look-up, so that the answer is the same for references that exist and that do not."""
    return _tries.are_used_up(address_of(request))


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
            return too_many(request)
        return view(request, organisation, *args, **kwargs)

    return limited
