"""Tells the audit trail from which address a request came, when it asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from baraza.core.audit.origin import acting_from, forget
from baraza.core.identity.addresses import address_of


class OriginMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = acting_from(lambda: address_of(request))
        try:
            return self.get_response(request)
        finally:
            forget(token)
