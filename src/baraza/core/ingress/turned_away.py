"""What the door turned away from a connection lately, for the pages on which staff look after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Sum

from baraza.core.ingress.models import Refusal
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock


@dataclass(frozen=True, kw_only=True)
class TurnedAway:
    """`outcome` is unverified, unreadable, too_large or content_type."""

    connection_id: int
    outcome: str
    count: int
    last_at: datetime


def turned_away(*, days: int = 7) -> list[TurnedAway]:
    """Of all connections of the organisation in scope, in the last days."""
    since = clock.now().date() - timedelta(days=days - 1)
    rows = (
        Refusal.objects.filter(organisation_id=current_organisation_id(), day__gte=since)
        .values("connection_id", "outcome")
        .annotate(total=Sum("count"), last=Max("last_at"))
        .order_by("connection_id", "outcome")
    )
    return [
        TurnedAway(connection_id=row["connection_id"], outcome=row["outcome"], count=row["total"], last_at=row["last"])
        for row in rows
    ]
