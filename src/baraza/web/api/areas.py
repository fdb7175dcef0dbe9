"""Which area a position lies in, by the boundaries that are in force."""

from django import forms
from django.http import HttpRequest, JsonResponse

from baraza.capabilities.geography.queries import locate
from baraza.capabilities.geography.records import Located
from baraza.core.identity.queries.keys import KeyCaller
from baraza.core.organisations.queries import get_organisation
from baraza.web.api.access import keyed
from baraza.web.api.parameters import wrong_parameters


class PointQuery(forms.Form):
    """`kind` is that of a layer, such as `ward`; without it the country's usual one."""

    latitude = forms.FloatField(min_value=-90, max_value=90)
    longitude = forms.FloatField(min_value=-180, max_value=180)
    kind = forms.CharField(required=False, max_length=40)


@keyed(scope="organisation.read")
def at_point(request: HttpRequest, caller: KeyCaller) -> JsonResponse:
    """`area` is null where no boundary holds the point: in the sea, abroad, or when nobody imported such a layer."""
    query = PointQuery(request.GET)
    if (refusal := wrong_parameters(request=request, query=query, beside=())) is not None:
        return refusal
    cleaned = query.cleaned_data
    found = locate(
        latitude=cleaned["latitude"],
        longitude=cleaned["longitude"],
        country=get_organisation(organisation_id=caller.organisation_id).country,
        kind=cleaned["kind"] or None,
    )
    return JsonResponse({"area": _area(found) if found is not None else None})


def _area(found: Located) -> dict[str, object]:
    return {
        "code": found.code,
        "name": found.name,
        "kind": found.kind,
        "edition": found.edition,
        "approximate": found.approximate,
        "parent_code": found.parent_code,
        "district": found.district,
        "province": found.province,
    }
