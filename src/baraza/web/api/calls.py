"""Calls of voice agents and the agents for other systems. Words, whole numbers and money each need their own scope."""

from datetime import datetime
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, JsonResponse

from baraza.core.audit.actions import record_read
from baraza.core.identity.queries.keys import KeyCaller
from baraza.core.ingress.connections import list_connections
from baraza.services.call_analytics.queries.agents import AgentRow, list_agents
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import CallRow, CursorUnreadable, list_calls
from baraza.services.call_analytics.queries.one import CallCase, CallUnknown, get_call
from baraza.services.call_analytics.rules.outcomes import Outcome
from baraza.services.call_analytics.states import State
from baraza.web.api.access import keyed
from baraza.web.api.callers import reader, recorded
from baraza.web.api.parameters import wrong_parameters
from baraza.web.api.problems import problem

PAGE_SIZE, MOST = 50, 100
WORDS, NUMBERS, COST = "calls.words", "calls.numbers", "calls.cost"
_MOST_DIGITS = 18
# Of each one may be asked for here.
_SEVERAL = {
    "agent": "agent_ids",
    "client": "clients",
    "state": "states",
    "outcome": "outcomes",
    "sentiment": "sentiments",
}


class CallsQuery(forms.Form):
    agent = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    client = forms.CharField(required=False, max_length=120)
    direction = forms.ChoiceField(choices=[(one, one) for one in ("inbound", "outbound")], required=False)
    state = forms.ChoiceField(choices=[(one.value, one.value) for one in State], required=False)
    outcome = forms.ChoiceField(choices=[(one.value, one.value) for one in Outcome], required=False)
    sentiment = forms.CharField(required=False, max_length=20)
    shortest_ms = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    longest_ms = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    since = forms.DateTimeField(required=False)
    until = forms.DateTimeField(required=False)
    limit = forms.IntegerField(required=False, min_value=1, max_value=MOST)


@keyed(scope="calls.read")
def list_all(request: HttpRequest, caller: KeyCaller) -> JsonResponse:
    query = CallsQuery(request.GET)
    if (refusal := wrong_parameters(request=request, query=query)) is not None:
        return refusal
    asked = query.cleaned_data
    try:
        page = list_calls(
            actor=reader(caller),
            wanted=_wanted(asked),
            cursor=request.GET.get("cursor", ""),
            at_most=asked["limit"] or PAGE_SIZE,
        )
    except CursorUnreadable:
        return problem(HTTPStatus.BAD_REQUEST, "The cursor is none of ours: take it from `next` as it is.")
    if NUMBERS in caller.scopes:
        record_read(actor=recorded(caller), subject_kind="calls", subject_id="list")
    return JsonResponse({"calls": [_row(one, caller) for one in page.rows], "next": page.next_cursor or None})


@keyed(scope="calls.read")
def one(_request: HttpRequest, caller: KeyCaller, number: str) -> JsonResponse:
    readable = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    try:
        found = get_call(actor=reader(caller), call_id=int(number)) if readable else None
    except CallUnknown:
        found = None
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, "No call has this id.")
    if not {WORDS, NUMBERS}.isdisjoint(caller.scopes):
        record_read(actor=recorded(caller), subject_kind="call", subject_id=str(found.row.id))
    return JsonResponse(_case(found, caller))


@keyed(scope="calls.read")
def agents(_request: HttpRequest, _caller: KeyCaller) -> JsonResponse:
    """Without the addresses of their own, which are as good as a password."""
    paths = {one.id: "" for one in list_connections()}
    found = [*list_agents(connection_paths=paths), *list_agents(connection_paths=paths, archived=True)]
    return JsonResponse({"agents": [_agent(one) for one in found]})


def _wanted(asked: dict[str, object]) -> CallFilter:
    given = {name: value for name, value in asked.items() if value not in (None, "") and name != "limit"}
    several = {field: (given.pop(name),) for name, field in _SEVERAL.items() if name in given}
    return CallFilter(**given, **several)  # type: ignore[arg-type]  # the form has made each what it is


def _row(found: CallRow, caller: KeyCaller) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": found.id,
        "external_id": found.external_id,
        "agent": {"id": found.agent_id, "name": found.agent_name, "client": found.client},
        "at": found.at.isoformat(),
        "direction": found.direction,
        "medium": found.medium,
        "from_number": found.from_number,
        "to_number": found.to_number,
        "duration_ms": found.duration_ms,
        "state": found.state,
        "outcome": found.outcome,
        "sentiment": found.sentiment,
        "doubts": list(found.doubts),
    }
    if COST in caller.scopes:
        shown |= {"cost_micros": found.cost_micros, "currency": found.currency or None}
    return shown


def _case(found: CallCase, caller: KeyCaller) -> dict[str, object]:
    shown = _row(found.row, caller) | {
        "started_at": _iso(found.started_at),
        "ended_at": _iso(found.ended_at),
        "reason": found.reason,
        "agent_version": found.agent_version,
        "successful": found.successful,
        "in_voicemail": found.in_voicemail,
    }
    if WORDS in caller.scopes:
        shown |= {
            "transcript": found.transcript,
            "turns": [{"role": each.role, "content": each.content} for each in found.turns],
            "summary": found.summary,
            "custom_analysis": dict(found.custom_analysis),
        }
    if COST in caller.scopes:
        shown["costs"] = [
            {"product": each.product, "unit_price_micros": each.unit_price_micros, "cost_micros": each.cost_micros}
            for each in found.costs
        ]
    return shown


def _agent(found: AgentRow) -> dict[str, object]:
    return {
        "id": found.id,
        "external_id": found.external_id,
        "name": found.name,
        "client": found.client,
        "language": found.language,
        "archived_at": _iso(found.archived_at),
        "last_call_at": _iso(found.last_heard_at),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
