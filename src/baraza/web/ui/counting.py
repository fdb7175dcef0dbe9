"""Counts for Prometheus which pages are used, how quickly they come and how many fail; of nobody in particular.

A page is known by the name of its view, so neither addresses nor words that were searched for become labels.
"""

import functools
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

PAGES: Final = Counter("baraza_pages", "Answers by page and kind of status", ["page", "method", "status"])
SECONDS: Final = Histogram(
    "baraza_page_seconds",
    "Until the answer began",
    ["face"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_METHODS: Final = frozenset({"GET", "POST"})
FILES, UNKNOWN, OTHER = "files", "unknown", "other"


class CountingMiddleware:
    """Stands behind the answers to load balancers, which would outnumber all people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        page = _page(request)
        method = request.method if request.method in _METHODS else "other"
        _counter(page, method, f"{response.status_code // 100}xx").inc()
        _histogram(page.partition(":")[0] if ":" in page else OTHER).observe(time.perf_counter() - began)
        return response


def _page(request: HttpRequest) -> str:
    if request.resolver_match is not None and request.resolver_match.view_name:
        return request.resolver_match.view_name
    return FILES if request.path_info.startswith(settings.STATIC_URL) else UNKNOWN


@functools.cache
def _counter(page: str, method: str, status: str) -> Counter:
    """Looking a label up costs more than counting."""
    return PAGES.labels(page, method, status)


@functools.cache
def _histogram(face: str) -> Histogram:
    return SECONDS.labels(face)
