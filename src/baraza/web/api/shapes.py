"""The shapes of the API's answers in the words of OpenAPI; a test holds each to what the addresses really answer."""

from collections.abc import Mapping
from typing import Any, Final

from baraza.services.call_analytics.rules.outcomes import Outcome
from baraza.services.call_analytics.states import State as CallState
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import State as ComplaintState

Shape = dict[str, Any]

TEXT: Final[Shape] = {"type": "string"}
NUMBER: Final[Shape] = {"type": "integer", "format": "int64"}
FRACTION: Final[Shape] = {"type": "number"}
FLAG: Final[Shape] = {"type": "boolean"}
MOMENT: Final[Shape] = {"type": "string", "format": "date-time"}
MONTH: Final[Shape] = {"type": "string", "pattern": r"^\d{4}-\d{2}$", "example": "2026-01"}
DAY: Final[Shape] = {"type": "string", "format": "date"}
ANYTHING: Final[Shape] = {"type": "object", "additionalProperties": True}


def or_null(shape: Shape) -> Shape:
    return {**shape, "nullable": True}


def one_of(*words: str) -> Shape:
    return {**TEXT, "enum": list(words)}


def many(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def named(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def record(fields: Mapping[str, Shape], *, scoped: Mapping[str, Mapping[str, Shape]] | None = None) -> Shape:
    """`scoped`: what is there only for keys with that scope."""
    properties: Shape = dict(fields)
    for scope, more in (scoped or {}).items():
        for name, shape in more.items():
            said = f"Only with the scope `{scope}`."
            properties[name] = (
                {"allOf": [shape], "description": said} if "$ref" in shape else shape | {"description": said}
            )
    return {"type": "object", "required": list(fields), "properties": properties, "additionalProperties": False}


def page(name: str, shape: str, *, following: Shape = TEXT) -> Shape:
    """A part of a list; `next` is null on the last."""
    return record({name: many(named(shape)), "next": or_null(following)})


MONEY: Final[Shape] = {
    **NUMBER,
    "description": "Millionths of the currency's minor unit; null is unpriced, not nought.",
}
_COMPLAINT: Final[dict[str, Shape]] = {
    "reference": {**TEXT, "example": "MI-2026-7K3QXA"},
    "category": TEXT,
    "priority": one_of(*PRIORITY_NAMES),
    "state": one_of(*ComplaintState),
    "area_name": TEXT,
    "ward": TEXT,
    "channel": TEXT,
    "language": TEXT,
    "emergency": FLAG,
    "opened_at": MOMENT,
    "due_at": MOMENT,
}
_WORDS: Final[dict[str, Shape]] = {"description": TEXT, "place": TEXT}
# How a report stands after it was written to.
_STANDING: Final = {"reference", "state", "version", "category", "priority", "emergency", "opened_at", "due_at"}
_CALL: Final[dict[str, Shape]] = {
    "id": NUMBER,
    "external_id": TEXT,
    "agent": record({"id": or_null(NUMBER), "name": TEXT, "client": TEXT}),
    "at": MOMENT,
    "direction": TEXT,
    "medium": TEXT,
    "from_number": TEXT,
    "to_number": TEXT,
    "duration_ms": or_null(NUMBER),
    "state": one_of(*CallState),
    "outcome": {**TEXT, "description": f"{', '.join(Outcome)}, or empty while nothing is known."},
    "sentiment": TEXT,
    "doubts": many(TEXT),
}
_COST_OF_CALL: Final[dict[str, Shape]] = {"cost_micros": or_null(MONEY), "currency": or_null(TEXT)}
_GROUP: Final[dict[str, Shape]] = {
    "key": TEXT,
    "calls": NUMBER,
    "billable": NUMBER,
    "billed_seconds": NUMBER,
    "price_micros": or_null(MONEY),
    "unpriced": NUMBER,
}
_STATEMENT: Final[dict[str, Shape]] = {
    "month": MONTH,
    "closed_at": or_null(MOMENT),
    "total_micros": MONEY,
    "currency": TEXT,
    "calls": NUMBER,
    "unpriced": NUMBER,
    "unreconciled": NUMBER,
}
_PERSON: Final = record({"name": TEXT, "phone": TEXT})
_TURN: Final = record({"role": TEXT, "content": TEXT})
_COST_LINE: Final = record({"product": TEXT, "unit_price_micros": or_null(MONEY), "cost_micros": or_null(MONEY)})
_COSTS: Final = record({"currency": TEXT, "told_micros": or_null(MONEY), "lines_micros": or_null(MONEY)})

SHAPES: Final[dict[str, Shape]] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. The log has what happened under `request_id`, which is also in `X-Correlation-Id`.",
        "required": ["type", "title", "status", "detail", "request_id"],
        "properties": {"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT, "request_id": TEXT},
    },
    "Complaint": record(_COMPLAINT, scoped={"complaints.personal": _WORDS}),
    "ComplaintDetail": record(
        {**_COMPLAINT, "version": NUMBER, "resolved_at": or_null(MOMENT), "duplicate_of": or_null(TEXT)},
        scoped={
            "complaints.personal": {
                **_WORDS,
                "latitude": or_null(FRACTION),
                "longitude": or_null(FRACTION),
                "reporter": or_null(_PERSON),
            }
        },
    ),
    "Complaints": page("complaints", "Complaint"),
    "Receipt": record({name: shape for name, shape in (_COMPLAINT | {"version": NUMBER}).items() if name in _STANDING}),
    "FiguresTimes": record({"median_hours": or_null(FRACTION), "ninetieth_hours": or_null(FRACTION)}),
    "Figures": record(
        {
            "first": DAY,
            "last": DAY,
            "counts": record(
                dict.fromkeys(("opened", "acknowledged", "resolved", "in_time", "reopened"), NUMBER),
            ),
            "in_time_percent": or_null(FRACTION),
            "reopened_percent": or_null(FRACTION),
            "until_staff_act": named("FiguresTimes"),
            "until_done": named("FiguresTimes"),
            "ratings": NUMBER,
            "average_stars": or_null(FRACTION),
            "weeks": many(
                record(
                    {
                        "begins": DAY,
                        "opened": NUMBER,
                        "resolved": NUMBER,
                        "median_hours_until_done": or_null(FRACTION),
                    }
                )
            ),
            "opened_by": record(
                dict.fromkeys(
                    ("category", "priority", "ward", "channel", "language"),
                    many(record({"value": TEXT, "count": NUMBER})),
                )
            ),
        }
    ),
    "Area": record(
        {
            "code": TEXT,
            "name": TEXT,
            "kind": TEXT,
            "edition": TEXT,
            "approximate": FLAG,
            "parent_code": TEXT,
            "district": TEXT,
            "province": TEXT,
        }
    ),
    "AreaAtPoint": record({"area": {"allOf": [named("Area")], "nullable": True}}),
    "Call": record(_CALL, scoped={"calls.cost": _COST_OF_CALL}),
    "CallDetail": record(
        {
            **_CALL,
            "started_at": or_null(MOMENT),
            "ended_at": or_null(MOMENT),
            "reason": TEXT,
            "agent_version": TEXT,
            "successful": or_null(FLAG),
            "in_voicemail": or_null(FLAG),
        },
        scoped={
            "calls.words": {
                "transcript": TEXT,
                "turns": many(_TURN),
                "summary": TEXT,
                "custom_analysis": ANYTHING,
            },
            "calls.cost": {**_COST_OF_CALL, "costs": many(_COST_LINE)},
        },
    ),
    "Calls": page("calls", "Call"),
    "Agent": record(
        {
            "id": NUMBER,
            "external_id": TEXT,
            "name": TEXT,
            "client": TEXT,
            "language": TEXT,
            "archived_at": or_null(MOMENT),
            "last_call_at": or_null(MOMENT),
        }
    ),
    "Agents": record({"agents": many(named("Agent"))}),
    "Statement": record(_STATEMENT),
    "Statements": record({"statements": many(named("Statement"))}),
    "Group": record(_GROUP),
    "StatementDetail": record(
        {
            **_STATEMENT,
            "client": or_null(TEXT),
            "credit_micros": {
                **MONEY,
                "description": "Credit notes alone, below nought; `total_micros` has them in it.",
            },
            "billable_calls": NUMBER,
            "billed_seconds": NUMBER,
            "included_seconds": NUMBER,
            "clients": many(named("Group")),
            "agents": many(named("Group")),
            "rules": many(named("Group")),
            "days": many(named("Group")),
        },
        scoped={"calls.cost": {"costs": many(_COSTS)}},
    ),
    "Entry": record(
        {
            "id": NUMBER,
            "kind": TEXT,
            "about_month": MONTH,
            "call": or_null(NUMBER),
            "external_id": TEXT,
            "at": or_null(MOMENT),
            "agent": TEXT,
            "client": TEXT,
            "duration_ms": or_null(NUMBER),
            "billable": FLAG,
            "rule": TEXT,
            "rules_number": or_null(NUMBER),
            "billed_seconds": NUMBER,
            "included_seconds": NUMBER,
            "price_micros": or_null(MONEY),
            "reconciled": FLAG,
            "credit_number": or_null(NUMBER),
            "reason": TEXT,
            "made_at": MOMENT,
        },
        scoped={
            "calls.cost": {
                "cost_micros": or_null(MONEY),
                "lines_micros": or_null(MONEY),
                "cost_currency": or_null(TEXT),
            }
        },
    ),
    "Entries": page("entries", "Entry", following=NUMBER),
    "Organisation": record(
        {
            "slug": TEXT,
            "name": TEXT,
            "country": TEXT,
            "time_zone": TEXT,
            "currency": TEXT,
            "languages": many(TEXT),
            "phone_region": TEXT,
            "services": many(TEXT),
        }
    ),
}
