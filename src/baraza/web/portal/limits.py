"""How often one address may write references that do not exist, so that nobody can walk through them.

Counted in the database, where all processes count as one. Whoever has a reference is never held up; who keeps guessing
is refused everything behind a reference for a while.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from baraza.core.identity.addresses import address_of
from baraza.core.identity.sign_in import limits
from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.ui.tries import too_many

P = ParamSpec("P")


def note_wrong_reference(request: HttpRequest) -> None:
    with suppress(limits.TooManyTries):
        limits.take(limits.of_references(address_of(request)))


def for_who_does_not_guess(
    view: Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, OrganisationProfile, P], HttpResponseBase]:
    """Goes under `in_organisation`; the page with the empty form is always shown.

    Asked before any look-up, so that the answer is the same for references that exist and that do not.
    """

    @wraps(view)
    def limited(
        request: HttpRequest, organisation: OrganisationProfile, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        looks_up = bool(kwargs) or request.method == "POST"
        wait = limits.seconds_to_wait(limits.of_references(address_of(request))) if looks_up else 0
        return too_many(request, seconds=wait) if wait else view(request, organisation, *args, **kwargs)

    return limited
