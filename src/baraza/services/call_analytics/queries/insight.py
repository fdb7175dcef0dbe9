"""How calls of one organisation go, in sums of enough calls, for the platform's overview."""

from dataclasses import dataclass
from datetime import datetime

from baraza.core.identity.actor import Actor
from baraza.core.ingress.checks import last_events
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.call_analytics.queries.boards import today_here, totals
from baraza.services.call_analytics.queries.margins import margin_of
from baraza.services.call_analytics.rules.boards import Counts, days_until
from baraza.services.call_analytics.rules.insight import is_few
from baraza.services.call_analytics.rules.margins import Margin


@dataclass(frozen=True, kw_only=True)
class OrganisationCalls:
    """`few`: there were calls, and too few to tell more. `total` is then empty and `margin` None; `before` is None
    where the period before had too few.
    """

    organisation_id: int
    name: str
    few: bool
    total: Counts
    before: int | None
    margin: Margin | None
    last_event_at: datetime | None


def calls_of(*, actor: Actor, organisation: OrganisationProfile, days: int) -> OrganisationCalls:
    """In the organisation's scope."""
    period = days_until(today_here(), number=days)
    total, before = totals(actor=actor, days=period), totals(actor=actor, days=period.before).calls
    few = is_few(total.calls)
    return OrganisationCalls(
        organisation_id=organisation.id,
        name=organisation.name,
        few=few,
        total=Counts() if few else total,
        before=None if is_few(before) else before,
        margin=None if few else margin_of(days=period),
        last_event_at=max(last_events().values(), default=None),
    )
