"""The list of calls as a file: without cost for who may not see it, and with numbers masked for everybody.

Codes stand there in words for people, and once more as they are, in columns at the end, for programs.
A file outlives the permission of who asked for it, and passes from hand to hand; whole numbers stay on the page.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from baraza.capabilities.exports.kinds import Cell, Column, ExportKind, Narrowing, RowType
from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.models import Call
from baraza.services.call_analytics.queries.filters import CallFilter, calls_wanted
from baraza.services.call_analytics.queries.lists import tags_of
from baraza.services.call_analytics.rules import words
from baraza.services.call_analytics.rules.money import minor_of
from baraza.services.call_analytics.rules.redaction import masked_number

_TIMES: Final = ("since", "until")
_KNOWN: Final = frozenset(one.name for one in fields(CallFilter))
_SEVERAL: Final = ("agent_ids", "clients", "only_clients", "states", "outcomes", "sentiments", "dispositions", "tags")
_COLUMNS: Final = (
    Column(key="id", label=gettext_noop("Call"), paper=3),
    Column(key="at", label=gettext_noop("When"), type="time", paper=3),
    Column(key="agent", label=gettext_noop("Agent"), paper=3),
    Column(key="client", label=gettext_noop("Client"), paper=3),
    Column(key="direction", label=gettext_noop("Direction"), paper=2),
    Column(key="from", label=gettext_noop("From"), paper=2),
    Column(key="to", label=gettext_noop("To"), paper=2),
    Column(key="status", label=gettext_noop("Status")),
    Column(key="outcome", label=gettext_noop("Outcome"), paper=2),
    Column(key="reason", label=gettext_noop("Why it ended")),
    Column(key="sentiment", label=gettext_noop("Mood of the caller"), paper=2),
    Column(key="seconds", label=gettext_noop("Length in seconds"), type="number", paper=2),
    Column(key="disposition", label=gettext_noop("What became of it"), paper=2),
    Column(key="tags", label=gettext_noop("Tags")),
)
# They never change with a language or a better word; paper has no room for them.
_CODES: Final = (
    Column(key="direction_code", label=gettext_noop("Direction (code)")),
    Column(key="status_code", label=gettext_noop("Status (code)")),
    Column(key="outcome_code", label=gettext_noop("Outcome (code)")),
    Column(key="reason_code", label=gettext_noop("Why it ended (code)")),
    Column(key="sentiment_code", label=gettext_noop("Mood of the caller (code)")),
    Column(key="disposition_code", label=gettext_noop("What became of it (code)")),
)
_MONEY: Final = (
    Column(key="cost", label=gettext_noop("Cost"), paper=2),
    Column(key="currency", label=gettext_noop("Currency"), paper=1),
)


def freeze(wanted: CallFilter) -> dict[str, object]:
    """As JSON: what is kept with a file or a schedule."""
    values = asdict(wanted)
    return values | {name: values[name].isoformat() if values[name] else None for name in _TIMES}


def thaw(narrowing: Narrowing) -> CallFilter:
    """Fields that a newer version has are at their default. What was kept while there could be one alone is still read."""
    values: dict[str, Any] = {name: value for name, value in narrowing.items() if name in _KNOWN}
    for name in _SEVERAL:
        alone: Any = narrowing.get(name.removesuffix("s"))
        values[name] = tuple(values.get(name) or ([alone] if alone else ()))
    for name in _TIMES:
        values[name] = parse_datetime(values[name]) if values.get(name) else None
    return CallFilter(**values)


def _rows(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    return [(one.pk, (*cells, *_codes(one))) for one, cells in _told(narrowing, after, size)]


def _rows_with_cost(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    return [(one.pk, (*cells, *_money(one), *_codes(one))) for one, cells in _told(narrowing, after, size)]


def _told(narrowing: Narrowing, after: int, size: int) -> list[tuple[Call, tuple[Cell, ...]]]:
    rows = calls_wanted(thaw(narrowing)).filter(pk__gt=after).select_related("agent").order_by("pk")
    found = list(rows[:size])
    tags = tags_of([one.pk for one in found])
    return [(one, _cells(one, tags.get(one.pk, []))) for one in found]


def _cells(one: Call, tags: list[str]) -> tuple[Cell, ...]:
    return (
        one.external_id,
        one.at,
        one.agent.name if one.agent else "",
        one.agent.client if one.agent else "",
        _words(words.DIRECTIONS, one.direction),
        masked_number(one.from_number),
        masked_number(one.to_number),
        _words(words.STATES, one.state),
        _words(words.OUTCOMES, one.outcome),
        _words(words.REASONS, one.reason).replace("_", " "),
        _words(words.SENTIMENTS, one.sentiment),
        None if one.duration_ms is None else one.duration_ms / 1000,
        _words(words.DISPOSITIONS, one.disposition),
        ", ".join(tags),
    )


def _words(table: Mapping[str, str], code: str) -> str:
    """A word of tomorrow is written as it came."""
    return gettext(table[code]) if code in table else code


def _codes(one: Call) -> tuple[Cell, ...]:
    return one.direction, one.state, one.outcome, one.reason, one.sentiment, one.disposition


def _money(one: Call) -> tuple[Cell, ...]:
    """As a decimal that is written: a number of a spreadsheet would be rounded. Unpriced is said."""
    if one.cost_micros is None:
        return "unpriced", ""
    return f"{minor_of(one.cost_micros) / 100:f}", one.currency


def _count(narrowing: Narrowing) -> int:
    return calls_wanted(thaw(narrowing)).count()


def _within(narrowing: Narrowing, since: datetime, until: datetime) -> Narrowing:
    return {**narrowing, "since": since.isoformat(), "until": until.isoformat()}


def _for_clients(narrowing: Narrowing, clients: Collection[str]) -> Narrowing:
    return {**narrowing, "only_clients": list(clients)}


CALLS: Final = ExportKind(
    name="calls",
    label=gettext_noop("Calls"),
    permission="calls.export",
    columns=(*_COLUMNS, *_CODES),
    rows=_rows,
    count=_count,
    within=_within,
    for_clients=_for_clients,
)
CALLS_WITH_COST: Final = ExportKind(
    name="calls-cost",
    label=gettext_noop("Calls with their cost"),
    permission="calls.cost",
    columns=(*_COLUMNS, *_MONEY, *_CODES),
    rows=_rows_with_cost,
    count=_count,
    within=_within,
)
