"""Outages and notices, offices with their hours, emergency numbers."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.queries.information import list_emergency_numbers, list_offices
from baraza.services.complaints.queries.notices import public_notices
from baraza.web.portal.explore_cache import kept_for_a_moment
from baraza.web.portal.places import ward_name
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell


@require_safe
@kept_for_a_moment
@in_organisation
def notices(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    rows = [(one, [ward_name(organisation, code) for code in one.wards]) for one in public_notices()]
    context = {**shell(organisation=organisation, current="explore"), "rows": rows}
    return render(request, "portal/explore/notices.html", context)


@require_safe
@kept_for_a_moment
@in_organisation
def offices(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    context = {
        **shell(organisation=organisation, current="explore"),
        "emergency_numbers": list_emergency_numbers(),
        "offices": list_offices(),
    }
    return render(request, "portal/explore/offices.html", context)
