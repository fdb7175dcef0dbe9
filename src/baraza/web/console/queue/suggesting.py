"""What the search box offers while somebody types: references, places, people, categories."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.capabilities.geography.queries import search_areas
from baraza.core.identity.queries import list_members
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.queries.figures import open_by_each
from baraza.services.complaints.queries.suggestions import suggest_references, suggest_residents
from baraza.web.console.access import Desk, staff
from baraza.web.console.queue.choices import ME

_SHORTEST = 2
_LONGEST = 60
_MOST = 4
_FIRST_WORDS = 60


@require_safe
@staff(permission="complaints.read")
def suggest(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    text = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
    offers = _offers(text, desk) if len(text) >= _SHORTEST else []
    return JsonResponse({"offers": offers})


def _offers(text: str, desk: Desk) -> list[dict[str, str]]:
    wanted = text.casefold()
    found = [
        *_references(text),
        *(
            _offer(gettext("Given to"), name, {"person": ME if pk == desk.actor.id else pk})
            for pk, name in _members(wanted)
        ),
        *(_offer(gettext("Resident"), name, {"q": name, "group": "all"}) for name in suggest_residents(text=text)),
    ]
    places = search_areas(country=desk.organisation.country, text=text, limit=_MOST)
    found += [_offer(gettext("Place"), area.name, {"area": area.code, "group": "all"}) for area in places]
    found += [_offer(gettext("Ward"), ward, {"ward": ward, "group": "all"}) for ward in _wards(wanted)]
    categories = [one for one in list_categories() if wanted in one.name.casefold()][:_MOST]
    found += [_offer(gettext("Category"), one.name, {"category": one.code}) for one in categories]
    return found


def _references(text: str) -> list[dict[str, str]]:
    """Only what could be one: letters and digits together."""
    if not any(letter.isdigit() for letter in text):
        return []
    return [
        {
            "kind": gettext("Reference"),
            "text": one.reference,
            "more": one.description[:_FIRST_WORDS],
            "url": reverse("console:complaint", args=[one.reference]),
        }
        for one in suggest_references(text=text)
    ]


def _members(wanted: str) -> list[tuple[int, str]]:
    return [
        (one.id, one.name)
        for one in list_members()
        if any(part.startswith(wanted) for part in (one.name.casefold(), *one.name.casefold().split()))
    ][:_MOST]


def _wards(wanted: str) -> list[str]:
    """Of those in which something is open."""
    word = gettext("Ward").casefold()
    if not wanted.startswith(word) and not any(letter.isdigit() for letter in wanted):
        return []
    beginning = wanted.removeprefix(word).strip()
    open_in = (load.value for load in open_by_each(dimensions=("ward",))["ward"])
    return [ward for ward in open_in if ward and ward.casefold().startswith(beginning)][:_MOST] if beginning else []


def _offer(kind: str, text: str, query: dict[str, str | int]) -> dict[str, str]:
    return {"kind": kind, "text": text, "more": "", "url": f"{reverse('console:complaints')}?{urlencode(query)}"}
