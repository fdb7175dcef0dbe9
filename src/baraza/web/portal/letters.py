"""The end of letters by e-mail: one click in the mailbox (RFC 8058), or the link at the foot of a letter."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.emails import stop_letters, stopped_by
from baraza.web.portal.scope import in_any_organisation
from baraza.web.portal.shell import shell

# What a mailbox posts; a person posts the form of the page.
_ONE_CLICK = "List-Unsubscribe"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_any_organisation
def stop(request: HttpRequest, organisation: OrganisationProfile, token: str) -> HttpResponseBase:
    """The address itself is the proof, so no sign-in and no form token. A look at it stops nothing: scanners look."""
    contact_id = stopped_by(token=token)
    if request.method == "POST" and contact_id is not None:
        stop_letters(contact_id=contact_id)
        if _ONE_CLICK in request.POST:
            return HttpResponse(gettext("You get no more letters."), content_type="text/plain; charset=utf-8")
    context = {
        **shell(organisation=organisation, current=""),
        "known": contact_id is not None,
        "stopped": request.method == "POST" and contact_id is not None,
    }
    response = render(request, "portal/letters_stop.html", context, status=200 if contact_id is not None else 404)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
