"""A month's statement as a file: every line of the ledger, corrections and credit notes included."""

from datetime import date, datetime

from django.utils.translation import gettext

from baraza.capabilities.exports.kinds import Cell, Column, ExportKind, Narrowing, RowType
from baraza.core.identity.actor import SYSTEM
from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.queries.statements import Entry, count_entries, entries_after
from baraza.services.call_analytics.rules.billing_months import month_of
from baraza.services.call_analytics.rules.money import minor_of
from baraza.services.call_analytics.rules.words import DECISIONS

KINDS = {
    "charge": gettext_noop("Call"),
    "reversal": gettext_noop("Call taken back"),
    "credit": gettext_noop("Credit note"),
}


def freeze(month: date, *, client: str = "") -> dict[str, object]:
    found: dict[str, object] = {"month": f"{month:%Y-%m}"}
    return found | {"client": client} if client else found


def _month(narrowing: Narrowing) -> date:
    return date.fromisoformat(f"{narrowing['month']}-01")


def _rows(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    return [(one.id, _cells(one)) for one in _found(narrowing, after, size)]


def _rows_of_client(narrowing: Narrowing, after: int, size: int) -> list[RowType]:
    return [
        (one.id, tuple(cell for column, cell in zip(_COLUMNS, _cells(one), strict=True) if column.key not in _INSIDE))
        for one in _found(narrowing, after, size)
    ]


def _found(narrowing: Narrowing, after: int, size: int) -> list[Entry]:
    """Whoever asked has been judged by the kind's permission."""
    return entries_after(
        actor=SYSTEM, month=_month(narrowing), client=str(narrowing.get("client", "")), after=after, size=size
    )


def _count(narrowing: Narrowing) -> int:
    return count_entries(month=_month(narrowing), client=str(narrowing.get("client", "")))


def _within(narrowing: Narrowing, since: datetime, until: datetime) -> Narrowing:  # noqa: ARG001 - a month has its own ends
    """A schedule's file is of the month in which its time begins."""
    return {**narrowing, **freeze(month_of(since.date()))}


def _cells(one: Entry) -> tuple[Cell, ...]:
    return (
        gettext(KINDS[one.kind]),
        one.external_id,
        one.at,
        f"{one.about_month:%Y-%m}",
        one.agent_name,
        one.client,
        None if one.duration_ms is None else one.duration_ms / 1000,
        one.billable,
        gettext(DECISIONS[one.rule]) if one.rule in DECISIONS else one.rule,
        one.rules_number,
        one.billed_seconds,
        one.included_seconds,
        _money(one.price_micros, is_told=True),
        _money(one.cost_micros, is_told=one.kind != "credit"),
        _money(one.lines_micros, is_told=False),
        one.cost_currency,
        one.reconciled,
        one.credit_number,
        one.reason,
        one.kind,
        one.rule,
    )


def _money(micros: int | None, *, is_told: bool) -> Cell:
    """In whole units with the fractions of a cent; fifteen digits are exact. Unpriced is said."""
    if micros is None:
        return gettext("unpriced") if is_told else None
    return float(minor_of(micros) / 100)


# What the provider takes is nothing that a client reads.
_INSIDE = frozenset({"rules", "cost", "lines", "currency", "reconciled"})
_COLUMNS = (
    Column(key="kind", label=gettext_noop("What"), paper=8),
    Column(key="call", label=gettext_noop("Call"), paper=18),
    Column(key="at", label=gettext_noop("When"), type="time", paper=11),
    Column(key="month", label=gettext_noop("Month of the call"), paper=7),
    Column(key="agent", label=gettext_noop("Agent"), paper=12),
    Column(key="client", label=gettext_noop("Client"), paper=12),
    Column(key="seconds", label=gettext_noop("Length in seconds"), type="number", paper=7),
    Column(key="billable", label=gettext_noop("Billed"), type="yes_no", paper=6),
    Column(key="rule", label=gettext_noop("Decided by"), paper=9),
    Column(key="rules", label=gettext_noop("Version of the rules"), type="number"),
    Column(key="billed", label=gettext_noop("Billed seconds"), type="number", paper=7),
    Column(key="included", label=gettext_noop("Included seconds"), type="number"),
    Column(key="price", label=gettext_noop("Price"), paper=9),
    Column(key="cost", label=gettext_noop("The provider's total"), paper=9),
    Column(key="lines", label=gettext_noop("The provider's lines")),
    Column(key="currency", label=gettext_noop("The provider's currency")),
    Column(key="reconciled", label=gettext_noop("Reconciled"), type="yes_no"),
    Column(key="credit", label=gettext_noop("Credit note"), type="number"),
    Column(key="reason", label=gettext_noop("Reason")),
    # As they are, for programs: words may become better ones.
    Column(key="kind_code", label=gettext_noop("What (code)")),
    Column(key="rule_code", label=gettext_noop("Decided by (code)")),
)
STATEMENT = ExportKind(
    name="calls.statement",
    label=gettext_noop("Statement of calls"),
    permission="calls.bill",
    columns=_COLUMNS,
    rows=_rows,
    count=_count,
    within=_within,
)
STATEMENT_OF_CLIENT = ExportKind(
    name="calls.statement-client",
    label=gettext_noop("Statement of calls for a client"),
    permission="calls.bill",
    columns=tuple(one for one in _COLUMNS if one.key not in _INSIDE),
    rows=_rows_of_client,
    count=_count,
    within=_within,
)
