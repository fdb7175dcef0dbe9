"""Where residents arrive: which organisation, and what they can do there."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile, list_organisations
from baraza.services.complaints.queries.information import list_emergency_numbers, list_offices
from baraza.services.complaints.queries.notices import notices_now
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell


@require_safe
@kept_for_a_moment
def organisations(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/organisations.html", {"organisations": list_organisations()})


@require_safe
@kept_for_a_moment
@in_organisation
def home(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    context = {
        **shell(organisation=organisation, current="home"),
        "emergency_numbers": list_emergency_numbers(),
        "offices": list_offices(),
        "notices": notices_now(),
    }
    return render(request, "portal/home.html", context)
