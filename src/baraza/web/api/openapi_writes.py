"""The writing part of the description: what is sent, which answers come, and what is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms

from baraza.web.api import writes
from baraza.web.api.access import scope_of
from baraza.web.api.bodies import KEY_HEADER, LONGEST_BODY
from baraza.web.api.forms import CommentBody, CorrectBody, MoveBody, NoteBody, OpenBody
from baraza.web.api.shapes import FRACTION, NUMBER, TEXT, Shape, named


@dataclass(frozen=True, kw_only=True)
class Writing:
    """One write. `once` asks for a key that names the act; `made` is the status of the first time."""

    method: str
    view: Callable[..., Any]
    operation: str
    summary: str
    body: type[forms.Form]
    made: str = "200"
    once: bool = True
    within: Mapping[str, Shape] = field(default_factory=dict)


_REFERENCE: Final = {"reference": TEXT}
WRITES: Final[Mapping[str, Writing]] = {
    "/api/v1/complaints": Writing(
        method="post",
        view=writes.open_one,
        operation="openComplaint",
        summary="Open a report; the same key again answers with the one it opened",
        body=OpenBody,
        made="201",
    ),
    "/api/v1/complaints/{reference}": Writing(
        method="patch",
        view=writes.correct_one,
        operation="correctComplaint",
        summary="Correct category and priority",
        body=CorrectBody,
        once=False,
        within=_REFERENCE,
    ),
    "/api/v1/complaints/{reference}/comments": Writing(
        method="post",
        view=writes.add_comment,
        operation="addComment",
        summary="Add what the resident said; danger to life in it makes the report an emergency",
        body=CommentBody,
        within=_REFERENCE,
    ),
    "/api/v1/complaints/{reference}/notes": Writing(
        method="post",
        view=writes.add_note,
        operation="addNote",
        summary="Add a note for staff, which the resident never sees",
        body=NoteBody,
        within=_REFERENCE,
    ),
    "/api/v1/complaints/{reference}/state": Writing(
        method="post",
        view=writes.move_one,
        operation="moveComplaint",
        summary="Change the state; the resident is told where staff's own change would tell them",
        body=MoveBody,
        once=False,
        within=_REFERENCE,
    ),
}
REFUSALS: Final = {
    "409": "The state does not allow it, or the report was changed since the `version` sent.",
    "413": f"More than {LONGEST_BODY} bytes.",
    "415": "The body is not application/json.",
    "422": "A field is wrong, missing, or not one of ours; `detail` names it.",
}
_ALWAYS: Final = ("400", "401", "403", "405", "406", "413", "415", "422", "429")


def operation(one: Writing, *, shape_of: Callable[[forms.Field], Shape]) -> dict[str, Any]:
    """As OpenAPI says it; `shape_of` reads a field of a form."""
    statuses = sorted({"200", one.made})
    refusals = sorted({*_ALWAYS, *(("404", "409") if one.within else ())})
    answer = {"application/json": {"schema": named("Receipt")}}
    return {
        "operationId": one.operation,
        "tags": ["Complaints"],
        "summary": one.summary,
        "description": f"Needs the scope `{scope_of(one.view)}`.",
        "parameters": [*_within(one), *([_KEY_PARAMETER] if one.once else [])],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _body(one, shape_of)}}},
        "responses": {
            **{status: {"description": _ANSWERS[status], "content": answer} for status in statuses},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in refusals},
        },
    }


_ANSWERS: Final = {"200": "How the report stands now.", "201": "Opened; `Location` is its address."}
_KEY_PARAMETER: Final = {
    "name": KEY_HEADER,
    "in": "header",
    "required": True,
    "description": "Names the act: new for each, the same when it is sent again, so that it is done once.",
    "schema": {**TEXT, "maxLength": 64},
}


def _within(one: Writing) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": shape} for name, shape in one.within.items()]


def _body(one: Writing, shape_of: Callable[[forms.Field], Shape]) -> Shape:
    fields = one.body().fields
    shape: Shape = {
        "type": "object",
        "properties": {name: shape_of(given) for name, given in fields.items()},
        "additionalProperties": False,
    }
    required = [name for name, given in fields.items() if given.required]
    return {**shape, "required": required} if required else shape


def shape_of_number(given: forms.IntegerField) -> Shape:
    """With the bounds that the field has."""
    kind = FRACTION if isinstance(given, forms.FloatField) else NUMBER
    bounds = {"minimum": given.min_value, "maximum": given.max_value}
    return {**kind, **{name: bound for name, bound in bounds.items() if bound is not None}}
