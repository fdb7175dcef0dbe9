"""Exchange rates: those that were entered, and for which months one is wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Sum
from django.db.models.functions import TruncMonth

from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import CallFigure, ExchangeRate, Ledger, RuleBook
from baraza.services.call_analytics.policies import require_statements
from baraza.services.call_analytics.rules.margins import Rates

MOST_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """`rate_micros` None: nobody has entered one, no margin is told. `is_fixed` when its statement is closed with it."""

    month: date
    currency: str
    rate_micros: int | None
    by_name: str
    made_at: datetime | None
    is_fixed: bool


@dataclass(frozen=True, kw_only=True)
class RatesPage:
    into: str
    rows: tuple[RateRow, ...]


def rates_of(*, months: Collection[date]) -> Rates:
    """The newest of each month and currency."""
    return {key: one.rate_micros for key, one in _newest(months=months).items()}


def rates_until(*, month: date) -> Rates:
    """The newest of each month up to this one, and of each currency."""
    rows = ExchangeRate.objects.filter(organisation_id=current_organisation_id(), month__lte=month)
    newest = rows.order_by("month", "currency", "-pk").distinct("month", "currency")
    return {(one.month, one.currency): one.rate_micros for one in newest}


def rates_page(*, actor: Actor) -> RatesPage:
    """Months since the first rules in which the provider charged in another currency, newest first. Raises NotAllowed."""
    require_statements(actor)
    into, ledger = own_currency(), Ledger.objects.filter(pk=current_organisation_id()).first()
    closed_until = ledger.closed_until if ledger else None
    begin = RuleBook.objects.filter(organisation_id=current_organisation_id()).aggregate(first=Min("starts_on"))[
        "first"
    ]
    charged = (
        CallFigure.objects.filter(organisation_id=current_organisation_id(), day__gte=begin or date.min)
        .exclude(currency__in=("", into))
        .annotate(month=TruncMonth("day"))
        .values("month", "currency")
        .annotate(number=Sum("calls"))
        .filter(number__gt=0)
        .order_by("-month", "currency")[:MOST_MONTHS]
    )
    wanted = [(row["month"], row["currency"]) for row in charged]
    entered = _newest(months={month for month, _ in wanted})
    return RatesPage(into=into, rows=tuple(_row(key, entered.get(key), closed_until) for key in wanted))


def own_currency() -> str:
    """That of the ledger, which stays as it was when the first rules were saved."""
    here = current_organisation_id()
    kept = Ledger.objects.filter(pk=here).values_list("currency", flat=True).first()
    return kept or get_organisation(organisation_id=here).currency


def _newest(*, months: Collection[date]) -> dict[tuple[date, str], ExchangeRate]:
    rows = ExchangeRate.objects.filter(organisation_id=current_organisation_id(), month__in=list(months))
    newest = rows.order_by("month", "currency", "-pk").distinct("month", "currency")
    return {(one.month, one.currency): one for one in newest}


def _row(key: tuple[date, str], entered: ExchangeRate | None, closed_until: date | None) -> RateRow:
    return RateRow(
        month=key[0],
        currency=key[1],
        rate_micros=entered.rate_micros if entered else None,
        by_name=entered.by_name if entered else "",
        made_at=entered.made_at if entered else None,
        is_fixed=entered is not None and closed_until is not None and key[0] <= closed_until,
    )
