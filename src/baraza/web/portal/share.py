"""What another app shared with us and did not reach the report's form: said, with the way on."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.portal.explore_cache import same_for_all
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell


@csrf_exempt
@same_for_all
@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation
def share(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """The worker takes shares on the phone itself and leads here when it was handed nothing.

    A share that comes here all the same, because the browser put the worker away, has no token of ours: nothing of it is
    read, and the person is told.
    """
    if request.method == "POST":
        return redirect(reverse("portal:share", args=[organisation.slug]))
    return render(request, "portal/pwa_share.html", shell(organisation=organisation, current="report"))
