"""Boards count what the calls are, at every moment, and tell money to nobody who may not see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.channels.voice.retell import AGENT, OTHER_AGENT, a_call, an_analyzed_call, an_ended_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.actor import Actor
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import organisation_scope, platform_scope
from baraza.services.call_analytics.actions.figures import fold_organisation, rebuild_figures
from baraza.services.call_analytics.models import Call, CallFigure
from baraza.services.call_analytics.queries.boards import board, totals
from baraza.services.call_analytics.queries.boards_check import board_differences
from baraza.services.call_analytics.rules.boards import Days, percentile

pytestmark = pytest.mark.django_db
EVER = Days(first=date(2020, 1, 1), last=date(2035, 1, 1))


@pytest.fixture
def connection() -> ConnectionFacts:
    found = a_voice_connection(organisation_id=make_organisation().id)
    an_agent(connection=found)
    return found


def differences(organisation_id: int) -> list[Any]:
    with organisation_scope(organisation_id=organisation_id):
        return board_differences()


def test_figures_follow_a_call_through_its_life_and_are_the_same_when_folded(connection: ConnectionFacts) -> None:
    organisation_id = connection.organisation_id
    actor = make_member(organisation_id=organisation_id, role="org_admin")

    for number, (event, call) in enumerate(
        (("call_started", a_call()), ("call_ended", an_ended_call()), ("call_analyzed", an_analyzed_call()))
    ):
        tells(connection, event, call)
        assert differences(organisation_id) == []
        if number != 1:
            fold_organisation(organisation_id=organisation_id)
            assert differences(organisation_id) == []

    with organisation_scope(organisation_id=organisation_id):
        call_row = Call.objects.get()
        found = board(actor=actor, days=EVER)
        assert CallFigure.objects.filter(folded=False).count() == 0
    assert (found.total.calls, found.total.millis) == (1, call_row.duration_ms)
    assert found.total.outcomes[call_row.outcome] == 1
    assert [money.micros for money in found.total.costs or ()] == [call_row.cost_micros]
    assert sum(found.by_slot.values()) == sum(one.calls for one in found.by_day.values()) == 1
    assert found.latency.calls == 1


def test_calls_of_unknown_agents_are_counted_when_the_agent_is_added(connection: ConnectionFacts) -> None:
    organisation_id = connection.organisation_id
    actor = make_member(organisation_id=organisation_id, role="org_admin")
    tells(connection, "call_ended", an_ended_call(call_id="call_other", agent_id=OTHER_AGENT))
    with organisation_scope(organisation_id=organisation_id):
        before = totals(actor=actor, days=EVER).calls

    an_agent(connection=connection, external_id=OTHER_AGENT)

    with organisation_scope(organisation_id=organisation_id):
        assert (before, totals(actor=actor, days=EVER).calls) == (0, 1)
    assert differences(organisation_id) == []


def test_days_and_hours_are_those_of_the_organisation_also_after_it_moved(connection: ConnectionFacts) -> None:
    organisation_id = connection.organisation_id
    actor = make_member(organisation_id=organisation_id, role="org_admin")
    began = datetime(2026, 3, 31, 22, 40, tzinfo=UTC)
    tells(connection, "call_ended", an_ended_call(start_timestamp=int(began.timestamp() * 1000)))

    def place() -> list[tuple[date, int]]:
        with organisation_scope(organisation_id=organisation_id):
            return list(CallFigure.objects.filter(calls__gt=0).values_list("day", "hour"))

    at_first = place()
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(time_zone="Asia/Kathmandu")
    fold_organisation(organisation_id=organisation_id)

    assert at_first == [(date(2026, 4, 1), 0)]
    assert place() == [(date(2026, 4, 1), 4)]
    assert differences(organisation_id) == []
    with organisation_scope(organisation_id=organisation_id):
        assert board(actor=actor, days=EVER).by_slot == {(2, 4): 1}


def test_a_wrong_figure_is_found_and_counting_anew_mends_it(connection: ConnectionFacts) -> None:
    organisation_id = connection.organisation_id
    tells(connection, "call_analyzed", an_analyzed_call())
    fold_organisation(organisation_id=organisation_id)
    with organisation_scope(organisation_id=organisation_id):
        CallFigure.objects.update(cost_micros=1)

    wrong = differences(organisation_id)
    rebuild_figures(organisation_id=organisation_id)

    assert len(wrong) == 1
    assert differences(organisation_id) == []


@pytest.mark.parametrize(
    ("role", "sees"), [("org_admin", True), ("supervisor", True), ("agent", False), ("org_viewer", False)]
)
def test_only_who_may_see_cost_gets_it_and_nobody_of_an_organisation_the_margin(
    connection: ConnectionFacts, role: str, *, sees: bool
) -> None:
    actor: Actor = make_member(organisation_id=connection.organisation_id, role=role)
    tells(connection, "call_analyzed", an_analyzed_call())

    with organisation_scope(organisation_id=connection.organisation_id):
        found, compared = board(actor=actor, days=EVER), totals(actor=actor, days=EVER)

    every = [found.total, compared, *found.by_day.values(), *found.by_agent.values()]
    assert [bool(one.costs) for one in every] == [sees] * len(every)
    assert [one.costs is None for one in every] == [not sees] * len(every)
    assert found.margin is None


def test_agents_and_clients_narrow_a_board(connection: ConnectionFacts) -> None:
    organisation_id = connection.organisation_id
    actor = make_member(organisation_id=organisation_id, role="supervisor")
    other = an_agent(connection=connection, external_id=OTHER_AGENT, client="Karoo Dental")
    tells(connection, "call_ended", an_ended_call(call_id="call_a", agent_id=AGENT))
    tells(connection, "call_ended", an_ended_call(call_id="call_b", agent_id=OTHER_AGENT))

    with organisation_scope(organisation_id=organisation_id):
        found = [
            totals(actor=actor, days=EVER).calls,
            totals(actor=actor, days=EVER, agent_id=other).calls,
            board(actor=actor, days=EVER, client="Karoo Dental").total.calls,
            board(actor=actor, days=EVER, client="Nobody").total.calls,
        ]

    assert found == [2, 1, 1, 0]


@pytest.mark.parametrize(
    ("histogram", "hundredth", "expected"),
    [
        ({}, 50, None),
        ({50: 1}, 95, 50),
        ({50: 1, 100: 1}, 50, 50),
        ({50: 9, 900: 1}, 90, 50),
        ({50: 9, 900: 1}, 95, 900),
    ],
    ids=["none", "one", "half", "nine-of-ten", "slowest"],
)
def test_a_percentile_is_the_bucket_that_so_many_reach(
    histogram: dict[int, int], hundredth: int, expected: int | None
) -> None:
    assert percentile(histogram, hundredth) == expected


def test_days_before_are_as_many() -> None:
    days = Days(first=date(2026, 3, 1), last=date(2026, 3, 31))

    assert (days.number, days.before.last, days.before.number) == (31, days.first - timedelta(days=1), 31)
