"""What lines of the ledger add up to: whole, and by agent, client, rule or day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from baraza.services.call_analytics.models import LedgerEntry
from baraza.services.call_analytics.rules.money import apportioned, rounded_minor

UNPRICED: Final = Q(price_micros=None) | Q(cost_micros=None)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """`price_micros` with corrections and credit notes, `credit_micros` the latter alone, below nought. Costs are by currency, see `Statement.costs`."""

    calls: int
    billable: int
    billed_seconds: int
    included_seconds: int
    price_micros: int
    credit_micros: int
    unpriced: int
    unreconciled: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """`key` is the name of an agent or a client, a rule or a day. `price_minor` is its part of the sum that is charged."""

    key: str
    calls: int
    billable: int
    billed_seconds: int
    price_micros: int
    unpriced: int
    price_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class Charged:
    """In whole minor units, as it is charged: each client's part is rounded once, and the total is these together."""

    calls_minor: int
    credit_minor: int

    @property
    def total_minor(self) -> int:
        return self.calls_minor + self.credit_minor


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What the provider took, and what its lines come to: the difference is that of the unreconciled calls."""

    currency: str
    told_micros: int
    lines_micros: int

    @property
    def difference_micros(self) -> int:
        return self.told_micros - self.lines_micros


# Reversals have their figures below nought: what they take back falls out of each of these.
_OF_CALLS = Q(call_id__isnull=False) & ~Q(kind=LedgerEntry.Kind.CREDIT)
SUMS: Final[Mapping[str, Any]] = {
    "n_calls": Coalesce(Sum("calls"), 0),
    "n_billable": Coalesce(Sum("calls", filter=Q(billable=True)), 0),
    "seconds": Coalesce(Sum("billed_seconds"), 0),
    "included": Coalesce(Sum("included_seconds"), 0),
    "price": Coalesce(Sum("price_micros"), 0),
    "credited": Coalesce(Sum("price_micros", filter=Q(kind=LedgerEntry.Kind.CREDIT)), 0),
    "n_unpriced": Coalesce(Sum("calls", filter=UNPRICED & Q(billable=True)), 0),
    "n_unreconciled": Coalesce(Sum("calls", filter=Q(reconciled=False)), 0),
}


def sums_from(row: Mapping[str, Any]) -> Sums:
    return Sums(
        calls=int(row.get("n_calls", 0)),
        billable=int(row.get("n_billable", 0)),
        billed_seconds=int(row.get("seconds", 0)),
        included_seconds=int(row.get("included", 0)),
        price_micros=int(row.get("price", 0)),
        credit_micros=int(row.get("credited", 0)),
        unpriced=int(row.get("n_unpriced", 0)),
        unreconciled=int(row.get("n_unreconciled", 0)),
    )


def groups_of(entries: QuerySet[LedgerEntry], *names: str, with_credits: bool = False) -> tuple[Group, ...]:
    """Of calls; with credit notes only where each of these has its group, so that the groups come to the total."""
    entries = entries if with_credits else entries.filter(_OF_CALLS)
    rows = entries.values(*names).annotate(**SUMS, n_lines=Count("pk")).order_by(*reversed(names))
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


def rounded_alone(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(replace(one, price_minor=rounded_minor(one.price_micros)) for one in groups)


def parts_of(minor: int, groups: Sequence[Group]) -> tuple[Group, ...]:
    """Each with its part, so that they come to the sum."""
    parts = apportioned([one.price_micros for one in groups], minor=minor)
    return tuple(replace(one, price_minor=part) for one, part in zip(groups, parts, strict=True))


def totals_by_month(entries: QuerySet[LedgerEntry]) -> dict[date, int]:
    """What is charged, in whole minor units."""
    totals: dict[date, int] = {}
    for month, price in (
        entries.values("month", "client").annotate(price=Sum("price_micros")).values_list("month", "price")
    ):
        totals[month] = totals.get(month, 0) + rounded_minor(int(price or 0))
    return totals


def costs_of(entries: QuerySet[LedgerEntry]) -> tuple[Costs, ...]:
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
