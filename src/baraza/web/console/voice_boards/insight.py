"""All organisations with calls, side by side, for the platform's own people."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from baraza.services.call_analytics.actions.insight import look_at_all
from baraza.services.call_analytics.queries.insight import OrganisationCalls
from baraza.services.call_analytics.rules.boards import Money
from baraza.web.console.access import PlatformDesk, platform
from baraza.web.console.billing.wording import why_no_margin
from baraza.web.console.platform.page import page
from baraza.web.console.voice_boards.wording import costs, money, number

DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Line:
    id: int
    name: str
    calls: str
    minutes: str
    failed: str
    cost: str
    unpriced: int
    margin: str
    no_margin: str
    last_event_at: datetime | None


@require_safe
@platform
def insight(request: HttpRequest, desk: PlatformDesk) -> HttpResponseBase:
    """Numbers alone; that somebody looked stands in each organisation's trail."""
    lines = [_line(one) for one in look_at_all(actor=desk.actor, days=DAYS)]
    return page(request, desk, template="calls", current="platform-calls", lines=lines, days=DAYS)


def _line(one: OrganisationCalls) -> Line:
    return Line(
        id=one.organisation_id,
        name=one.name,
        calls=number(one.total.calls),
        minutes=number(one.total.minutes),
        failed=number(one.total.failed),
        cost=costs(one.total.costs),
        unpriced=one.total.unpriced,
        margin=money(Money(currency=one.margin.currency, micros=one.margin.micros))
        if one.margin.micros is not None
        else "",
        no_margin=why_no_margin(one.margin),
        last_event_at=one.last_event_at,
    )
