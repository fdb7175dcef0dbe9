"""What is left of what clients are charged when the provider is paid, by the ledger; the platform alone asks."""

from collections.abc import Collection

from django.db.models import Q, Sum

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Ledger, LedgerEntry
from baraza.services.call_analytics.rules.boards import Days, Money


def margin_of(*, days: Days, agents: Collection[int] | None = None) -> Money | None:
    """None where nothing is booked, a call is unpriced or the currencies differ."""
    ledger = Ledger.objects.filter(pk=current_organisation_id()).first()
    if ledger is None:
        return None
    booked = LedgerEntry.objects.filter(
        organisation_id=current_organisation_id(), day__range=(days.first, days.last)
    ).exclude(kind=LedgerEntry.Kind.CREDIT)
    if agents is not None:
        booked = booked.filter(agent_id__in=agents)
    unclear = Q(price_micros=None) | Q(cost_micros=None) | ~Q(cost_currency=ledger.currency)
    # An entry and its reversal take each other away.
    sums = booked.aggregate(
        unclear=Sum("calls", filter=unclear), price=Sum("price_micros"), cost=Sum("cost_micros"), calls=Sum("calls")
    )
    if not sums["calls"] or sums["unclear"]:
        return None
    return Money(currency=ledger.currency, micros=int(sums["price"] or 0) - int(sums["cost"] or 0))
