"""Sums of money of calls and bills as staff read them."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

from baraza.services.call_analytics.rules.money import minor_of


def money_words(micros: int | None, currency: str, *, places: int = 4) -> str:
    """With the fractions of a cent that are charged; unpriced is said, never shown as nought."""
    if micros is None:
        return gettext("unpriced")
    major: Decimal = minor_of(micros) / 100
    return f"{currency} {number_format(major, decimal_pos=places, use_l10n=True)}"
