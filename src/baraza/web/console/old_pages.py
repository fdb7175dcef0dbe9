"""A form of a page that was opened before its person signed in anew or went to another organisation: nothing is sent."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.csrf import csrf_failure

from baraza.web.console.access import desk_of
from baraza.web.console.signed_out import page_of, refused


def from_an_old_page(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """What Django shows when a form's token is not right; the residents' pages have a page of their own."""
    if not request.path.startswith(reverse("console:home")):
        return csrf_failure(request, reason=reason)
    desk = desk_of(request)
    place = desk.organisation.name if desk is not None else ""
    response = refused(request, "console/account/old_page.html", page=page_of(request), place=place)
    if request.headers.get("HX-Request"):
        # The whole of it is shown, wherever the part would have gone.
        for name, value in (("HX-Retarget", "#main"), ("HX-Reselect", "#main"), ("HX-Reswap", "outerHTML")):
            response[name] = value
    return response
