"""What the outbox holds is sent once, in order, or it is seen that it was not."""

from datetime import datetime, timedelta

import pytest
from django.db import connection as database
from django.db import transaction
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import (
    Listener,
    ScriptedProvider,
    a_connection,
    a_contact,
    a_dialled,
    a_received,
    comes_in,
)
from time_machine import TimeMachineFixture

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.connections import ConnectionUnknown, set_connection_active
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import outbox, queries, sweeping, waiting
from baraza.messaging.claiming import claim_next
from baraza.messaging.contract import (
    Button,
    Buttons,
    DeliveryStatus,
    Failure,
    Receipt,
    Screen,
    SendError,
    Template,
    Text,
)
from baraza.messaging.dispatch import TransactionOpen, dispatch
from baraza.messaging.models import Attempt, OutboxEntry, Reach
from baraza.messaging.receipts import apply_receipt

START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


def temporary(**overrides: object) -> SendError:
    values: dict[str, object] = {"failure": Failure.TEMPORARY, "retryable": True}
    return SendError("503", **{**values, **overrides})  # type: ignore[arg-type]


def final(failure: Failure) -> SendError:
    return SendError("no", failure=failure, retryable=False, code="131026")


class Desk:
    """An organisation with one person who wrote on its chat connection just now."""

    def __init__(self) -> None:
        self.organisation: OrganisationProfile = make_organisation()
        self.chat: ConnectionFacts = a_connection(organisation_id=self.organisation.id)
        comes_in(self.chat, a_received())
        self.contact_id = a_contact(organisation_id=self.organisation.id)

    def post(self, text: str, *, key: str = "", template: Template | None = None) -> int | None:
        with organisation_scope(organisation_id=self.organisation.id):
            return outbox.post(
                contact_id=self.contact_id,
                connection_id=self.chat.id,
                content=Text(body=text),
                key=key or f"key-{text}",
                template=template,
            )

    def second_chat(self) -> ConnectionFacts:
        """A further connection that the person wrote on, before the first."""
        other = a_connection(organisation_id=self.organisation.id)
        comes_in(other, a_received(sent_at=clock.now() - timedelta(hours=1)))
        return other

    def dispatch(self) -> None:
        dispatch(organisation_id=self.organisation.id, contact_id=self.contact_id)

    def statuses(self) -> list[tuple[str, str, str]]:
        with organisation_scope(organisation_id=self.organisation.id):
            rows = OutboxEntry.objects.order_by("id").values_list("key", "status", "error_code")
            return list(rows)

    def thread_texts(self) -> list[tuple[str, str]]:
        with organisation_scope(organisation_id=self.organisation.id):
            return [
                (line.text, line.status) for line in queries.thread(contact_id=self.contact_id) if not line.incoming
            ]

    def outcomes(self) -> list[str]:
        with organisation_scope(organisation_id=self.organisation.id):
            return list(Attempt.objects.order_by("id").values_list("outcome", flat=True))


@pytest.fixture
def desk(committed_database: CommittedDatabase, chat: ScriptedProvider, time_machine: TimeMachineFixture) -> Desk:
    time_machine.move_to(START, tick=False)
    return Desk()


def bodies(provider: ScriptedProvider) -> list[str]:
    return [getattr(outgoing.content, "body", repr(outgoing.content)) for outgoing in provider.sent]


def test_messages_go_out_once_and_in_order(desk: Desk, chat: ScriptedProvider):
    desk.post("one")
    desk.post("two")
    desk.dispatch()
    desk.dispatch()
    assert bodies(chat) == ["one", "two"]
    assert desk.statuses() == [("key-one", "sent", ""), ("key-two", "sent", "")]
    assert desk.outcomes() == ["sent", "sent"]


def test_a_key_is_posted_once(desk: Desk, chat: ScriptedProvider):
    first = desk.post("one", key="turn:1")
    assert desk.post("another", key="turn:1") is None
    desk.dispatch()
    assert first is not None
    assert bodies(chat) == ["one"]
    assert desk.thread_texts() == [("one", "sent")]


def test_what_is_rolled_back_is_never_sent(desk: Desk, chat: ScriptedProvider):
    with organisation_scope(organisation_id=desk.organisation.id), transaction.atomic():
        desk.post("one")
        transaction.set_rollback(True)
    desk.dispatch()
    assert chat.sent == []
    assert desk.statuses() == []


def test_our_key_and_the_address_go_along(desk: Desk, chat: ScriptedProvider):
    desk.post("one", key="turn:1")
    desk.dispatch()
    assert (chat.sent[0].key, chat.sent[0].recipient.phone) == ("turn:1", "+27821234567")


def test_no_transaction_is_open_while_the_provider_is_called(desk: Desk, chat: ScriptedProvider):
    open_during_call: list[bool] = []

    def answer() -> str:
        open_during_call.append(database.in_atomic_block)
        return "id-1"

    chat.answers = [answer]
    desk.post("one")
    desk.dispatch()
    assert open_during_call == [False]


def test_dispatch_refuses_to_run_inside_a_transaction(desk: Desk, chat: ScriptedProvider):
    desk.post("one")
    with pytest.raises(TransactionOpen), transaction.atomic():
        desk.dispatch()
    assert chat.sent == []
    assert desk.statuses() == [("key-one", "queued", "")]


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


def test_outside_the_window_the_template_goes_instead(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    template = Template(name="update", language="en", parameters=("MI-1",))
    time_machine.shift(timedelta(hours=24))
    desk.post("one", template=template)
    desk.dispatch()
    assert [outgoing.content for outgoing in chat.sent] == [template]


def test_outside_the_window_a_free_text_is_never_tried(
    desk: Desk, chat: ScriptedProvider, time_machine: TimeMachineFixture
):
    time_machine.shift(timedelta(hours=24))
    desk.post("one")
    desk.dispatch()
    assert chat.sent == []
    assert desk.statuses() == [("key-one", "failed", "window_closed")]


def test_when_the_provider_says_that_the_window_is_closed_the_template_follows_once(desk: Desk, chat: ScriptedProvider):
    template = Template(name="update", language="en")
    chat.answers = [final(Failure.WINDOW_CLOSED), final(Failure.WINDOW_CLOSED)]
    desk.post("one", template=template)
    desk.dispatch()
    assert [outgoing.content for outgoing in chat.sent] == [Text(body="one"), template]
    assert desk.statuses() == [("key-one", "failed", "131026")]


def test_an_unreachable_person_is_written_to_over_the_next_connection(
    desk: Desk, chat: ScriptedProvider, sms: ScriptedProvider
):
    # given
    a_connection(organisation_id=desk.organisation.id, source="sms.scripted")
    chat.answers = [final(Failure.UNREACHABLE)]
    menu = Buttons(body="Fixed?", buttons=(Button(id="y", title="Yes"),))
    with organisation_scope(organisation_id=desk.organisation.id):
        outbox.post(contact_id=desk.contact_id, connection_id=desk.chat.id, content=menu, key="k")
    # when
    desk.dispatch()
    # then
    assert bodies(sms) == ["Fixed?\n– Yes"]
    assert desk.statuses() == [("k", "failed", "131026"), ("k:fallback:1", "sent", "")]
    assert desk.thread_texts() == [("Fixed?\n– Yes", "sent")]
    with organisation_scope(organisation_id=desk.organisation.id):
        assert queries.outbox_problems() == []
        assert Reach.objects.get(connection_id=desk.chat.id).unreachable_at == START


def test_the_fallback_goes_from_connection_to_connection_and_ends(
    desk: Desk, chat: ScriptedProvider, sms: ScriptedProvider
):
    a_connection(organisation_id=desk.organisation.id, source="sms.scripted")
    a_connection(organisation_id=desk.organisation.id, source="sms.scripted")
    chat.answers = [final(Failure.UNREACHABLE)]
    sms.answers = [final(Failure.UNREACHABLE), final(Failure.UNREACHABLE)]
    desk.post("one")
    desk.dispatch()
    assert [(key, status) for key, status, _ in desk.statuses()] == [
        ("key-one", "failed"),
        ("key-one:fallback:1", "failed"),
        ("key-one:fallback:2", "failed"),
    ]
    assert (len(chat.sent), len(sms.sent)) == (1, 2)


def test_a_text_is_not_cut_to_fit_a_smaller_channel(desk: Desk, chat: ScriptedProvider, sms: ScriptedProvider):
    a_connection(organisation_id=desk.organisation.id, source="sms.scripted")
    chat.answers = [final(Failure.UNREACHABLE)]
    desk.post("x" * 481, key="long")
    desk.dispatch()
    assert sms.sent == []
    assert desk.statuses() == [("long", "failed", "131026")]


def test_for_a_person_who_only_dials_the_text_waits_until_they_dial(
    desk: Desk, chat: ScriptedProvider, dial: ScriptedProvider, listener: Listener
):
    # given
    listener.screen = Screen(text="Welcome")
    comes_in(a_connection(organisation_id=desk.organisation.id, source="dial.scripted"), a_dialled())
    chat.answers = [final(Failure.UNREACHABLE)]
    # when
    desk.post("one")
    desk.dispatch()
    # then
    with organisation_scope(organisation_id=desk.organisation.id):
        assert waiting.take(contact_id=desk.contact_id) == ["one"]
        assert waiting.take(contact_id=desk.contact_id) == []
    assert desk.statuses() == [("key-one", "failed", "131026")]


def test_nothing_can_be_pushed_to_a_session_channel(desk: Desk, dial: ScriptedProvider):
    by_dial = a_connection(organisation_id=desk.organisation.id, source="dial.scripted")
    with pytest.raises(outbox.CannotPush), organisation_scope(organisation_id=desk.organisation.id):
        outbox.post(contact_id=desk.contact_id, connection_id=by_dial.id, content=Text(body="one"), key="k")


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


def unanswered() -> SendError:
    return SendError("no answer", failure=Failure.UNCERTAIN, retryable=True, code="no_answer")


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


def test_a_connection_that_was_switched_off_sends_nothing(desk: Desk, chat: ScriptedProvider):
    desk.post("one")
    with organisation_scope(organisation_id=desk.organisation.id):
        set_connection_active(connection_id=desk.chat.id, active=False, actor=SYSTEM)
    desk.dispatch()
    assert chat.sent == []
    assert desk.statuses() == [("key-one", "failed", "no_route")]


def test_another_organisation_sees_and_sends_nothing_of_it(desk: Desk, chat: ScriptedProvider):
    entry_id = desk.post("secret")
    assert entry_id is not None
    other = make_organisation()
    dispatch(organisation_id=other.id, contact_id=desk.contact_id)
    assert chat.sent == []
    with organisation_scope(organisation_id=other.id):
        assert queries.outbox_problems() == []
        assert queries.outbox_figures().by_status == {}
        assert waiting.take(contact_id=desk.contact_id) == []
        with pytest.raises(ConnectionUnknown):
            outbox.post(
                contact_id=desk.contact_id, connection_id=desk.chat.id, content=Text(body="forged"), key="forged"
            )
        with pytest.raises(OutboxEntry.DoesNotExist):
            outbox.send_again(entry_id=entry_id)
    with organisation_scope(organisation_id=desk.organisation.id):
        assert queries.outbox_figures().by_status == {"queued": 1}


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


def test_what_was_stored_by_a_newer_version_fails_and_does_not_hold_up_the_rest(desk: Desk, chat: ScriptedProvider):
    first = desk.post("one")
    desk.post("two")
    with organisation_scope(organisation_id=desk.organisation.id):
        OutboxEntry.objects.filter(pk=first).update(content={"kind": "hologram"})
    desk.dispatch()
    assert desk.statuses() == [("key-one", "failed", "content_unreadable"), ("key-two", "sent", "")]
    assert bodies(chat) == ["two"]


@pytest.mark.parametrize("key", ["", "k" * 181])
def test_a_key_that_leaves_no_room_is_refused(desk: Desk, key: str):
    with pytest.raises(ValueError, match="1 to 180"), organisation_scope(organisation_id=desk.organisation.id):
        outbox.post(contact_id=desk.contact_id, connection_id=desk.chat.id, content=Text(body="x"), key=key)
