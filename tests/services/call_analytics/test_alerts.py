"""Alerts tell once for each episode, on the page and by letter, and money only to who may see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from tests.channels.voice.retell import an_analyzed_call, an_ended_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.live.models import MemberNotice
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.services.call_analytics.actions import alert_letters
from baraza.services.call_analytics.actions.alerts import (
    AlertUnknown,
    NewRule,
    acknowledge,
    evaluate,
    remove_rule,
    switch_rule,
    write_rule,
)
from baraza.services.call_analytics.models import Alert, AlertLetter
from baraza.services.call_analytics.queries.alerts import list_alerts, list_rules
from baraza.services.call_analytics.rules.alerts import silent_hours, too_many_failed, usual_hours

ROLES = ("org_admin", "supervisor", "agent", "org_viewer")
ERRORS = NewRule(kind="errors", percent=50, calls=2)
SPEND = NewRule(kind="spend_month", limit_micros=1, currency="USD")


@pytest.fixture
def connection(db: None) -> ConnectionFacts:
    found = a_voice_connection(organisation_id=make_organisation(name="Kopano\r\nVoice").id)
    an_agent(connection=found)
    return found


@pytest.fixture
def people(connection: ConnectionFacts) -> dict[str, Actor]:
    return {role: make_member(organisation_id=connection.organisation_id, role=role) for role in ROLES}


def fails(connection: ConnectionFacts, name: str) -> None:
    call = an_ended_call(call_id=name, disconnection_reason="dial_failed", call_status="not_connected")
    tells(connection, "call_ended", call)


def rules_are_looked_at(connection: ConnectionFacts) -> int:
    with organisation_scope(organisation_id=connection.organisation_id):
        return evaluate()


def written(connection: ConnectionFacts, people: dict[str, Actor], new: NewRule) -> int:
    with organisation_scope(organisation_id=connection.organisation_id):
        return write_rule(actor=people["org_admin"], new=new)


def test_a_rule_tells_once_until_it_is_over_and_then_again(
    connection: ConnectionFacts, people: dict[str, Actor]
) -> None:
    written(connection, people, ERRORS)
    fails(connection, "call_1")
    too_few = rules_are_looked_at(connection)
    fails(connection, "call_2")

    begun = [rules_are_looked_at(connection), rules_are_looked_at(connection)]
    for name in ("call_3", "call_4"):
        tells(connection, "call_analyzed", an_analyzed_call(call_id=name))
    over = rules_are_looked_at(connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        ended = list(Alert.objects.values_list("ended_at", flat=True))
    for name in ("call_5", "call_6"):
        fails(connection, name)
    again = rules_are_looked_at(connection)

    assert (too_few, begun, over, again) == (0, [1, 0], 0, 1)
    assert [one is not None for one in ended] == [True]


def test_a_spend_is_told_once_in_its_month_even_if_the_rule_is_switched_off_and_on(
    connection: ConnectionFacts, people: dict[str, Actor]
) -> None:
    rule = written(connection, people, SPEND)
    now = int(clock.now().timestamp() * 1000)
    tells(connection, "call_analyzed", an_analyzed_call(start_timestamp=now, end_timestamp=now + 1000))

    first = rules_are_looked_at(connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        switch_rule(actor=people["org_admin"], rule_id=rule, active=False)
        switch_rule(actor=people["org_admin"], rule_id=rule, active=True)

    assert (first, rules_are_looked_at(connection)) == (1, 0)


@pytest.mark.parametrize("role", ROLES)
def test_money_is_told_only_to_who_may_see_cost(
    connection: ConnectionFacts, people: dict[str, Actor], role: str
) -> None:
    written(connection, people, SPEND)
    now = int(clock.now().timestamp() * 1000)
    tells(connection, "call_analyzed", an_analyzed_call(start_timestamp=now, end_timestamp=now + 1000))
    rules_are_looked_at(connection)
    actor, sees = people[role], role in {"org_admin", "supervisor"}

    with organisation_scope(organisation_id=connection.organisation_id):
        alert = Alert.objects.get()
        told: dict[str, Any] = {
            "alerts": bool(list_alerts(actor=actor)),
            "rules": bool(list_rules(actor=actor)),
            "notice": MemberNotice.objects.filter(user_id=actor.id, kind="calls.alert").exists(),
            "letter": AlertLetter.objects.filter(user_id=actor.id).exists(),
        }
        if not sees:
            with pytest.raises((AlertUnknown, NotAllowed)):
                acknowledge(actor=actor, alert_id=alert.pk)

    assert told == dict.fromkeys(told, sees)


def test_a_letter_comes_once_in_the_organisations_name_and_not_to_who_lost_the_right(
    connection: ConnectionFacts, people: dict[str, Actor]
) -> None:
    written(connection, people, ERRORS)
    fails(connection, "call_1")
    fails(connection, "call_2")
    rules_are_looked_at(connection)
    organisation_id = connection.organisation_id
    with organisation_scope(organisation_id=organisation_id):
        ids = {one.user_id: one.pk for one in AlertLetter.objects.all()}
        AlertLetter.objects.filter(user_id=people["supervisor"].id).update(user_id=people["org_viewer"].id)

    for role in ("org_admin", "supervisor", "org_admin"):
        alert_letters.send(organisation_id=organisation_id, letter_id=ids[people[role].id or 0])

    (letter,) = mail.outbox
    assert letter.from_email.startswith("Kopano Voice <")
    assert "2 of the newest 2 calls failed" in str(letter.body)


def test_who_acknowledges_first_stands_there_and_a_removed_rule_leaves_what_it_told(
    connection: ConnectionFacts, people: dict[str, Actor]
) -> None:
    rule = written(connection, people, ERRORS)
    fails(connection, "call_1")
    fails(connection, "call_2")
    rules_are_looked_at(connection)

    with organisation_scope(organisation_id=connection.organisation_id):
        pk = Alert.objects.get().pk
        acknowledge(actor=people["agent"], alert_id=pk)
        acknowledge(actor=people["org_admin"], alert_id=pk)
        remove_rule(actor=people["org_admin"], rule_id=rule)
        (row,) = list_alerts(actor=people["org_viewer"])

    assert row.acknowledged_by == people["agent"].name
    assert row.ended_at is not None


@pytest.mark.parametrize("role", ["supervisor", "agent", "org_viewer"])
def test_only_admins_write_rules(connection: ConnectionFacts, people: dict[str, Actor], role: str) -> None:
    with organisation_scope(organisation_id=connection.organisation_id), pytest.raises(NotAllowed):
        write_rule(actor=people[role], new=ERRORS)


FRIDAY = date(2026, 11, 20)
FRIDAYS = [(FRIDAY - timedelta(weeks=week), hour) for week in (1, 2, 3) for hour in (8, 15)]


@pytest.mark.parametrize(
    ("last_call", "now", "expected"),
    [
        (datetime(2026, 11, 20, 8, 30, tzinfo=UTC), datetime(2026, 11, 20, 12, 10, tzinfo=UTC), 3),
        (datetime(2026, 11, 20, 8, 30, tzinfo=UTC), datetime(2026, 11, 20, 9, 10, tzinfo=UTC), 0),
        (datetime(2026, 11, 20, 12, 30, tzinfo=UTC), datetime(2026, 11, 20, 23, 0, tzinfo=UTC), 3),
        (datetime(2026, 11, 20, 15, 30, tzinfo=UTC), datetime(2026, 11, 22, 9, 0, tzinfo=UTC), 0),
    ],
    ids=["morning", "not-yet", "only-usual-hours", "days-off"],
)
def test_silence_counts_whole_usual_hours(last_call: datetime, now: datetime, expected: int) -> None:
    usual = usual_hours(with_calls=FRIDAYS, today=FRIDAY)

    assert silent_hours(usual=usual, last_call=last_call, now=now) == expected


def test_two_days_with_calls_make_no_usual_hours() -> None:
    assert usual_hours(with_calls=[one for one in FRIDAYS if one[0] != FRIDAYS[0][0]], today=FRIDAY) == {}


@pytest.mark.parametrize(
    ("failed", "calls", "expected"), [(5, 10, True), (4, 10, False), (9, 9, False)], ids=["half", "less", "too-few"]
)
def test_a_share_needs_as_many_calls_as_the_rule_looks_at(failed: int, calls: int, *, expected: bool) -> None:
    assert too_many_failed(failed=failed, calls=calls, of_calls=10, percent=50) is expected
