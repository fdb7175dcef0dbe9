"""Gives every request a correlation id, for the log lines and the jobs that it causes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from baraza.lib.correlation import correlation_id, new_correlation_id


class CorrelationMiddleware:
    """The id goes back in `X-Correlation-Id`, so that a person's screenshot leads to the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = correlation_id.set(new_correlation_id())
        try:
            response = self.get_response(request)
            response.headers["X-Correlation-Id"] = correlation_id.get()
            return response
        finally:
            correlation_id.reset(token)
