"""Receipts find their message, also when they overtake it."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection as database
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact, a_received, comes_in

from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import contacts, outbox, queries, receipts
from baraza.messaging.claiming import claim_next
from baraza.messaging.contract import DeliveryStatus as S
from baraza.messaging.contract import Failure, Receipt, Sender, SendError, Text
from baraza.messaging.dispatch import dispatch
from baraza.messaging.models import Contact, EarlyReceipt, OutboxEntry


class Desk:
    """One message to one person, to be sent over one connection."""

    def __init__(self) -> None:
        self.organisation_id = make_organisation().id
        self.chat = a_connection(organisation_id=self.organisation_id)
        comes_in(self.chat, a_received())
        self.contact_id = a_contact(organisation_id=self.organisation_id)
        with organisation_scope(organisation_id=self.organisation_id):
            outbox.post(
                contact_id=self.contact_id, connection_id=self.chat.id, content=Text(body="Fixed"), key="turn:1"
            )

    def dispatch(self) -> None:
        dispatch(organisation_id=self.organisation_id, contact_id=self.contact_id)

    def told(self, status: S, *, external_id: str = "wamid.1", key: str = "", error: SendError | None = None) -> None:
        comes_in(
            self.chat, Receipt(external_id=external_id, status=status, occurred_at=clock.now(), key=key, error=error)
        )

    def statuses(self) -> list[str]:
        with organisation_scope(organisation_id=self.organisation_id):
            return list(OutboxEntry.objects.order_by("id").values_list("status", flat=True))


@pytest.fixture
def desk(committed_database: CommittedDatabase, chat: ScriptedProvider) -> Desk:
    chat.answers = ["wamid.1"]
    return Desk()


def test_receipts_advance_the_message_and_never_turn_it_back(desk: Desk):
    desk.dispatch()
    for word, expected in ((S.READ, "read"), (S.DELIVERED, "read"), (S.SENT, "read"), (S.FAILED, "read")):
        desk.told(word)
        assert desk.statuses() == [expected]


def test_a_receipt_that_comes_before_the_answer_of_the_call_is_not_lost(desk: Desk, chat: ScriptedProvider):
    # given a provider whose receipt is here before its answer
    def answer() -> str:
        desk.told(S.DELIVERED)
        return "wamid.1"

    chat.answers = [answer]
    # when
    desk.dispatch()
    # then
    assert desk.statuses() == ["delivered"]
    with organisation_scope(organisation_id=desk.organisation_id):
        assert EarlyReceipt.objects.count() == 0


def test_a_receipt_that_looked_a_moment_before_the_call_was_settled_looks_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.dispatch()
    look, seen = receipts._entry_of, [None]

    def too_early(receipt: Receipt, connection_id: int) -> int | None:
        return seen.pop() if seen else look(receipt, connection_id)

    monkeypatch.setattr(receipts, "_entry_of", too_early)

    desk.told(S.DELIVERED)

    assert desk.statuses() == ["delivered"]


def test_a_receipt_with_our_key_settles_a_message_whose_sender_died(desk: Desk):
    claim_next(organisation_id=desk.organisation_id, contact_id=desk.contact_id)
    desk.told(S.DELIVERED, external_id="wamid.unknown", key="turn:1")
    assert desk.statuses() == ["delivered"]
    desk.told(S.READ, external_id="wamid.unknown")
    assert desk.statuses() == ["read"]


def test_a_receipt_with_our_key_spares_a_second_sending(desk: Desk, chat: ScriptedProvider):
    # given a provider that took the message although it answered with an error
    chat.answers = [SendError("502", failure=Failure.TEMPORARY, retryable=True)]
    desk.dispatch()
    assert desk.statuses() == ["queued"]
    # when
    desk.told(S.SENT, external_id="wamid.2", key="turn:1")
    # then
    assert desk.statuses() == ["sent"]
    assert len(chat.sent) == 1


def test_a_failure_announced_later_goes_to_the_next_connection(
    desk: Desk, chat: ScriptedProvider, sms: ScriptedProvider
):
    # given
    a_connection(organisation_id=desk.organisation_id, source="sms.scripted")
    desk.dispatch()
    # when
    error = SendError("Undeliverable", failure=Failure.UNREACHABLE, retryable=False, code="131026")
    desk.told(S.FAILED, error=error)
    desk.told(S.FAILED, error=error)
    desk.dispatch()
    # then
    assert desk.statuses() == ["failed", "sent"]
    assert [outgoing.content for outgoing in sms.sent] == [Text(body="Fixed")]
    with organisation_scope(organisation_id=desk.organisation_id):
        assert [line.status for line in queries.thread(contact_id=desk.contact_id) if not line.incoming] == ["sent"]


def test_a_receipt_of_nothing_that_we_sent_is_forgotten_after_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.told(S.DELIVERED, external_id="wamid.somebody-else")
    with organisation_scope(organisation_id=desk.organisation_id):
        assert receipts.forget_old_early() == 0
        monkeypatch.setattr(receipts, "EARLY_KEPT_FOR", -receipts.EARLY_KEPT_FOR)
        assert receipts.forget_old_early() == 1


def test_a_receipt_of_another_organisation_changes_nothing(desk: Desk):
    desk.dispatch()
    other = a_connection(organisation_id=make_organisation().id)
    comes_in(other, Receipt(external_id="wamid.1", status=S.READ, occurred_at=clock.now(), key="turn:1"))
    assert desk.statuses() == ["sent"]


def _at_once(act: Callable[[], None], *, times: int) -> list[BaseException]:
    """Runs the act in as many threads, which start together; returns what they raised."""
    raised: list[BaseException] = []
    barrier = threading.Barrier(times)

    def run() -> None:
        try:
            barrier.wait()
            act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            raised.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_a_person_who_writes_for_the_first_time_twice_at_once_is_one_contact(desk: Desk):
    # given
    sender = Sender(phone="+27830000000", user_id="ZA.9")

    def arrive() -> None:
        with organisation_scope(organisation_id=desk.organisation_id):
            contacts.contact_of(sender=sender)

    # when
    raised = _at_once(arrive, times=8)
    # then
    assert raised == []
    with organisation_scope(organisation_id=desk.organisation_id):
        assert Contact.objects.count() == 2


def test_workers_that_come_at_once_send_a_message_once_and_in_order(desk: Desk, chat: ScriptedProvider):
    # given
    chat.answers = []
    with organisation_scope(organisation_id=desk.organisation_id):
        for number in range(5):
            outbox.post(
                contact_id=desk.contact_id,
                connection_id=desk.chat.id,
                content=Text(body=str(number)),
                key=f"n:{number}",
            )
    # when
    raised = _at_once(desk.dispatch, times=4)
    # then
    assert raised == []
    assert [outgoing.key for outgoing in chat.sent] == ["turn:1", "n:0", "n:1", "n:2", "n:3", "n:4"]
    assert desk.statuses() == ["sent"] * 6


def test_a_key_posted_many_times_at_once_is_one_message(desk: Desk):
    def post() -> None:
        with organisation_scope(organisation_id=desk.organisation_id):
            outbox.post(contact_id=desk.contact_id, connection_id=desk.chat.id, content=Text(body="x"), key="same")

    raised = _at_once(post, times=6)
    assert raised == []
    with organisation_scope(organisation_id=desk.organisation_id):
        assert OutboxEntry.objects.filter(key="same").count() == 1
        assert [line.text for line in queries.thread(contact_id=desk.contact_id)].count("x") == 1
