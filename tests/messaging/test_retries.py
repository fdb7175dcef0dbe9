"""What fails for a while is tried again with pauses, and given up in the end."""

from datetime import timedelta

from tests.factories.messaging import (
    ScriptedProvider,
    a_contact,
)
from tests.messaging.sending_desk import Desk, bodies, final, temporary
from time_machine import TimeMachineFixture

from baraza.core.ingress.connections import forget_cached_connections
from baraza.core.ingress.models import Connection
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import outbox, queries, sweeping
from baraza.messaging.contract import (
    Failure,
    Template,
    Text,
)
from baraza.messaging.dispatch import dispatch
from baraza.messaging.models import OutboxEntry


def test_a_temporary_failure_is_tried_again_later_and_holds_back_what_follows(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    chat.answers = [temporary()]
    desk.post("one")
    desk.post("two")
    # when
    desk.dispatch()
    # then
    assert bodies(chat) == ["one"]
    assert desk.statuses() == [("key-one", "queued", "temporary"), ("key-two", "queued", "")]
    # and when
    time_machine.shift(timedelta(seconds=9))
    desk.dispatch()
    # then
    assert bodies(chat) == ["one", "one", "two"]
    assert [status for _, status, _ in desk.statuses()] == ["sent", "sent"]
    assert desk.outcomes() == ["temporary", "sent", "sent"]


def test_after_ten_minutes_later_messages_pass_the_one_that_waits(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    chat.answers = [temporary(retry_after=3600)]
    desk.post("one")
    desk.post("two")
    desk.dispatch()
    time_machine.shift(timedelta(minutes=11))
    desk.dispatch()
    assert bodies(chat) == ["one", "two"]


def test_the_provider_says_how_long_to_wait(desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture):
    chat.answers = [temporary(failure=Failure.THROTTLED, retry_after=60)]
    desk.post("one")
    desk.dispatch()
    time_machine.shift(timedelta(seconds=59))
    desk.dispatch()
    assert len(chat.sent) == 1
    time_machine.shift(timedelta(seconds=1))
    desk.dispatch()
    assert len(chat.sent) == 2


def test_after_eight_attempts_it_has_failed_and_is_seen(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    chat.answers = [temporary(failure=Failure.THROTTLED) for _ in range(20)]
    desk.post("one", template=Template(name="update", language="en"))
    # when
    for _ in range(12):
        time_machine.shift(timedelta(hours=2))
        desk.dispatch()
    # then
    assert len(chat.sent) == 8
    assert desk.statuses() == [("key-one", "failed", "throttled")]
    with organisation_scope(organisation_id=desk.organisation.id):
        problems = queries.outbox_problems()
    assert [(problem.status, problem.text, problem.attempts) for problem in problems] == [("failed", "one", 8)]


def test_a_message_that_nobody_could_send_for_a_day_is_given_up(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    desk.post("one", template=Template(name="update", language="en"))
    time_machine.shift(timedelta(hours=25))
    desk.dispatch()
    assert chat.sent == []
    assert desk.statuses() == [("key-one", "failed", "gave_up")]


def test_a_refused_message_has_failed_at_once(desk: Desk, chat: ScriptedProvider):
    chat.answers = [final(Failure.REFUSED)]
    desk.post("one")
    desk.post("two")
    desk.dispatch()
    assert desk.statuses() == [("key-one", "failed", "131026"), ("key-two", "sent", "")]


def test_a_refused_account_is_flagged_until_it_works_again(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    chat.answers = [final(Failure.ACCOUNT)]
    desk.post("one")
    desk.dispatch()
    with organisation_scope(organisation_id=desk.organisation.id):
        assert [(trouble.connection_id, trouble.code) for trouble in queries.connection_troubles()] == [
            (desk.chat.id, "131026")
        ]
    time_machine.shift(timedelta(minutes=11))
    desk.dispatch()
    with organisation_scope(organisation_id=desk.organisation.id):
        assert queries.connection_troubles() == []
    assert desk.statuses() == [("key-one", "sent", "")]


def test_after_five_failures_in_a_row_the_provider_is_left_in_peace(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given five people whose messages failed
    chat.answers = [temporary() for _ in range(5)]
    people = [a_contact(organisation_id=desk.organisation.id, phone=f"+2782000000{number}") for number in range(7)]
    with organisation_scope(organisation_id=desk.organisation.id):
        for person in people:
            outbox.post(
                contact_id=person,
                connection_id=desk.chat.id,
                content=Template(name="update", language="en"),
                key=f"to-{person}",
            )
    for person in people[:5]:
        dispatch(organisation_id=desk.organisation.id, contact_id=person)
    # when
    for person in people[5:]:
        dispatch(organisation_id=desk.organisation.id, contact_id=person)
    # then the others wait without losing an attempt
    assert len(chat.sent) == 5
    with organisation_scope(organisation_id=desk.organisation.id):
        waiting_entries = OutboxEntry.objects.filter(contact_id__in=people[5:])
        assert list(waiting_entries.values_list("status", "attempts")) == [("queued", 0)] * 2
    # and when the pause is over, the first that goes opens the way for the rest
    time_machine.shift(timedelta(seconds=20))
    for person in people[5:]:
        dispatch(organisation_id=desk.organisation.id, contact_id=person)
    assert len(chat.sent) == 7


def test_a_connection_whose_secrets_nobody_can_open_holds_up_its_own_messages_alone(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    other = desk.second_chat()
    desk.post("one")
    with organisation_scope(organisation_id=desk.organisation.id):
        sealed = Connection.objects.get(pk=desk.chat.id).secrets_sealed
        Connection.objects.filter(pk=desk.chat.id).update(secrets_sealed=b"of another key")
        outbox.post(contact_id=desk.contact_id, connection_id=other.id, content=Text(body="two"), key="key-two")
    forget_cached_connections()
    # when
    desk.dispatch()
    # then it waits, and whoever looks sees why
    assert bodies(chat) == ["two"]
    assert desk.statuses() == [("key-one", "queued", ""), ("key-two", "sent", "")]
    with organisation_scope(organisation_id=desk.organisation.id):
        assert [(one.connection_id, one.code) for one in queries.connection_troubles()] == [
            (desk.chat.id, "secrets_unreadable")
        ]
        time_machine.shift(timedelta(seconds=30))
        assert sweeping.sweep() == 0
        # and when the key is back
        Connection.objects.filter(pk=desk.chat.id).update(secrets_sealed=sealed)
    forget_cached_connections()
    time_machine.shift(timedelta(minutes=10))
    desk.dispatch()
    # then
    assert bodies(chat) == ["two", "one"]
    with organisation_scope(organisation_id=desk.organisation.id):
        assert queries.connection_troubles() == []
