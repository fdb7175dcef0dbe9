"""What may have left is never lost and never repeated blindly."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories.messaging import ScriptedProvider, comes_in
from tests.messaging.sending_desk import Desk, bodies, final, temporary, unanswered
from time_machine import TimeMachineFixture

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import outbox, queries, sweeping
from baraza.messaging.claiming import claim_next
from baraza.messaging.contract import (
    DeliveryStatus,
    Failure,
    Receipt,
)
from baraza.messaging.models import OutboxEntry
from baraza.messaging.receipts import apply_receipt


def test_what_got_no_answer_and_no_receipt_is_sent_again_after_two_minutes(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    chat.answers = [unanswered()]
    desk.post("one")
    desk.post("two")
    desk.dispatch()
    assert desk.statuses() == [("key-one", "uncertain", "no_answer"), ("key-two", "sent", "")]
    # when it is too early
    time_machine.shift(timedelta(seconds=119))
    desk.dispatch()
    assert bodies(chat) == ["one", "two"]
    # and when it is time
    time_machine.shift(timedelta(seconds=2))
    desk.dispatch()
    # then
    assert bodies(chat) == ["one", "two", "one"]
    assert desk.statuses() == [("key-one", "sent", ""), ("key-two", "sent", "")]


def test_what_got_no_answer_but_a_receipt_is_never_sent_again(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    chat.answers = [unanswered()]
    desk.post("one")
    desk.dispatch()
    receipt = Receipt(external_id="wamid.LATE", status=DeliveryStatus.SENT, occurred_at=clock.now(), key="key-one")
    with organisation_scope(organisation_id=desk.organisation.id):
        apply_receipt(receipt=receipt, connection_id=desk.chat.id)
    # when
    time_machine.shift(timedelta(hours=1))
    desk.dispatch()
    # then
    assert bodies(chat) == ["one"]
    assert desk.statuses() == [("key-one", "sent", "")]


def test_a_receipt_that_says_failed_settles_what_got_no_answer(desk: Desk, chat: ScriptedProvider):
    # given
    other = desk.second_chat()
    chat.answers = [unanswered()]
    desk.post("one")
    desk.dispatch()
    # when
    receipt = Receipt(
        external_id="wamid.LATE",
        status=DeliveryStatus.FAILED,
        occurred_at=clock.now(),
        key="key-one",
        error=final(Failure.UNREACHABLE),
    )
    comes_in(desk.chat, receipt)
    # then nothing is in doubt any more
    assert desk.statuses() == [("key-one", "failed", "131026"), ("key-one:fallback:1", "queued", "")]
    with organisation_scope(organisation_id=desk.organisation.id):
        assert OutboxEntry.objects.get(key="key-one:fallback:1").connection_id == other.id


def test_a_slow_call_that_comes_back_refused_has_failed(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    def slow() -> str:
        time_machine.shift(timedelta(seconds=90))
        desk.dispatch()
        raise final(Failure.UNREACHABLE)

    chat.answers = [slow]
    desk.post("one")
    desk.dispatch()
    assert desk.statuses() == [("key-one", "failed", "131026")]


def test_what_never_gets_an_answer_takes_the_next_way_after_three_tries(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    other = desk.second_chat()
    chat.answers = [unanswered(), unanswered(), unanswered()]
    desk.post("one")
    # when
    for _ in range(5):
        desk.dispatch()
        time_machine.shift(timedelta(minutes=3))
    # then
    assert bodies(chat) == ["one"] * 4
    assert desk.statuses() == [("key-one", "uncertain", "no_answer"), ("key-one:fallback:1", "sent", "")]
    with organisation_scope(organisation_id=desk.organisation.id):
        assert OutboxEntry.objects.get(key="key-one:fallback:1").connection_id == other.id


def test_the_sweep_brings_back_what_waited_for_a_receipt_in_vain(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    chat.answers = [unanswered()]
    desk.post("one")
    desk.dispatch()
    time_machine.shift(timedelta(minutes=3))
    with organisation_scope(organisation_id=desk.organisation.id):
        assert sweeping.sweep() == 1


def test_an_uncertain_message_is_seen_and_not_sent_again(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    chat.answers = [final(Failure.UNCERTAIN)]
    desk.post("one")
    desk.dispatch()
    time_machine.shift(timedelta(hours=1))
    desk.dispatch()
    assert len(chat.sent) == 1
    assert desk.thread_texts() == [("one", "uncertain")]
    with organisation_scope(organisation_id=desk.organisation.id):
        assert [problem.status for problem in queries.outbox_problems()] == ["uncertain"]


def test_staff_may_send_an_uncertain_message_again(desk: Desk, chat: ScriptedProvider):
    chat.answers = [final(Failure.UNCERTAIN)]
    entry_id = desk.post("one")
    assert entry_id is not None
    desk.dispatch()
    with organisation_scope(organisation_id=desk.organisation.id):
        outbox.send_again(entry_id=entry_id)
    desk.dispatch()
    assert bodies(chat) == ["one", "one"]
    assert desk.statuses() == [("key-one", "sent", "")]
    with pytest.raises(outbox.NotForResending), organisation_scope(organisation_id=desk.organisation.id):
        outbox.send_again(entry_id=entry_id)


def test_a_fault_of_the_adapter_leaves_the_message_uncertain(
    desk: Desk, chat: ScriptedProvider, caplog: pytest.LogCaptureFixture
):
    chat.answers = [KeyError("messages")]
    desk.post("one")
    desk.dispatch()
    assert desk.statuses() == [("key-one", "uncertain", "adapter_fault")]
    assert "The adapter of connection" in caplog.text


def test_a_message_whose_sender_died_becomes_uncertain_and_the_next_one_goes(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    # given
    desk.post("one")
    desk.post("two")
    claim = claim_next(organisation_id=desk.organisation.id, contact_id=desk.contact_id)
    assert claim is not None
    # when another worker comes while the lease holds
    desk.dispatch()
    # then
    assert chat.sent == []
    # and when the lease is over
    time_machine.shift(timedelta(seconds=61))
    desk.dispatch()
    # then
    assert bodies(chat) == ["two"]
    assert desk.statuses() == [("key-one", "uncertain", "interrupted"), ("key-two", "sent", "")]


def test_the_sweep_finds_what_no_job_is_after(desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture):
    desk.post("one")
    claim_next(organisation_id=desk.organisation.id, contact_id=desk.contact_id)
    desk.post("two")
    time_machine.shift(timedelta(seconds=61))
    with organisation_scope(organisation_id=desk.organisation.id):
        assert sweeping.sweep() == 1
    assert desk.statuses() == [("key-one", "uncertain", "interrupted"), ("key-two", "queued", "")]


def test_the_sweep_adds_no_job_to_one_that_fails_and_comes_back(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    desk.post("one")
    time_machine.shift(timedelta(seconds=10))
    for failures, expected in ((1, 0), (0, 1)):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE pgqueuer SET attempts = %s", [failures])
        with organisation_scope(organisation_id=desk.organisation.id):
            assert sweeping.sweep() == expected


def test_a_call_that_outlives_its_lease_is_not_repeated_and_counts_when_it_is_back(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    seen: list[list[tuple[str, str, str]]] = []

    def slow() -> str:
        time_machine.shift(timedelta(seconds=90))
        desk.dispatch()
        seen.append(desk.statuses())
        return "id-1"

    chat.answers = [slow]
    desk.post("one")
    desk.dispatch()
    assert seen == [[("key-one", "uncertain", "interrupted")]]
    assert desk.statuses() == [("key-one", "sent", "")]
    assert bodies(chat) == ["one"]


def test_a_slow_call_that_comes_back_with_an_error_is_tried_again(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    def slow() -> str:
        time_machine.shift(timedelta(seconds=90))
        desk.dispatch()
        raise temporary()

    chat.answers = [slow]
    desk.post("one")
    desk.dispatch()
    assert desk.statuses() == [("key-one", "queued", "temporary")]
    time_machine.shift(timedelta(seconds=9))
    desk.dispatch()
    assert desk.statuses() == [("key-one", "sent", "")]
