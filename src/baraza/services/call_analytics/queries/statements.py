"""Monthly statements, added up from the ledger alone: what a closed one says never depends on calls of today."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from baraza.core.identity.actor import Actor
from baraza.core.tenancy.planning import many_rows_expected
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import ClosedMonth, Ledger, LedgerEntry
from baraza.services.call_analytics.policies import is_own, require_statements, sees_margin
from baraza.services.call_analytics.queries.margins import margin_of_statement, rates_of_statement
from baraza.services.call_analytics.queries.statement_sums import (
    SUMS,
    UNPRICED,
    Charged,
    Costs,
    Group,
    Sums,
    costs_of,
    groups_of,
    parts_of,
    rounded_alone,
    sums_from,
    totals_by_month,
)
from baraza.services.call_analytics.rules import margins
from baraza.services.call_analytics.rules.billing import By
from baraza.services.call_analytics.rules.margins import Margin, Rates
from baraza.services.call_analytics.rules.money import rounded_minor

MOST_LISTED = 200


class StatementUnknown(LookupError):
    """Nothing was booked in this month."""


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
    """`total_micros` is exact, `total_minor` what is charged: every client's part rounded once, added up."""

    month: date
    is_closed: bool
    closed_at: datetime | None
    closed_by: str
    total_micros: int
    total_minor: int
    currency: str
    calls: int
    unpriced: int
    unreconciled: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Lists hold the first two hundred, the counts all. `margin` is None for who may not see it. `rates` are those
    by which costs in other currencies are counted, by month and currency; a closed statement has them with it.
    Of one `client` it holds what that client is charged, and nothing of what the provider takes.
    """

    row: StatementRow
    client: str
    sums: Sums
    charged: Charged
    costs: tuple[Costs, ...]
    clients: tuple[Group, ...]
    agents: tuple[Group, ...]
    rules: tuple[Group, ...]
    days: tuple[Group, ...]
    unpriced: tuple[Entry, ...]
    unreconciled: tuple[Entry, ...]
    decided: tuple[Entry, ...]
    decided_count: int
    credits: tuple[Entry, ...]
    corrections: tuple[Entry, ...]
    corrections_count: int
    margin: Margin | None
    rates: Rates


def list_statements(*, actor: Actor) -> list[StatementRow]:
    """Newest first, open ones included. Raises NotAllowed."""
    require_statements(actor)
    closed = {one.month: one for one in ClosedMonth.objects.filter(organisation_id=current_organisation_id())}
    rows = _mine().values("month").annotate(**SUMS).order_by("-month")
    currency, totals = _currency(), totals_by_month(_mine())
    empty = [month for month in closed if month not in {row["month"] for row in rows}]
    found = [
        _row(row["month"], sums_from(row), closed.get(row["month"]), currency, total_minor=totals[row["month"]])
        for row in rows
    ]
    found += [_row(month, sums_from({}), closed[month], currency, total_minor=0) for month in empty]
    return sorted(found, key=lambda one: one.month, reverse=True)


def get_statement(*, actor: Actor, month: date) -> Statement:
    """Raises NotAllowed, StatementUnknown."""
    require_statements(actor)
    closed = ClosedMonth.objects.filter(organisation_id=current_organisation_id(), month=month).first()
    entries = _mine().filter(month=month)
    if closed is None and not entries.exists():
        raise StatementUnknown(f"There is no statement of {month:%Y-%m}.")
    sums, costs = sums_of(month), costs_of(entries)
    clients = rounded_alone(groups_of(entries, "client", with_credits=True))
    row = _row(month, sums, closed, _currency(), total_minor=sum(one.price_minor for one in clients))
    charged = _charged(row, sums)
    with many_rows_expected():
        unpriced = _listed(_standing(month).filter(UNPRICED, billable=True))
        unreconciled = _listed(_standing(month).filter(reconciled=False))
        decided, decided_count = _decided(_standing(month))
    corrections = entries.filter(about_month__lt=month).exclude(kind=LedgerEntry.Kind.CREDIT)
    kept = margins.thawed(closed.rates) if closed else {}
    return Statement(
        row=row,
        client="",
        sums=sums,
        charged=charged,
        costs=costs,
        clients=clients,
        **_groups(entries, charged),
        unpriced=unpriced,
        unreconciled=unreconciled,
        decided=decided,
        decided_count=decided_count,
        credits=_listed(entries.filter(kind=LedgerEntry.Kind.CREDIT)),
        corrections=_listed(corrections),
        corrections_count=corrections.count(),
        margin=margin_of_statement(month=month, currency=row.currency) if sees_margin(actor) else None,
        rates=kept or rates_of_statement(month=month, currency=row.currency),
    )


def statement_of_client(*, actor: Actor, month: date, client: str) -> Statement:
    """To be handed on, with the credit notes that are about it; its own viewers read it once the month is closed.

    Raises NotAllowed, StatementUnknown.
    """
    own = is_own(actor=actor, client=client)
    if not own:
        require_statements(actor)
    closed = ClosedMonth.objects.filter(organisation_id=current_organisation_id(), month=month).first()
    entries = _mine().filter(month=month, client=client)
    if not client or (own and closed is None) or not entries.exists():
        raise StatementUnknown(f"There is no statement of {month:%Y-%m} for {client!r}.")
    without_price = Coalesce(Sum("calls", filter=Q(price_micros=None, billable=True)), 0)
    sums = replace(sums_from(entries.aggregate(**{**SUMS, "n_unpriced": without_price})), unreconciled=0)
    row = _row(month, sums, closed, _currency(), total_minor=rounded_minor(sums.price_micros))
    charged = _charged(row, sums)
    corrections = entries.filter(about_month__lt=month).exclude(kind=LedgerEntry.Kind.CREDIT)
    with many_rows_expected():
        unpriced = _listed(_standing(month).filter(client=client, price_micros=None, billable=True))
        decided, decided_count = _decided(_standing(month).filter(client=client))
    return Statement(
        row=row,
        client=client,
        sums=sums,
        charged=charged,
        costs=(),
        clients=(),
        **_groups(entries, charged),
        unpriced=unpriced,
        unreconciled=(),
        decided=decided,
        decided_count=decided_count,
        credits=_listed(entries.filter(kind=LedgerEntry.Kind.CREDIT)),
        corrections=_listed(corrections),
        corrections_count=corrections.count(),
        margin=None,
        rates={},
    )


def entries_after(*, actor: Actor, month: date, after: int, size: int, client: str = "") -> list[Entry]:
    """All lines of a month, or a client's, by ascending id, for files and the API. Raises NotAllowed."""
    require_statements(actor)
    return [_entry(one) for one in _lines(month, client).filter(pk__gt=after).order_by("pk")[:size]]


def count_entries(*, month: date, client: str = "") -> int:
    return _lines(month, client).count()


def _lines(month: date, client: str) -> QuerySet[LedgerEntry]:
    rows = _mine().filter(month=month)
    return rows.filter(client=client) if client else rows


def sums_of(month: date) -> Sums:
    return sums_from(_mine().filter(month=month).aggregate(**SUMS))


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


def _groups(entries: QuerySet[LedgerEntry], charged: Charged) -> dict[str, tuple[Group, ...]]:
    """Of calls, without credit notes; each of them comes to the same sum."""
    groups = {
        "agents": groups_of(entries, "agent_id", "agent_name"),
        "rules": groups_of(entries, "rule"),
        "days": groups_of(entries.exclude(day=None), "day"),
    }
    return {name: parts_of(charged.calls_minor, several) for name, several in groups.items()}


def _charged(row: StatementRow, sums: Sums) -> Charged:
    credit = rounded_minor(sums.credit_micros)
    return Charged(calls_minor=row.total_minor - credit, credit_minor=credit)


def _row(month: date, sums: Sums, closed: ClosedMonth | None, currency: str, *, total_minor: int) -> StatementRow:
    return StatementRow(
        month=month,
        is_closed=closed is not None,
        closed_at=closed.closed_at if closed else None,
        closed_by=closed.by_name if closed else "",
        total_micros=sums.price_micros,
        total_minor=total_minor,
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


def _standing(month: date) -> QuerySet[LedgerEntry]:
    """Charges of the month that the month itself does not take back."""
    back = LedgerEntry.objects.filter(reverses=OuterRef("pk"), month=month)
    return _mine().filter(~Exists(back), month=month, kind=LedgerEntry.Kind.CHARGE)


def _decided(standing: QuerySet[LedgerEntry]) -> tuple[tuple[Entry, ...], int]:
    """Charges that a person decided, with the reason; and how many there are."""
    rows = standing.filter(rule=By.OVERRIDE)
    return _listed(rows), rows.count()


def _listed(rows: QuerySet[LedgerEntry]) -> tuple[Entry, ...]:
    return tuple(_entry(one) for one in rows.order_by("at", "pk")[:MOST_LISTED])


def _entry(one: LedgerEntry) -> Entry:
    plain = {name: getattr(one, name) for name in Entry.__dataclass_fields__ if name != "id"}
    return Entry(id=one.pk, **plain)
