"""What clients were charged, for their own viewers: closed months alone, for an open one still changes."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import ClosedMonth, Ledger, LedgerEntry
from baraza.services.call_analytics.policies import is_own
from baraza.services.call_analytics.rules.money import rounded_minor


@dataclass(frozen=True, kw_only=True)
class OwnStatement:
    month: date
    client: str
    calls: int
    total_minor: int
    currency: str


def own_statements(*, actor: Actor) -> list[OwnStatement]:
    """Newest first; none for who is no client's viewer."""
    clients = [one for one in actor.clients if is_own(actor=actor, client=one)]
    here = {"organisation_id": current_organisation_id()}
    closed = ClosedMonth.objects.filter(**here).values("month")
    rows = (
        LedgerEntry.objects.filter(month__in=closed, client__in=clients, **here)
        .values("month", "client")
        .annotate(number=Sum("calls"), price=Sum("price_micros"))
        .order_by("-month", "client")
    )
    currency = Ledger.objects.filter(**here).values_list("currency", flat=True).first() or ""
    return [
        OwnStatement(
            month=row["month"],
            client=row["client"],
            calls=int(row["number"] or 0),
            total_minor=rounded_minor(int(row["price"] or 0)),
            currency=currency,
        )
        for row in rows
    ]
