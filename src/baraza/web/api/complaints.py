"""Complaints for other systems: in pages, newest first, and one by one. Who reported is left out without its scope."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, JsonResponse

from baraza.core.audit.actions import record_read
from baraza.core.identity.actor import Actor
from baraza.core.identity.queries.keys import KeyCaller
from baraza.messaging.queries import contact_details
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_complaints
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint
from baraza.services.complaints.queries.records import ComplaintDetail, ComplaintSummary
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import State
from baraza.web.api.access import keyed
from baraza.web.api.cursors import CursorForged, place_of, word_for
from baraza.web.api.problems import problem

PAGE_SIZE, MOST = 50, 100
PERSONAL = "complaints.personal"


class ListQuery(forms.Form):
    """The parameters of a list; each but the numbers and times may be given several times."""

    group = forms.ChoiceField(choices=[(one, one) for one in ("open", "settled", "all")], required=False)
    state = forms.MultipleChoiceField(choices=[(one.value, one.value) for one in State], required=False)
    priority = forms.MultipleChoiceField(choices=[(one, one) for one in PRIORITY_NAMES], required=False)
    category = forms.CharField(required=False, max_length=60)
    channel = forms.CharField(required=False, max_length=20)
    ward = forms.CharField(required=False, max_length=40)
    opened_from = forms.DateTimeField(required=False)
    opened_before = forms.DateTimeField(required=False)
    limit = forms.IntegerField(required=False, min_value=1, max_value=MOST)


@keyed(scope="complaints.read")
def list_all(request: HttpRequest, caller: KeyCaller) -> JsonResponse:
    query = ListQuery(request.GET)
    unknown = sorted(set(request.GET) - set(query.fields) - {"cursor"})
    if unknown or not query.is_valid():
        return _wrong(query, unknown)
    try:
        place = place_of(request.GET["cursor"]) if "cursor" in request.GET else None
    except CursorForged:
        return problem(HTTPStatus.BAD_REQUEST, "The cursor is none of ours: take it from `next` as it is.")
    page = list_complaints(wanted=_wanted(query), place=place, size=query.cleaned_data["limit"] or PAGE_SIZE)
    if PERSONAL in caller.scopes:
        record_read(actor=_actor(caller), subject_kind="complaints", subject_id="list")
    following = word_for(page.after) if page.after is not None else None
    return JsonResponse(
        {"complaints": [_summary(one, caller) for one in page.complaints], "next": following},
    )


@keyed(scope="complaints.read")
def one(_request: HttpRequest, caller: KeyCaller, reference: str) -> JsonResponse:
    try:
        found = get_complaint(reference=reference)
    except ComplaintUnknown:
        return problem(HTTPStatus.NOT_FOUND, "No report has this reference.")
    if PERSONAL in caller.scopes:
        record_read(actor=_actor(caller), subject_kind="complaint", subject_id=found.reference)
    return JsonResponse(_detail(found, caller))


def _wanted(query: ListQuery) -> Filter:
    cleaned = query.cleaned_data
    return Filter(
        group=cleaned["group"] or "all",
        states=tuple(State(code) for code in cleaned["state"]),
        priorities=tuple(cleaned["priority"]),
        categories=(cleaned["category"],) if cleaned["category"] else (),
        channels=(cleaned["channel"],) if cleaned["channel"] else (),
        ward=cleaned["ward"],
        opened_from=cleaned["opened_from"],
        opened_before=cleaned["opened_before"],
    )


def _wrong(query: ListQuery, unknown: list[str]) -> JsonResponse:
    """A parameter that is misspelt must not look like one that found everything."""
    told = [f"{name}: there is no such parameter" for name in unknown]
    told += [f"{name}: {' '.join(str(error) for error in errors)}" for name, errors in query.errors.items()]
    return problem(HTTPStatus.BAD_REQUEST, "; ".join(told))


def _summary(found: ComplaintSummary, caller: KeyCaller) -> dict[str, object]:
    shown: dict[str, object] = {
        "reference": found.reference,
        "category": found.category,
        "priority": found.priority,
        "state": found.state.value,
        "area_name": found.area_name,
        "ward": found.ward_code,
        "channel": found.channel,
        "language": found.language,
        "emergency": found.emergency,
        "opened_at": _iso(found.opened_at),
        "due_at": _iso(found.due_at),
    }
    # People write names and numbers into their words, and a place is often a home.
    personal: Mapping[str, object] = {"description": found.description, "place": found.place}
    return {**shown, **personal} if PERSONAL in caller.scopes else shown


def _detail(found: ComplaintDetail, caller: KeyCaller) -> dict[str, object]:
    shown = {
        **_summary(found, caller),
        "version": found.version,
        "resolved_at": _iso(found.resolved_at) if found.resolved_at else None,
        "duplicate_of": found.duplicate_of or None,
    }
    if PERSONAL not in caller.scopes:
        return shown
    reporter = contact_details(contact_id=found.contact_id) if found.contact_id is not None else None
    return {
        **shown,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "reporter": {"name": reporter.name, "phone": reporter.phone} if reporter is not None else None,
    }


def _actor(caller: KeyCaller) -> Actor:
    return Actor(kind="system", id=caller.key_id, name=f"API key {caller.name}")


def _iso(at: datetime) -> str:
    return at.isoformat()
