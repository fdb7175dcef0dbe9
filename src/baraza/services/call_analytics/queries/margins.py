"""What is left of what clients are charged when the provider is paid, by the ledger; the platform alone asks."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet, Sum

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Ledger, LedgerEntry
from baraza.services.call_analytics.queries.exchange import rates_of, rates_until
from baraza.services.call_analytics.rules.boards import Days
from baraza.services.call_analytics.rules.margins import Cost, Margin, Why, margin, rates_used


def margin_of(*, days: Days, agents: Collection[int] | None = None) -> Margin:
    """Of calls of these days; credit notes are about statements and stand there.

    A month whose rate nobody has entered counts at the newest earlier one, and the margin says so.
    """
    ledger = Ledger.objects.filter(pk=current_organisation_id()).first()
    if ledger is None:
        return Margin(currency="", why=Why.NOTHING_CHARGED)
    booked = LedgerEntry.objects.filter(
        organisation_id=current_organisation_id(), day__range=(days.first, days.last)
    ).exclude(kind=LedgerEntry.Kind.CREDIT)
    if agents is not None:
        booked = booked.filter(agent_id__in=agents)
    return _margin(booked, ledger.currency, may_borrow=True)


def margin_of_statement(*, month: date, currency: str) -> Margin:
    """Of what stands in it: corrections of earlier months are counted at those months' rates."""
    booked = LedgerEntry.objects.filter(organisation_id=current_organisation_id(), month=month)
    return _margin(booked, currency, may_borrow=False)


def rates_of_statement(*, month: date, currency: str) -> dict[tuple[date, str], int]:
    """Those by which its costs are counted."""
    booked = LedgerEntry.objects.filter(organisation_id=current_organisation_id(), month=month)
    costs = costs_by_month(booked)
    return rates_used(costs=costs, currency=currency, rates=rates_of(months={one.month for one in costs}))


def costs_by_month(booked: QuerySet[LedgerEntry]) -> list[Cost]:
    rows = booked.exclude(cost_currency="").values("about_month", "cost_currency").annotate(sum=Sum("cost_micros"))
    return [
        Cost(month=row["about_month"], currency=row["cost_currency"], micros=int(row["sum"] or 0))
        for row in rows.order_by("about_month", "cost_currency")
    ]


def _margin(booked: QuerySet[LedgerEntry], currency: str, *, may_borrow: bool) -> Margin:
    # An entry and its reversal take each other away.
    of_calls = ~Q(kind=LedgerEntry.Kind.CREDIT)
    sums = booked.aggregate(
        n_calls=Sum("calls"),
        price=Sum("price_micros"),
        unclear=Sum("calls", filter=of_calls & (Q(price_micros=None) | Q(cost_micros=None))),
    )
    if not sums["n_calls"]:
        return Margin(currency=currency, why=Why.NOTHING_CHARGED)
    costs = costs_by_month(booked)
    months = {one.month for one in costs}
    return margin(
        price_micros=int(sums["price"] or 0),
        costs=costs,
        currency=currency,
        unpriced=int(sums["unclear"] or 0),
        rates=rates_until(month=max(months)) if may_borrow and months else rates_of(months=months),
        may_borrow=may_borrow,
    )
