"""The API described for programs, as OpenAPI 3.0: parameters from the forms that read them, scopes from the guards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from baraza.core.identity.actions.usage import REQUESTS_A_MINUTE
from baraza.web.api import areas, calls, complaints, figures, openapi_writes, organisation, statements
from baraza.web.api.access import scope_of
from baraza.web.api.problems import PROBLEM_TYPE
from baraza.web.api.shapes import DAY, MONTH, NUMBER, SHAPES, TEXT, Shape, named

_VERSION: Final = "1.0.0"
_SECONDS_TO_KEEP: Final = 3600
_ABOUT: Final = (
    "Reports, calls of voice agents and the organisation, for other systems. Reports are written, too; the rest is read. "
    f"A key may ask {REQUESTS_A_MINUTE} times a minute. `next` of a list is the cursor of its next page, null on the last."
)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One address. `query` is the form that reads its parameters; `turns` are those that turn its pages."""

    view: Callable[..., Any]
    summary: str
    answer: str
    about: str
    query: type[forms.Form] | None = None
    within: Mapping[str, Shape] = field(default_factory=dict)
    turns: Mapping[str, Shape] = field(default_factory=dict)


_CURSOR: Final = {"cursor": {**TEXT, "description": "`next` of the page before, as it is."}}
OPERATIONS: Final[Mapping[str, Operation]] = {
    "/api/v1/complaints": Operation(
        view=complaints.list_all,
        summary="Reports, newest first",
        answer="Complaints",
        about="Complaints",
        query=complaints.ListQuery,
        turns=_CURSOR,
    ),
    "/api/v1/complaints/{reference}": Operation(
        view=complaints.one,
        summary="One report",
        answer="ComplaintDetail",
        about="Complaints",
        within={"reference": TEXT},
    ),
    "/api/v1/figures": Operation(
        view=figures.of_complaints,
        summary="Figures of the reports of a period, the last 90 days unless said otherwise",
        answer="Figures",
        about="Complaints",
        query=figures.FiguresQuery,
    ),
    "/api/v1/area": Operation(
        view=areas.at_point,
        summary="The area in which a position lies; null where no boundary holds it",
        answer="AreaAtPoint",
        about="Areas",
        query=areas.PointQuery,
    ),
    "/api/v1/calls": Operation(
        view=calls.list_all,
        summary="Calls, newest first",
        answer="Calls",
        about="Calls",
        query=calls.CallsQuery,
        turns=_CURSOR,
    ),
    "/api/v1/calls/{number}": Operation(
        view=calls.one, summary="One call", answer="CallDetail", about="Calls", within={"number": NUMBER}
    ),
    "/api/v1/agents": Operation(
        view=calls.agents, summary="All agents, archived ones last", answer="Agents", about="Calls"
    ),
    "/api/v1/statements": Operation(
        view=statements.list_all, summary="Monthly statements, newest first", answer="Statements", about="Statements"
    ),
    "/api/v1/statements/{month}": Operation(
        view=statements.one,
        summary="One month, or a client's part of it, with its sums by client, agent, rule and day",
        answer="StatementDetail",
        about="Statements",
        query=statements.StatementQuery,
        within={"month": MONTH},
    ),
    "/api/v1/statements/{month}/entries": Operation(
        view=statements.entries,
        summary="Every line of a month, in the order in which they were written",
        answer="Entries",
        about="Statements",
        query=statements.EntriesQuery,
        within={"month": MONTH},
    ),
    "/api/v1/organisation": Operation(
        view=organisation.own, summary="The organisation whose key it is", answer="Organisation", about="Organisation"
    ),
}
_REFUSALS: Final = {
    "400": "A parameter or the cursor is wrong.",
    "401": "No key, or one that does not work.",
    "403": "The key lacks the scope.",
    "404": "Not in the key's organisation.",
    "405": "The address does not answer this method; `Allow` names those it does.",
    "406": "JSON is not accepted.",
    **openapi_writes.REFUSALS,
    "429": "Too many requests; `Retry-After` says when to come back.",
}


@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """Open to everybody: it says what can be asked, and nothing of anybody."""
    return JsonResponse(
        document(),
        headers={"Cache-Control": f"public, max-age={_SECONDS_TO_KEEP}", "Access-Control-Allow-Origin": "*"},
    )


@cache
def document() -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Baraza",
            "version": _VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "servers": [{"url": settings.PUBLIC_URL}],
        "tags": [{"name": name} for name in dict.fromkeys(one.about for one in OPERATIONS.values())],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key that an admin made under *API keys*: `bz_<prefix>_<secret>`.",
                }
            },
            "schemas": SHAPES,
            "responses": {status: _refusal(status, words) for status, words in _REFUSALS.items()},
        },
    }


def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {path: {"get": _operation(one)} for path, one in OPERATIONS.items()}
    for path, one in openapi_writes.WRITES.items():
        paths.setdefault(path, {})[one.method] = openapi_writes.operation(one, shape_of=_shape_of)
    return paths


def _operation(one: Operation) -> dict[str, Any]:
    refusals = [
        status
        for status in _REFUSALS
        if status not in openapi_writes.REFUSALS and (one.query or status != "400") and (one.within or status != "404")
    ]
    return {
        "operationId": one.answer[0].lower() + one.answer[1:],
        "tags": [one.about],
        "summary": one.summary,
        "description": f"Needs the scope `{scope_of(one.view)}`.",
        "parameters": [*_within(one), *_asked(one)],
        "responses": {
            "200": {"description": one.summary, "content": {"application/json": {"schema": named(one.answer)}}},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in refusals},
        },
    }


def _within(one: Operation) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": shape} for name, shape in one.within.items()]


def _asked(one: Operation) -> list[dict[str, Any]]:
    fields = one.query().fields if one.query else {}
    read = {name: _shape_of(given) for name, given in fields.items()}
    needed = {name for name, given in fields.items() if given.required}
    return [
        {"name": name, "in": "query", **({"required": True} if name in needed else {}), "schema": shape}
        for name, shape in {**read, **one.turns}.items()
    ]


def _shape_of(given: forms.Field) -> Shape:
    """What a field takes."""
    if isinstance(given, forms.ChoiceField):
        word = {**TEXT, "enum": [str(code) for code, _ in given.choices if code]}  # type: ignore[misc,union-attr]
        return {"type": "array", "items": word} if isinstance(given, forms.MultipleChoiceField) else word
    if isinstance(given, forms.IntegerField):
        return openapi_writes.shape_of_number(given)
    if isinstance(given, forms.DateTimeField):
        return {**TEXT, "format": "date-time"}
    if isinstance(given, forms.DateField):
        return dict(DAY)
    longest = given.max_length if isinstance(given, forms.CharField) else None
    return {**TEXT, "maxLength": longest} if longest else dict(TEXT)


def _refusal(status: str, words: str) -> dict[str, Any]:
    found: dict[str, Any] = {"description": words, "content": {PROBLEM_TYPE: {"schema": named("Problem")}}}
    if status == "429":
        found["headers"] = {"Retry-After": {"description": "In seconds.", "schema": {"type": "integer"}}}
    return found
