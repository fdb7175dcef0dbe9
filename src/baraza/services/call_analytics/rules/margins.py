"""What is left of prices when costs are paid, each month's at that month's exchange rate; never a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from baraza.services.call_analytics.rules.money import converted

# Millionths of the organisation's currency for one unit of another, by month and that other currency.
Rates = Mapping[tuple[date, str], int]


class Why(StrEnum):
    """Why no margin is told."""

    NOTHING_CHARGED = "nothing_charged"
    UNPRICED = "unpriced"
    NO_RATE = "no_rate"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What the provider took in one month, in one currency."""

    month: date
    currency: str
    micros: int


@dataclass(frozen=True, kw_only=True)
class Margin:
    """`micros` is None where it cannot be told, `why` then says so and `missing` which rates nobody has entered."""

    currency: str
    micros: int | None = None
    why: Why | None = None
    missing: tuple[tuple[date, str], ...] = ()


def margin(*, price_micros: int, costs: Sequence[Cost], currency: str, unpriced: int, rates: Rates) -> Margin:
    if unpriced:
        return Margin(currency=currency, why=Why.UNPRICED)
    missing = missing_rates(costs=costs, currency=currency, rates=rates)
    if missing:
        return Margin(currency=currency, why=Why.NO_RATE, missing=missing)
    paid = sum(
        one.micros if one.currency == currency else converted(one.micros, rate_micros=rates[one.month, one.currency])
        for one in costs
        if one.micros
    )
    return Margin(currency=currency, micros=price_micros - paid)


def missing_rates(*, costs: Sequence[Cost], currency: str, rates: Rates) -> tuple[tuple[date, str], ...]:
    wanted = {(one.month, one.currency) for one in costs if one.micros and one.currency != currency}
    return tuple(sorted(one for one in wanted if one not in rates))


def rates_used(*, costs: Sequence[Cost], currency: str, rates: Rates) -> dict[tuple[date, str], int]:
    wanted = {(one.month, one.currency) for one in costs if one.micros and one.currency != currency}
    return {one: rates[one] for one in sorted(wanted) if one in rates}


def frozen(rates: Rates) -> dict[str, int]:
    """As JSON, to be kept with a statement."""
    return {f"{month:%Y-%m} {currency}": rate for (month, currency), rate in rates.items()}


def thawed(kept: Mapping[str, int]) -> dict[tuple[date, str], int]:
    return {(date.fromisoformat(f"{key[:7]}-01"), key[8:]): rate for key, rate in kept.items()}
