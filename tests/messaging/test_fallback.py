"""Where free text may not go or nobody is reached, another way is found, or it is seen that there is none."""

from datetime import timedelta

import pytest
from tests.factories.messaging import (
    Listener,
    ScriptedProvider,
    a_connection,
    a_dialled,
    comes_in,
)
from tests.messaging.sending_desk import START, Desk, bodies, final
from time_machine import TimeMachineFixture

from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import outbox, queries, waiting
from baraza.messaging.contract import (
    Button,
    Buttons,
    Failure,
    Screen,
    Template,
    Text,
)
from baraza.messaging.models import Reach


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
