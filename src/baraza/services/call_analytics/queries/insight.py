"""How calls of one organisation go, in few numbers, for the platform's overview."""

from dataclasses import dataclass
from datetime import datetime

from baraza.core.identity.actor import Actor
from baraza.core.ingress.checks import last_events
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.call_analytics.queries.boards import today_here, totals
from baraza.services.call_analytics.queries.margins import margin_of
from baraza.services.call_analytics.rules.boards import Counts, days_until
from baraza.services.call_analytics.rules.margins import Margin


@dataclass(frozen=True, kw_only=True)
class OrganisationCalls:
    organisation_id: int
    name: str
    total: Counts
    margin: Margin
    last_event_at: datetime | None


def calls_of(*, actor: Actor, organisation: OrganisationProfile, days: int) -> OrganisationCalls:
    """In the organisation's scope."""
    period = days_until(today_here(), number=days)
    return OrganisationCalls(
        organisation_id=organisation.id,
        name=organisation.name,
        total=totals(actor=actor, days=period),
        margin=margin_of(days=period),
        last_event_at=max(last_events().values(), default=None),
    )
