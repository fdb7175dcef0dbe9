"""Money as whole numbers: millionths of the currency's minor unit, so that fractions of a cent add up exactly."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

MICROS_PER_MINOR: Final = 1_000_000
_MOST: Final = 9_000_000_000_000_000_000


class AmountUnbelievable(ValueError):
    """No call costs that much."""


def micros_of(amount: Decimal) -> int:
    """From minor units with fractions; what is finer than a millionth is rounded to the even one."""
    found = int((amount * MICROS_PER_MINOR).to_integral_value(rounding=ROUND_HALF_EVEN))
    if abs(found) > _MOST:
        raise AmountUnbelievable(str(amount))
    return found


def minor_of(micros: int) -> Decimal:
    """Minor units, fractions included."""
    return Decimal(micros) / MICROS_PER_MINOR


def rounded_minor(micros: int) -> int:
    """Whole minor units, for a sum that is shown or charged: round once, at the end."""
    return int(minor_of(micros).to_integral_value(rounding=ROUND_HALF_EVEN))


def apportioned(parts: Sequence[int], *, minor: int) -> list[int]:
    """Parts of a sum in whole minor units that come to it exactly: the largest remainders are rounded up."""
    if not parts:
        return []
    whole = [part // MICROS_PER_MINOR for part in parts]
    each, left = divmod(minor - sum(whole), len(parts))
    by_remainder = sorted(range(len(parts)), key=lambda place: -(parts[place] % MICROS_PER_MINOR))
    for place in by_remainder[:left]:
        whole[place] += 1
    return [part + each for part in whole]


def converted(micros: int, *, rate_micros: int) -> int:
    """Into another currency at so many millionths of a unit for one unit; rounded once, to the even millionth."""
    return round(Fraction(micros * rate_micros, 1_000_000))
