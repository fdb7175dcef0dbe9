"""What is handed on to a client: its own calls and nothing of the provider's; all clients come to the whole."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.factories.bills import FEBRUARY, JANUARY, RATE, Agency, a_finished_call, an_agency, noon, rules_are
from tests.factories.core import make_member

from baraza.core.identity.actor import NotAllowed
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions.billing import close_month
from baraza.services.call_analytics.actions.credit_notes import write_credit_note
from baraza.services.call_analytics.actions.errors import CallOfAnother, CreditTooLarge
from baraza.services.call_analytics.actions.working_out import work_out
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.queries.statements import (
    StatementUnknown,
    count_entries,
    get_statement,
    statement_of_client,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    """Two calls of Karoo Dental, of which the provider has not told the cost of one; one of Highveld Energy."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 20, 9, tzinfo=UTC))
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        a_finished_call(found, at=noon(2026, 1, 10), external_id="call_odd", lines=(1,))
        a_finished_call(found, at=noon(2026, 1, 11), cost_micros=None)
        a_finished_call(found, at=noon(2026, 1, 12), agent_id=found.second, seconds=None)
        rules_are(found, RATE)
        write_credit_note(
            actor=found.admin, month=JANUARY, amount_micros=5_000_000, reason="Slow", external_id="call_odd"
        )
        yield found


def test_each_client_has_its_part_of_the_whole(agency: Agency) -> None:
    whole = get_statement(actor=agency.admin, month=JANUARY)
    parts = {one.key: statement_of_client(actor=agency.admin, month=JANUARY, client=one.key) for one in whole.clients}
    karoo, highveld = parts["Karoo Dental"], parts["Highveld Energy"]

    assert (karoo.sums.calls, karoo.row.total_micros, karoo.sums.unpriced) == (2, 115_000_000, 0)
    assert (highveld.sums.calls, highveld.sums.price_micros, highveld.sums.unpriced) == (1, 0, 1)
    assert sum(one.sums.price_micros for one in parts.values()) == whole.sums.price_micros
    assert sum(count_entries(month=JANUARY, client=name) for name in parts) == count_entries(month=JANUARY)
    assert (karoo.costs, karoo.unreconciled, karoo.sums.unreconciled, karoo.margin) == ((), (), 0, None)
    assert [one.reason for one in karoo.credits] == ["Slow"]


def test_a_credit_note_is_in_the_part_of_its_client_and_never_more_than_that_was_charged(agency: Agency) -> None:
    note = {"actor": agency.admin, "month": JANUARY, "reason": "Goodwill"}
    for refused in (
        {"client": "Highveld Energy", "amount_micros": 1},
        {"client": "Karoo Dental", "amount_micros": 115_000_001},
        {"external_id": "call_odd", "amount_micros": 55_000_001},
    ):
        with pytest.raises(CreditTooLarge):
            write_credit_note(**note, **refused)
    with pytest.raises(CallOfAnother):
        write_credit_note(**note, client="Highveld Energy", external_id="call_odd", amount_micros=1)
    with pytest.raises(CallUnknown):
        write_credit_note(**{**note, "month": FEBRUARY}, external_id="call_odd", amount_micros=1)
    close_month(actor=agency.admin, month=JANUARY)
    a_finished_call(agency, at=noon(2026, 2, 10))
    work_out()

    write_credit_note(**note, client="Karoo Dental", amount_micros=100_000_000)
    with pytest.raises(CreditTooLarge):
        write_credit_note(**note, client="Karoo Dental", amount_micros=15_000_001)
    write_credit_note(**note, amount_micros=1_000_000)
    whole = get_statement(actor=agency.admin, month=FEBRUARY)
    karoo = statement_of_client(actor=agency.admin, month=FEBRUARY, client="Karoo Dental")

    assert (karoo.row.total_micros, karoo.sums.credit_micros) == (-40_000_000, -100_000_000)
    assert [(one.key, one.calls, one.price_micros) for one in whole.clients] == [
        ("", 0, -1_000_000), ("Karoo Dental", 1, -40_000_000),
    ]  # fmt: skip
    assert sum(one.price_micros for one in whole.clients) == whole.row.total_micros


def test_a_client_that_has_none_and_a_person_who_may_not_bill_get_no_statement(agency: Agency) -> None:
    supervisor = make_member(organisation_id=agency.organisation_id, role="supervisor")

    for client in ("", "Nobody"):
        with pytest.raises(StatementUnknown):
            statement_of_client(actor=agency.admin, month=JANUARY, client=client)
    with pytest.raises(NotAllowed):
        statement_of_client(actor=supervisor, month=JANUARY, client="Karoo Dental")
