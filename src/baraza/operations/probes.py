"""Answers load balancers and Prometheus before anything else looks at the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve


class ProbeMiddleware:
    """They call by address, over plain HTTP: neither the names that people use nor https can be asked of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            found = resolve(request.path_info, urlconf="baraza.operations.urls")
        except Resolver404:
            return self.get_response(request)
        answer: HttpResponseBase = found.func(request)
        return answer
