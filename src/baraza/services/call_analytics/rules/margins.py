"""What is left of prices when costs are paid, each month's at that month's exchange rate.

A statement never guesses. A board takes the newest earlier rate while nobody has entered the month's own, and says so.
"""

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
    """`micros` is None where it cannot be told, `why` then says so and `missing` which rates nobody has entered.
    `borrowed` are months and currencies that were counted at the rate of the earlier month behind them.
    """

    currency: str
    micros: int | None = None
    why: Why | None = None
    missing: tuple[tuple[date, str], ...] = ()
    borrowed: tuple[tuple[date, str, date], ...] = ()


def margin(
    *, price_micros: int, costs: Sequence[Cost], currency: str, unpriced: int, rates: Rates, may_borrow: bool = False
) -> Margin:
    if unpriced:
        return Margin(currency=currency, why=Why.UNPRICED)
    wanting = missing_rates(costs=costs, currency=currency, rates=rates)
    borrowed = earlier_rates(wanting=wanting, rates=rates) if may_borrow else {}
    missing = tuple(one for one in wanting if one not in borrowed)
    if missing:
        return Margin(currency=currency, why=Why.NO_RATE, missing=missing)
    used = {**rates, **{(month, code): rates[earlier, code] for (month, code), earlier in borrowed.items()}}
    paid = sum(
        one.micros if one.currency == currency else converted(one.micros, rate_micros=used[one.month, one.currency])
        for one in costs
        if one.micros
    )
    return Margin(
        currency=currency,
        micros=price_micros - paid,
        borrowed=tuple((month, code, earlier) for (month, code), earlier in borrowed.items()),
    )


def earlier_rates(*, wanting: Sequence[tuple[date, str]], rates: Rates) -> dict[tuple[date, str], date]:
    """Of each month without a rate the newest month before it that has one; none from later on."""
    found = {}
    for month, code in wanting:
        before = [known for known, other in rates if other == code and known < month]
        if before:
            found[month, code] = max(before)
    return found


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
