"""What staff have sent again may fail again, and nothing is lost or said twice by that."""

from typing import Any

import pytest
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact, a_received, comes_in

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import outbox, receipts
from baraza.messaging.contract import DeliveryStatus, Failure, Receipt, SendError, Text
from baraza.messaging.dispatch import dispatch
from baraza.messaging.models import OutboxEntry

NOT_THERE = SendError("not there", failure=Failure.UNREACHABLE, retryable=False, code="131026")


class Sender:
    """A message on a chat connection to somebody who can be reached by SMS as well."""

    def __init__(self, organisation: OrganisationProfile) -> None:
        self.organisation_id = organisation.id
        self.chat = a_connection(organisation_id=organisation.id)
        a_connection(organisation_id=organisation.id, source="sms.scripted")
        comes_in(self.chat, a_received())
        self.contact_id = a_contact(organisation_id=organisation.id)
        with organisation_scope(organisation_id=organisation.id):
            entry_id = outbox.post(
                contact_id=self.contact_id, connection_id=self.chat.id, content=Text(body="news"), key="news"
            )
        assert entry_id is not None
        self.entry_id = entry_id

    def dispatch(self) -> None:
        dispatch(organisation_id=self.organisation_id, contact_id=self.contact_id)

    def again(self) -> None:
        with organisation_scope(organisation_id=self.organisation_id):
            outbox.send_again(entry_id=self.entry_id)

    def statuses(self) -> list[tuple[Any, ...]]:
        with organisation_scope(organisation_id=self.organisation_id):
            return list(OutboxEntry.objects.order_by("id").values_list("key", "status", "error_code"))


@pytest.fixture
def sender(committed_database: CommittedDatabase, chat: ScriptedProvider, sms: ScriptedProvider) -> Sender:
    return Sender(make_organisation())


def test_a_message_that_fails_again_keeps_the_stand_in_that_it_has(
    sender: Sender, chat: ScriptedProvider, sms: ScriptedProvider
) -> None:
    chat.answers = [NOT_THERE, NOT_THERE]
    sender.dispatch()
    sender.again()
    sender.dispatch()

    assert sender.statuses() == [("news", "failed", "131026"), ("news:fallback:1", "sent", "")]
    assert len(sms.sent) == 1


def test_a_receipt_of_failure_after_a_second_sending_keeps_the_stand_in_too(
    sender: Sender, chat: ScriptedProvider, sms: ScriptedProvider
) -> None:
    chat.answers = [NOT_THERE, "second"]
    sender.dispatch()
    sender.again()
    sender.dispatch()
    with organisation_scope(organisation_id=sender.organisation_id):
        receipt = Receipt(
            external_id="second",
            status=DeliveryStatus.FAILED,
            occurred_at=OutboxEntry.objects.get(key="news").created_at,
            error=NOT_THERE,
        )
        receipts.apply_receipt(receipt=receipt, connection_id=sender.chat.id)

    assert sender.statuses() == [("news", "failed", "131026"), ("news:fallback:1", "sent", "")]
    assert len(sms.sent) == 1


def test_a_receipt_that_is_quicker_than_the_answer_keeps_its_reason(sender: Sender, chat: ScriptedProvider) -> None:
    refused = SendError("The template is paused.", failure=Failure.REFUSED, retryable=False, code="132015")

    def answer_after_receipt() -> str:
        with organisation_scope(organisation_id=sender.organisation_id):
            at = OutboxEntry.objects.get(key="news").created_at
            receipt = Receipt(
                external_id="id-1", status=DeliveryStatus.FAILED, occurred_at=at, key="news", error=refused
            )
            receipts.apply_receipt(receipt=receipt, connection_id=sender.chat.id)
        return "id-1"

    chat.answers = [answer_after_receipt]
    sender.dispatch()

    assert sender.statuses() == [("news", "failed", "132015")]


def test_an_error_that_comes_after_the_receipt_of_delivery_sends_nothing_again(
    sender: Sender, chat: ScriptedProvider, sms: ScriptedProvider
) -> None:
    lost = SendError("The line broke.", failure=Failure.TEMPORARY, retryable=True)

    def break_after_receipt() -> str:
        with organisation_scope(organisation_id=sender.organisation_id):
            at = OutboxEntry.objects.get(key="news").created_at
            receipt = Receipt(external_id="id-1", status=DeliveryStatus.DELIVERED, occurred_at=at, key="news")
            receipts.apply_receipt(receipt=receipt, connection_id=sender.chat.id)
        raise lost

    chat.answers = [break_after_receipt]
    sender.dispatch()

    assert sender.statuses() == [("news", "delivered", "")]
    assert (len(chat.sent), sms.sent) == (1, [])


def test_an_error_of_the_first_sending_does_not_touch_the_second(sender: Sender, chat: ScriptedProvider) -> None:
    late = SendError("not there", failure=Failure.REFUSED, retryable=False, code="131008")

    def outlived() -> str:
        with organisation_scope(organisation_id=sender.organisation_id):
            OutboxEntry.objects.filter(key="news").update(status=DeliveryStatus.UNCERTAIN)
        sender.again()
        sender.dispatch()
        raise late

    chat.answers = [outlived, "second"]
    sender.dispatch()

    assert sender.statuses() == [("news", "sent", "")]
