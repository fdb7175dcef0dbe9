"""/.well-known/security.txt (RFC 9116): whom to tell of a weakness, at every name that we serve."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from baraza.lib.clock import now

PATH: Final = ".well-known/security.txt"
# The standard asks for less than a year; whoever still serves the page still stands by it.
_GOOD_FOR: Final = timedelta(days=180)


@require_safe
def security_contact(_request: HttpRequest) -> HttpResponse:
    if not settings.SECURITY_CONTACTS:
        raise Http404("Nobody to tell is set.")
    ends = (now() + _GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.PUBLIC_URL}/{PATH}",
        "Preferred-Languages: en",
    ]
    return HttpResponse(
        "\n".join([*lines, ""]),
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "public, max-age=86400"},
    )
