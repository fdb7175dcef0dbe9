"""Costs in another currency count at the rate that staff entered for their month, and at none that nobody entered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from tests.factories.bills import FEBRUARY, JANUARY, MARCH, RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.factories.core import make_member

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import close_month, override_call
from baraza.services.call_analytics.actions.errors import RateFixed, RateNotNeeded
from baraza.services.call_analytics.actions.exchange import enter_rate
from baraza.services.call_analytics.models import ClosedMonth, ExchangeRate
from baraza.services.call_analytics.queries.boards import board
from baraza.services.call_analytics.queries.exchange import rates_page
from baraza.services.call_analytics.queries.statements import get_statement
from baraza.services.call_analytics.rules.billing import Choice
from baraza.services.call_analytics.rules.boards import Days
from baraza.services.call_analytics.rules.margins import Cost, Margin, Why, frozen, margin, thawed
from baraza.services.call_analytics.rules.money import converted

pytestmark = pytest.mark.django_db
PLATFORM = Actor(kind="member", id=1, role="super_admin", name="Platform")
# A call costs 12.5 US cents and is charged 60 South African cents.
COST, PRICE = 12_500_000, 60_000_000
TWO, THREE = 2_000_000, 3_000_000


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))


@pytest.fixture
def agency() -> Iterator[Agency]:
    found = an_agency(currency="ZAR")
    with organisation_scope(organisation_id=found.organisation_id):
        yield found


def margin_in(month: date) -> Margin | None:
    return get_statement(actor=PLATFORM, month=month).margin


@pytest.mark.parametrize(
    ("micros", "rate", "expected"),
    [
        (COST, 18_250_000, 228_125_000),
        (1, 500_000, 0),
        (3, 500_000, 2),
        (-3, 500_000, -2),
        (10**16, 18_123_457, 181_234_570_000_000_000),
    ],
)
def test_conversion_is_exact_and_rounds_once_to_the_even_one(micros: int, rate: int, expected: int) -> None:
    assert converted(micros, rate_micros=rate) == expected


def test_a_rate_that_is_missing_is_named_and_an_unpriced_call_comes_first() -> None:
    costs = [Cost(month=JANUARY, currency="USD", micros=5), Cost(month=JANUARY, currency="EUR", micros=0)]
    asked = {"price_micros": 9, "costs": costs, "currency": "ZAR"}

    assert margin(**asked, unpriced=1, rates={}) == Margin(currency="ZAR", why=Why.UNPRICED)
    assert margin(**asked, unpriced=0, rates={}) == Margin(currency="ZAR", why=Why.NO_RATE, missing=((JANUARY, "USD"),))
    assert margin(**asked, unpriced=0, rates={(JANUARY, "USD"): TWO}).micros == -1
    assert thawed(frozen({(JANUARY, "USD"): TWO})) == {(JANUARY, "USD"): TWO}


def test_a_board_borrows_the_newest_earlier_rate_and_never_a_later_one_or_another_currencys() -> None:
    costs = [Cost(month=FEBRUARY, currency="USD", micros=5), Cost(month=MARCH, currency="USD", micros=7)]
    december = date(2025, 12, 1)
    rates = {(december, "USD"): THREE, (JANUARY, "USD"): TWO, (JANUARY, "EUR"): THREE, (MARCH, "USD"): THREE}

    found = margin(price_micros=100, costs=costs, currency="ZAR", unpriced=0, rates=rates, may_borrow=True)
    later = margin(
        price_micros=100, costs=costs, currency="ZAR", unpriced=0, rates={(MARCH, "USD"): TWO}, may_borrow=True
    )

    assert found == Margin(currency="ZAR", micros=100 - 5 * 2 - 7 * 3, borrowed=((FEBRUARY, "USD", JANUARY),))
    assert later == Margin(currency="ZAR", why=Why.NO_RATE, missing=((FEBRUARY, "USD"),))


def test_each_months_costs_count_at_its_own_rate_on_statements_and_boards(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 1, 10))
    a_finished_call(agency, at=noon(2026, 2, 10))
    rules_are(agency, RATE)
    missing = margin_in(JANUARY)
    enter_rate(actor=agency.admin, month=JANUARY, currency="USD", rate_micros=TWO)
    borrowed = board(actor=PLATFORM, days=Days(first=JANUARY, last=date(2026, 2, 28))).margin
    strict = margin_in(FEBRUARY)
    enter_rate(actor=agency.admin, month=FEBRUARY, currency="USD", rate_micros=THREE)
    whole = board(actor=PLATFORM, days=Days(first=JANUARY, last=date(2026, 2, 28))).margin

    assert missing == Margin(currency="ZAR", why=Why.NO_RATE, missing=((JANUARY, "USD"),))
    assert margin_in(JANUARY) == Margin(currency="ZAR", micros=PRICE - 2 * COST)
    assert margin_in(FEBRUARY) == Margin(currency="ZAR", micros=PRICE - 3 * COST)
    assert whole == Margin(currency="ZAR", micros=2 * PRICE - 5 * COST)
    assert borrowed == Margin(currency="ZAR", micros=2 * PRICE - 4 * COST, borrowed=((FEBRUARY, "USD", JANUARY),))
    assert strict == Margin(currency="ZAR", why=Why.NO_RATE, missing=((FEBRUARY, "USD"),))


def test_a_statement_is_closed_with_its_rate_and_corrections_of_it_keep_to_that(agency: Agency) -> None:
    call = a_finished_call(agency, at=noon(2026, 1, 10))
    a_finished_call(agency, at=noon(2026, 2, 10))
    rules_are(agency, RATE)
    enter_rate(actor=agency.admin, month=JANUARY, currency="USD", rate_micros=THREE)
    enter_rate(actor=agency.admin, month=JANUARY, currency="USD", rate_micros=TWO)
    close_month(actor=agency.admin, month=JANUARY)
    with pytest.raises(RateFixed):
        enter_rate(actor=agency.admin, month=JANUARY, currency="USD", rate_micros=THREE)
    enter_rate(actor=agency.admin, month=FEBRUARY, currency="USD", rate_micros=THREE)
    override_call(actor=agency.admin, call_id=call.pk, choice=Choice.FREE, reason="x")

    assert ClosedMonth.objects.get().rates == {"2026-01 USD": TWO}
    assert margin_in(JANUARY) == Margin(currency="ZAR", micros=PRICE - 2 * COST)
    # The correction takes January's price back, and its cost away and in again at January's rate.
    assert margin_in(FEBRUARY) == Margin(currency="ZAR", micros=PRICE - 3 * COST - PRICE)


def test_a_month_that_was_closed_without_a_rate_takes_one_once(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 1, 10))
    rules_are(agency, RATE)
    close_month(actor=agency.admin, month=JANUARY)
    enter_rate(actor=agency.admin, month=JANUARY, currency="USD", rate_micros=TWO)

    with pytest.raises(RateFixed):
        enter_rate(actor=agency.admin, month=JANUARY, currency="USD", rate_micros=THREE)
    assert margin_in(JANUARY) == Margin(currency="ZAR", micros=PRICE - 2 * COST)
    assert [(one.month, one.rate_micros, one.is_fixed) for one in rates_page(actor=agency.admin).rows] == [
        (JANUARY, TWO, True)
    ]


def test_rates_are_entered_by_who_bills_and_written_down(agency: Agency) -> None:
    enter_rate(actor=agency.admin, month=MARCH, currency="USD", rate_micros=TWO)
    supervisor = make_member(organisation_id=agency.organisation_id, role="supervisor")

    with pytest.raises(NotAllowed):
        enter_rate(actor=supervisor, month=MARCH, currency="USD", rate_micros=THREE)
    with pytest.raises(NotAllowed):
        rates_page(actor=supervisor)
    with pytest.raises(RateNotNeeded):
        enter_rate(actor=agency.admin, month=MARCH, currency="ZAR", rate_micros=TWO)
    entry = AuditEntry.objects.get(action="calls.exchange_rate_entered")
    assert (entry.subject_id, entry.changes) == ("2026-03 USD ZAR", {"rate_micros": [None, TWO]})
    assert ExchangeRate.objects.count() == 1


def test_months_that_want_a_rate_are_those_in_which_the_provider_charged_in_another_currency(agency: Agency) -> None:
    a_finished_call(agency, at=noon(2026, 2, 10))
    a_finished_call(agency, at=noon(2026, 3, 10), currency="ZAR")
    a_finished_call(agency, at=noon(2026, 3, 11), cost_micros=None)

    page = rates_page(actor=agency.admin)
    assert (page.into, [(one.month, one.currency, one.rate_micros) for one in page.rows]) == (
        "ZAR", [(FEBRUARY, "USD", None)],
    )  # fmt: skip
