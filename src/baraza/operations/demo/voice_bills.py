"""The agency's bills: rules, rates, two months that were closed, the decisions and the credit note between them."""

from datetime import date

from baraza.core.identity.actor import SYSTEM
from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import (
    close_month,
    override_call,
    save_rules,
)
from baraza.services.call_analytics.actions.credit_notes import write_credit_note
from baraza.services.call_analytics.actions.exchange import enter_rate
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.queries.billing_calls import zone_here
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import list_calls
from baraza.services.call_analytics.rules.billing import Choice, Kind, Rule
from baraza.services.call_analytics.rules.billing_months import month_after, month_before, month_of, starts_at

_CENT = 1_000_000


def seed_bills() -> None:
    zone = zone_here()
    this_month = month_of(clock.now().astimezone(zone).date())
    last = month_before(this_month)
    before = month_before(last)
    front_desk = [pk for pk, name in agent_choices() if name == "Front desk"]
    rules = (
        Rule(kind=Kind.TEST_NUMBERS, numbers=("+27 82 555 0000",)),
        Rule(kind=Kind.VOICEMAIL),
        Rule(kind=Kind.MINIMUM, amount=10),
        Rule(kind=Kind.ROUNDING, amount=6),
        Rule(kind=Kind.RATE, agents=tuple(front_desk), amount=480 * _CENT),
        Rule(kind=Kind.RATE, amount=350 * _CENT),
        Rule(kind=Kind.INCLUDED, amount=30),
    )
    save_rules(actor=SYSTEM, rules=rules, starts_on=before, seen_number=0)
    work_out(since=before)
    # The agency is paid in rand and pays in dollars. Of the month that is running nobody knows the rate yet.
    enter_rate(actor=SYSTEM, month=before, currency="USD", rate_micros=17_940_000)
    enter_rate(actor=SYSTEM, month=last, currency="USD", rate_micros=18_257_500)
    close_month(actor=SYSTEM, month=before)
    _decide(before=last, month=before)
    close_month(actor=SYSTEM, month=last)


def _decide(*, before: date, month: date) -> None:
    """One call of the last month is not billed, and something is taken off the month before it."""
    zone = zone_here()
    wanted = CallFilter(
        outcomes=("unsuccessful",), since=starts_at(before, zone=zone), until=starts_at(month_after(before), zone=zone)
    )
    calls = list_calls(actor=SYSTEM, wanted=wanted, at_most=40).rows
    if calls:
        override_call(
            actor=SYSTEM, call_id=calls[-1].id, choice=Choice.FREE, reason="The agent gave a wrong date twice."
        )  # fmt: skip
    write_credit_note(
        actor=SYSTEM, month=month, client="Karoo Dental", amount_micros=5_000 * _CENT,
        reason="Goodwill for the slow answers of that week.",
    )  # fmt: skip
