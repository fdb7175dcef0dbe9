"""Monthly statements, added up from the ledger alone: what a closed one says never depends on calls of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from baraza.core.identity.actor import Actor
from baraza.core.tenancy.planning import many_rows_expected
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import ClosedMonth, Ledger, LedgerEntry
from baraza.services.call_analytics.policies import require_statements, sees_margin
from baraza.services.call_analytics.queries.margins import margin_of_statement, rates_of_statement
from baraza.services.call_analytics.rules import margins
from baraza.services.call_analytics.rules.margins import Margin, Rates

MOST_LISTED = 200
_UNPRICED = Q(price_micros=None) | Q(cost_micros=None)


class StatementUnknown(LookupError):
    """Nothing was booked in this month."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """`price_micros` with corrections and credit notes. Costs are by currency, see `Statement.costs`."""

    calls: int
    billable: int
    billed_seconds: int
    included_seconds: int
    price_micros: int
    unpriced: int
    unreconciled: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """`key` is an agent's name, a rule or a day."""

    key: str
    calls: int
    billable: int
    billed_seconds: int
    price_micros: int
    unpriced: int


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What the provider took, and what its lines come to: the difference is that of the unreconciled calls."""

    currency: str
    told_micros: int
    lines_micros: int

    @property
    def difference_micros(self) -> int:
        return self.told_micros - self.lines_micros


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the ledger. Money is None where it is unpriced."""

    id: int
    kind: str
    month: date
    about_month: date
    call_id: int | None
    external_id: str
    at: datetime | None
    agent_name: str
    client: str
    duration_ms: int | None
    billable: bool
    rule: str
    rules_number: int | None
    billed_seconds: int
    included_seconds: int
    price_micros: int | None
    cost_micros: int | None
    lines_micros: int | None
    cost_currency: str
    reconciled: bool
    credit_number: int | None
    reason: str
    by_name: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    month: date
    is_closed: bool
    closed_at: datetime | None
    closed_by: str
    total_micros: int
    currency: str
    calls: int
    unpriced: int
    unreconciled: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Lists hold the first two hundred, the counts all. `margin` is None for who may not see it. `rates` are those
    by which costs in other currencies are counted, by month and currency; a closed statement has them with it.
    """

    row: StatementRow
    sums: Sums
    costs: tuple[Costs, ...]
    agents: tuple[Group, ...]
    rules: tuple[Group, ...]
    days: tuple[Group, ...]
    unpriced: tuple[Entry, ...]
    unreconciled: tuple[Entry, ...]
    credits: tuple[Entry, ...]
    corrections: tuple[Entry, ...]
    corrections_count: int
    margin: Margin | None
    rates: Rates


def list_statements(*, actor: Actor) -> list[StatementRow]:
    """Newest first, open ones included. Raises NotAllowed."""
    require_statements(actor)
    closed = {one.month: one for one in ClosedMonth.objects.filter(organisation_id=current_organisation_id())}
    rows = _mine().values("month").annotate(**_SUMS).order_by("-month")
    currency = _currency()
    empty = [month for month in closed if month not in {row["month"] for row in rows}]
    found = [_row(row["month"], _sums(row), closed.get(row["month"]), currency) for row in rows]
    found += [_row(month, _sums({}), closed[month], currency) for month in empty]
    return sorted(found, key=lambda one: one.month, reverse=True)


def get_statement(*, actor: Actor, month: date) -> Statement:
    """Raises NotAllowed, StatementUnknown."""
    require_statements(actor)
    closed = ClosedMonth.objects.filter(organisation_id=current_organisation_id(), month=month).first()
    entries = _mine().filter(month=month)
    if closed is None and not entries.exists():
        raise StatementUnknown(f"There is no statement of {month:%Y-%m}.")
    sums, costs = sums_of(month), _costs(entries)
    row = _row(month, sums, closed, _currency())
    with many_rows_expected():
        unpriced = _listed(_standing(month).filter(_UNPRICED, billable=True))
        unreconciled = _listed(_standing(month).filter(reconciled=False))
    corrections = entries.filter(about_month__lt=month).exclude(kind=LedgerEntry.Kind.CREDIT)
    kept = margins.thawed(closed.rates) if closed else {}
    return Statement(
        row=row,
        sums=sums,
        costs=costs,
        agents=_groups(entries, "agent_id", "agent_name"),
        rules=_groups(entries, "rule"),
        days=_groups(entries.exclude(day=None), "day"),
        unpriced=unpriced,
        unreconciled=unreconciled,
        credits=_listed(entries.filter(kind=LedgerEntry.Kind.CREDIT)),
        corrections=_listed(corrections),
        corrections_count=corrections.count(),
        margin=margin_of_statement(month=month, currency=row.currency) if sees_margin(actor) else None,
        rates=kept or rates_of_statement(month=month, currency=row.currency),
    )


def entries_after(*, actor: Actor, month: date, after: int, size: int) -> list[Entry]:
    """All lines of a month by ascending id, for files and the API. Raises NotAllowed."""
    require_statements(actor)
    return [_entry(one) for one in _mine().filter(month=month, pk__gt=after).order_by("pk")[:size]]


def count_entries(*, month: date) -> int:
    return _mine().filter(month=month).count()


def sums_of(month: date) -> Sums:
    return _sums(_mine().filter(month=month).aggregate(**_SUMS))


def credited(month: date, *, elsewhere: bool = False) -> int:
    """What credit notes about this month come to; with `elsewhere` only those that stand in another month."""
    rows = _mine().filter(kind=LedgerEntry.Kind.CREDIT, about_month=month)
    rows = rows.exclude(month=month) if elsewhere else rows
    return -(rows.aggregate(all=Sum("price_micros"))["all"] or 0)


def first_open_before(month: date) -> date | None:
    """An earlier month with entries that is not closed."""
    newest = ClosedMonth.objects.filter(organisation_id=current_organisation_id()).order_by("-month").first()
    rows = _mine().filter(month__lt=month)
    rows = rows.filter(month__gt=newest.month) if newest else rows
    return rows.order_by("month").values_list("month", flat=True).first()


def entries_of_call(*, actor: Actor, call_id: int) -> list[Entry]:
    """Oldest first. Raises NotAllowed."""
    require_statements(actor)
    return [_entry(one) for one in _mine().filter(call_id=call_id).order_by("pk")]


def _mine() -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(organisation_id=current_organisation_id())


# Reversals have their figures below nought: what they take back falls out of each of these.
_OF_CALLS = Q(call_id__isnull=False) & ~Q(kind=LedgerEntry.Kind.CREDIT)
_SUMS: Mapping[str, Any] = {
    "n_calls": Coalesce(Sum("calls"), 0),
    "n_billable": Coalesce(Sum("calls", filter=Q(billable=True)), 0),
    "seconds": Coalesce(Sum("billed_seconds"), 0),
    "included": Coalesce(Sum("included_seconds"), 0),
    "price": Coalesce(Sum("price_micros"), 0),
    "n_unpriced": Coalesce(Sum("calls", filter=_UNPRICED & Q(billable=True)), 0),
    "n_unreconciled": Coalesce(Sum("calls", filter=Q(reconciled=False)), 0),
}


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(
        calls=int(row.get("n_calls", 0)),
        billable=int(row.get("n_billable", 0)),
        billed_seconds=int(row.get("seconds", 0)),
        included_seconds=int(row.get("included", 0)),
        price_micros=int(row.get("price", 0)),
        unpriced=int(row.get("n_unpriced", 0)),
        unreconciled=int(row.get("n_unreconciled", 0)),
    )


def _row(month: date, sums: Sums, closed: ClosedMonth | None, currency: str) -> StatementRow:
    return StatementRow(
        month=month,
        is_closed=closed is not None,
        closed_at=closed.closed_at if closed else None,
        closed_by=closed.by_name if closed else "",
        total_micros=sums.price_micros,
        currency=currency,
        calls=sums.calls,
        unpriced=sums.unpriced,
        unreconciled=sums.unreconciled,
    )


def _currency() -> str:
    return (
        Ledger.objects.filter(organisation_id=current_organisation_id()).values_list("currency", flat=True).first()
        or ""
    )


def _groups(entries: QuerySet[LedgerEntry], *names: str) -> tuple[Group, ...]:
    rows = entries.filter(_OF_CALLS).values(*names).annotate(**_SUMS, n_lines=Count("pk")).order_by(*reversed(names))
    return tuple(
        Group(
            key=str(row[names[-1]]),
            calls=int(row["n_calls"]),
            billable=int(row["n_billable"]),
            billed_seconds=int(row["seconds"]),
            price_micros=int(row["price"]),
            unpriced=int(row["n_unpriced"]),
        )
        for row in rows
        # What was booked and wholly taken back in the month says nothing.
        if row["n_calls"] or row["price"]
    )


def _costs(entries: QuerySet[LedgerEntry]) -> tuple[Costs, ...]:
    rows = (
        entries.exclude(cost_currency="")
        .values("cost_currency")
        .annotate(told=Coalesce(Sum("cost_micros"), 0), lines=Coalesce(Sum("lines_micros"), 0))
        .order_by("cost_currency")
    )
    return tuple(
        Costs(currency=row["cost_currency"], told_micros=int(row["told"]), lines_micros=int(row["lines"]))
        for row in rows
    )


def _standing(month: date) -> QuerySet[LedgerEntry]:
    """Charges of the month that the month itself does not take back."""
    back = LedgerEntry.objects.filter(reverses=OuterRef("pk"), month=month)
    return _mine().filter(~Exists(back), month=month, kind=LedgerEntry.Kind.CHARGE)


def _listed(rows: QuerySet[LedgerEntry]) -> tuple[Entry, ...]:
    return tuple(_entry(one) for one in rows.order_by("at", "pk")[:MOST_LISTED])


def _entry(one: LedgerEntry) -> Entry:
    plain = {name: getattr(one, name) for name in Entry.__dataclass_fields__ if name != "id"}
    return Entry(id=one.pk, **plain)
