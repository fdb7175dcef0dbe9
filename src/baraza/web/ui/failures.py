"""The page for faults of ours; when the database is away it also tells browsers and proxies when to come back."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

RETRY_AFTER_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """Without the request's context: what failed may fail again while it is made."""
    page = loader.get_template("500.html").render()
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return HttpResponse(page, status=500)
