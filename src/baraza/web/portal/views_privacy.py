"""What is kept about residents and why, and which cookies there are: for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell


@require_safe
@kept_for_a_moment
@in_organisation
def privacy(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponse:
    return render(request, "portal/privacy.html", shell(organisation=organisation, current="privacy"))
