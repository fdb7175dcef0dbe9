"""Staff enter what a unit of the provider's currency was worth in a month; a closed statement keeps the rate it has."""

from datetime import date

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.actions.errors import RateFixed, RateNotNeeded
from baraza.services.call_analytics.actions.working_out import locked_ledger
from baraza.services.call_analytics.models import ExchangeRate
from baraza.services.call_analytics.policies import require
from baraza.services.call_analytics.queries.exchange import own_currency, rates_of


def enter_rate(*, actor: Actor, month: date, currency: str, rate_micros: int) -> None:
    """Of a closed month only where it has none yet. Raises NotAllowed, RateFixed, RateNotNeeded."""
    require(actor=actor, act="bill")
    ledger, into = locked_ledger(), own_currency()
    if currency == into or rate_micros <= 0:
        raise RateNotNeeded(f"No rate from {currency} to {into}.")
    before = rates_of(months=[month]).get((month, currency))
    if before is not None and ledger is not None and ledger.closed_until is not None and month <= ledger.closed_until:
        raise RateFixed(f"The statement of {month:%B %Y} is closed with its rate.")
    ExchangeRate.objects.create(
        organisation_id=current_organisation_id(), month=month, currency=currency, into=into, rate_micros=rate_micros,
        by_id=actor.id, by_name=actor.shown_name[:120], made_at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, action="calls.exchange_rate_entered", subject_kind="exchange_rate",
        subject_id=f"{month:%Y-%m} {currency} {into}", changes={"rate_micros": [before, rate_micros]},
    )  # fmt: skip
