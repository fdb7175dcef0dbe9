"""Monthly statements for other systems. What the provider took needs the scope of costs besides; the margin none opens."""

from datetime import date, datetime
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, JsonResponse

from baraza.core.identity.queries.keys import KeyCaller
from baraza.services.call_analytics.queries.statement_sums import Group
from baraza.services.call_analytics.queries.statements import (
    Entry,
    Statement,
    StatementRow,
    StatementUnknown,
    entries_after,
    get_statement,
    list_statements,
    statement_of_client,
)
from baraza.web.api.access import keyed
from baraza.web.api.callers import reader
from baraza.web.api.parameters import wrong_parameters
from baraza.web.api.problems import problem

COST = "calls.cost"
PAGE_SIZE, MOST = 500, 1000


class StatementQuery(forms.Form):
    """`client`: that client's part alone, without what the provider takes."""

    client = forms.CharField(required=False, max_length=120)


class EntriesQuery(StatementQuery):
    after = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    limit = forms.IntegerField(required=False, min_value=1, max_value=MOST)


@keyed(scope="statements.read")
def list_all(_request: HttpRequest, caller: KeyCaller) -> JsonResponse:
    return JsonResponse({"statements": [_row(one) for one in list_statements(actor=reader(caller))]})


@keyed(scope="statements.read")
def one(request: HttpRequest, caller: KeyCaller, month: str) -> JsonResponse:
    query = StatementQuery(request.GET)
    if (refusal := wrong_parameters(request=request, query=query, beside=())) is not None:
        return refusal
    found = _found(caller, _month(month), client=query.cleaned_data["client"])
    if found is None:
        return _unknown()
    shown = _row(found.row) | {
        "client": found.client or None,
        "credit_micros": found.sums.credit_micros,
        "billable_calls": found.sums.billable,
        "billed_seconds": found.sums.billed_seconds,
        "included_seconds": found.sums.included_seconds,
        "clients": [_group(each) for each in found.clients],
        "agents": [_group(each) for each in found.agents],
        "rules": [_group(each) for each in found.rules],
        "days": [_group(each) for each in found.days],
    }
    if COST in caller.scopes:
        shown["costs"] = [
            {"currency": each.currency, "told_micros": each.told_micros, "lines_micros": each.lines_micros}
            for each in found.costs
        ]
    return JsonResponse(shown)


@keyed(scope="statements.read")
def entries(request: HttpRequest, caller: KeyCaller, month: str) -> JsonResponse:
    """All lines of the ledger in the month, in the order in which they were written."""
    begins, query = _month(month), EntriesQuery(request.GET)
    if begins is None:
        return _unknown()
    if (refusal := wrong_parameters(request=request, query=query, beside=())) is not None:
        return refusal
    after, size = query.cleaned_data["after"] or 0, query.cleaned_data["limit"] or PAGE_SIZE
    client = query.cleaned_data["client"]
    with_cost = COST in caller.scopes and not client
    found = entries_after(actor=reader(caller), month=begins, client=client, after=after, size=size + 1)
    shown = found[:size]
    following = shown[-1].id if len(found) > size else None
    return JsonResponse({"entries": [_entry(each, with_cost=with_cost) for each in shown], "next": following})


def _found(caller: KeyCaller, month: date | None, *, client: str) -> Statement | None:
    if month is None:
        return None
    try:
        if client:
            return statement_of_client(actor=reader(caller), month=month, client=client)
        return get_statement(actor=reader(caller), month=month)
    except StatementUnknown:
        return None


def _month(word: str) -> date | None:
    try:
        return datetime.strptime(word, "%Y-%m").date()  # noqa: DTZ007 - a month of the organisation's calendar
    except ValueError:
        return None


def _unknown() -> JsonResponse:
    return problem(HTTPStatus.NOT_FOUND, "There is no statement of this month.")


def _row(found: StatementRow) -> dict[str, object]:
    return {
        "month": f"{found.month:%Y-%m}",
        "closed_at": found.closed_at.isoformat() if found.closed_at else None,
        "total_micros": found.total_micros,
        "currency": found.currency,
        "calls": found.calls,
        "unpriced": found.unpriced,
        "unreconciled": found.unreconciled,
    }


def _group(found: Group) -> dict[str, object]:
    return {
        "key": found.key,
        "calls": found.calls,
        "billable": found.billable,
        "billed_seconds": found.billed_seconds,
        "price_micros": found.price_micros,
        "unpriced": found.unpriced,
    }


def _entry(found: Entry, *, with_cost: bool) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": found.id,
        "kind": found.kind,
        "about_month": f"{found.about_month:%Y-%m}",
        "call": found.call_id,
        "external_id": found.external_id,
        "at": found.at.isoformat() if found.at else None,
        "agent": found.agent_name,
        "client": found.client,
        "duration_ms": found.duration_ms,
        "billable": found.billable,
        "rule": found.rule,
        "rules_number": found.rules_number,
        "billed_seconds": found.billed_seconds,
        "included_seconds": found.included_seconds,
        "price_micros": found.price_micros,
        "reconciled": found.reconciled,
        "credit_number": found.credit_number,
        "reason": found.reason,
        "made_at": found.made_at.isoformat(),
    }
    if with_cost:
        shown |= {
            "cost_micros": found.cost_micros,
            "lines_micros": found.lines_micros,
            "cost_currency": found.cost_currency or None,
        }
    return shown
