"""The list of complaints as a file: its columns, and a filter that can be kept and used again."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from baraza.capabilities.exports.kinds import Cell, Column, ExportKind, Narrowing, RowType
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.exporting import ComplaintRow, complaints_after, count_complaints
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import NAMES, State

_TIMES = tuple(one.name for one in fields(Filter) if one.type in {datetime | None, "datetime | None"})


def freeze(wanted: Filter) -> dict[str, object]:
    """As JSON: what is kept with a file or a schedule."""
    values = asdict(wanted)
    times = {name: values[name].isoformat() if values[name] else None for name in _TIMES}
    return values | times


def thaw(narrowing: Narrowing) -> Filter:
    """Fields that a newer version has are at their default."""
    values: dict[str, Any] = dict(narrowing)
    for name in _TIMES:
        values[name] = parse_datetime(values[name]) if values.get(name) else None
    values["states"] = tuple(State(one) for one in values.get("states") or ())
    for name, value in values.items():
        values[name] = tuple(value) if isinstance(value, list) else value
    return Filter(**values)


def _rows(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    return [(one.id, _cells(one)) for one in complaints_after(wanted=thaw(narrowing), after=after, size=size)]


def _count(narrowing: Narrowing) -> int:
    return count_complaints(wanted=thaw(narrowing))


def _within(narrowing: Narrowing, since: datetime, until: datetime) -> Narrowing:
    return {**narrowing, "opened_from": since.isoformat(), "opened_before": until.isoformat()}


def _cells(one: ComplaintRow) -> tuple[Cell, ...]:
    return (
        one.reference,
        gettext(NAMES[State(one.state)]),
        category_name(code=one.category),
        gettext(PRIORITY_NAMES[one.priority]),
        one.emergency,
        one.description,
        one.place,
        one.area,
        one.ward,
        one.latitude,
        one.longitude,
        one.channel,
        one.language,
        one.opened_at,
        one.due_at,
        one.acknowledged_at,
        one.resolved_at,
        one.closed_at,
        one.reopened_at,
        one.team,
        one.assignee,
        one.duplicate_of,
    )


COMPLAINTS = ExportKind(
    name="complaints",
    label=gettext_noop("Complaints"),
    permission="complaints.export",
    columns=(
        Column(key="reference", label=gettext_noop("Reference"), paper=13),
        Column(key="state", label=gettext_noop("State"), paper=9),
        Column(key="category", label=gettext_noop("Category"), paper=11),
        Column(key="priority", label=gettext_noop("Priority"), paper=7),
        Column(key="emergency", label=gettext_noop("Danger to life"), type="yes_no"),
        Column(key="description", label=gettext_noop("What the resident wrote"), paper=28),
        Column(key="place", label=gettext_noop("Place")),
        Column(key="area", label=gettext_noop("Area"), paper=12),
        Column(key="ward", label=gettext_noop("Ward")),
        Column(key="latitude", label=gettext_noop("Latitude"), type="number"),
        Column(key="longitude", label=gettext_noop("Longitude"), type="number"),
        Column(key="channel", label=gettext_noop("Channel")),
        Column(key="language", label=gettext_noop("Language")),
        Column(key="opened_at", label=gettext_noop("Received"), type="time", paper=10),
        Column(key="due_at", label=gettext_noop("Due"), type="time", paper=10),
        Column(key="acknowledged_at", label=gettext_noop("Acknowledged"), type="time"),
        Column(key="resolved_at", label=gettext_noop("Resolved"), type="time"),
        Column(key="closed_at", label=gettext_noop("Closed"), type="time"),
        Column(key="reopened_at", label=gettext_noop("Reopened"), type="time"),
        Column(key="team", label=gettext_noop("Team")),
        Column(key="assignee", label=gettext_noop("Assigned to"), paper=10),
        Column(key="duplicate_of", label=gettext_noop("Same as")),
    ),
    rows=_rows,
    count=_count,
    within=_within,
)
