"""The audit trail as a file."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from django.utils.dateparse import parse_datetime

import baraza.core.identity.audit_permissions  # noqa: F401 - declares audit.export
from baraza.capabilities.exports.kinds import Cell, Column, ExportKind, Narrowing, RowType
from baraza.core.audit.queries import AuditFilter, EntryFacts, batch_after, count_matching, seals_of
from baraza.lib.translation import gettext_noop


def freeze(wanted: AuditFilter) -> dict[str, object]:
    times = {name: value.isoformat() if value else None for name, value in _times(wanted).items()}
    return asdict(wanted) | times


def thaw(narrowing: Narrowing) -> AuditFilter:
    values: dict[str, Any] = dict(narrowing)
    for name in ("since", "until"):
        values[name] = parse_datetime(values[name]) if values.get(name) else None
    return AuditFilter(**values)


def _times(wanted: AuditFilter) -> dict[str, datetime | None]:
    return {"since": wanted.since, "until": wanted.until}


def _rows(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    found = batch_after(wanted=thaw(narrowing), after=after, size=size)
    seals = seals_of([one.id for one in found])
    return [(one.id, (*_cells(one), *seals.get(one.id, (None, "")))) for one in found]


def _count(narrowing: Narrowing) -> int:
    return count_matching(wanted=thaw(narrowing))


def _within(narrowing: Narrowing, since: datetime, until: datetime) -> Narrowing:
    return {**narrowing, "since": since.isoformat(), "until": until.isoformat()}


def _cells(one: EntryFacts) -> tuple[Cell, ...]:
    return (
        one.id,
        one.at,
        one.actor_name or one.actor_kind,
        one.impersonator_name,
        one.action,
        one.subject_kind,
        one.subject_id,
        orjson.dumps(one.changes).decode() if one.changes else "",
        one.address,
        one.correlation_id,
    )


TRAIL = ExportKind(
    name="audit",
    label=gettext_noop("Audit trail"),
    permission="audit.export",
    columns=(
        Column(key="id", label=gettext_noop("Number"), type="number"),
        Column(key="at", label=gettext_noop("When"), type="time", paper=14),
        Column(key="person", label=gettext_noop("Person"), paper=16),
        Column(key="impersonator", label=gettext_noop("Acted for by")),
        Column(key="action", label=gettext_noop("What was done"), paper=16),
        Column(key="subject_kind", label=gettext_noop("To what"), paper=10),
        Column(key="subject_id", label=gettext_noop("Which one"), paper=16),
        Column(key="changes", label=gettext_noop("Changes"), paper=28),
        Column(key="address", label=gettext_noop("Address")),
        Column(key="request", label=gettext_noop("Request")),
        # With these a file is held against the chain and against ends of it that were noted down elsewhere.
        Column(key="sequence", label=gettext_noop("Place in the chain"), type="number"),
        Column(key="seal", label=gettext_noop("Seal")),
    ),
    rows=_rows,
    count=_count,
    within=_within,
)
