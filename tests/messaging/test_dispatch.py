"""What the outbox holds is sent once, in order, or it is seen that it was not."""

import pytest
from django.db import connection as database
from django.db import transaction
from tests.factories.core import make_organisation
from tests.factories.messaging import (
    ScriptedProvider,
)
from tests.messaging.sending_desk import Desk, bodies

from baraza.core.identity.actor import SYSTEM
from baraza.core.ingress.connections import ConnectionUnknown, set_connection_active
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import outbox, queries, waiting
from baraza.messaging.contract import (
    Text,
)
from baraza.messaging.dispatch import TransactionOpen, dispatch
from baraza.messaging.models import OutboxEntry


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
