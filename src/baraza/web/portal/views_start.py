"""Where residents arrive: which organisation, and what they can do there."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile, list_organisations
from baraza.services.complaints.queries.information import list_emergency_numbers, list_offices
from baraza.services.complaints.queries.notices import notices_now
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.hosts import own_slug
from baraza.web.portal.scope import COMPLAINTS, in_any_organisation, takes_complaints
from baraza.web.portal.shell import shell


@require_safe
@kept_for_a_moment
def organisations(request: HttpRequest) -> HttpResponseBase:
    return render(request, "portal/organisations.html", {"organisations": list_organisations(offering=COMPLAINTS)})


@require_safe
@kept_for_a_moment
@in_any_organisation
def home(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    around = shell(organisation=organisation, current="home")
    if not takes_complaints(organisation):
        context = {**around, "offices": list_offices(), "own_name": own_slug()}
        return render(request, "portal/no_complaints.html", context, status=404)
    context = {
        **around,
        "emergency_numbers": list_emergency_numbers(),
        "offices": list_offices(),
        "notices": notices_now(),
    }
    return render(request, "portal/home.html", context)
