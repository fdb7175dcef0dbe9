"""The organisation whose key it is."""

from django.http import HttpRequest, JsonResponse

from baraza.core.identity.queries.keys import KeyCaller
from baraza.core.organisations.queries import get_organisation
from baraza.web.api.access import keyed


@keyed(scope="organisation.read")
def own(_request: HttpRequest, caller: KeyCaller) -> JsonResponse:
    found = get_organisation(organisation_id=caller.organisation_id)
    return JsonResponse(
        {
            "slug": found.slug,
            "name": found.name,
            "country": found.country,
            "time_zone": found.time_zone,
            "currency": found.currency,
            "languages": list(found.languages),
            "phone_region": found.phone_region,
            "services": list(found.services),
        }
    )
