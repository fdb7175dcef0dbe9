"""What people write is stored once, under one contact, and handed on."""

from datetime import timedelta

import pytest
from tests.factories.core import make_organisation
from tests.factories.messaging import Listener, ScriptedProvider, a_connection, a_dialled, a_received, comes_in

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import contacts, inbox, queries
from baraza.messaging.contract import AddressChanged, Kind, MediaReference, Notice, Screen, Sender
from baraza.messaging.models import Address, Contact, Message, ProviderNotice, Reach

PHONE = "+27821234567"


def test_the_same_number_on_two_channels_is_one_contact(
    organisation: OrganisationProfile, chat: ScriptedProvider, dial: ScriptedProvider, listener: Listener
):
    # given
    listener.screen = Screen(text="Welcome")
    # when
    comes_in(a_connection(organisation_id=organisation.id), a_received(sender=Sender(phone=PHONE, user_id="ZA.1")))
    comes_in(a_connection(organisation_id=organisation.id, source="dial.scripted"), a_dialled("1"))
    # then
    assert listener.heard[0].contact_id == listener.heard[1].contact_id
    assert [incoming.channel for incoming in listener.heard] == ["chat", "dial"]


def test_a_person_known_by_user_id_who_shows_a_number_stays_one_contact(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    # given
    connection = a_connection(organisation_id=organisation.id)
    comes_in(connection, a_received(sender=Sender(user_id="ZA.7")))
    # when
    comes_in(connection, a_received(sender=Sender(user_id="ZA.7", phone="27821234567")))
    # then
    first, second = listener.heard
    assert (first.contact_id, first.phone) == (second.contact_id, "")
    assert second.phone == PHONE


def test_two_contacts_that_turn_out_to_be_one_person_become_one(
    organisation: OrganisationProfile,
    chat: ScriptedProvider,
    dial: ScriptedProvider,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
):
    # given
    merged: list[tuple[int, int]] = []
    monkeypatch.setattr(contacts, "_on_merged", [lambda *, kept_id, gone_id: merged.append((kept_id, gone_id))])
    listener.screen = Screen(text="Welcome")
    by_chat = a_connection(organisation_id=organisation.id)
    by_dial = a_connection(organisation_id=organisation.id, source="dial.scripted")
    comes_in(by_chat, a_received("From a user name", sender=Sender(user_id="ZA.7", name="Thandi")))
    comes_in(by_dial, a_dialled("From a number"))
    # when
    comes_in(by_chat, a_received("From both", sender=Sender(user_id="ZA.7", phone=PHONE)))
    # then
    username, number, both = (incoming.contact_id for incoming in listener.heard)
    assert username != number == both
    assert merged == [(number, username)]
    with organisation_scope(organisation_id=organisation.id):
        texts = [line.text for line in queries.thread(contact_id=number) if line.incoming]
        assert texts == ["From both", "From a number", "From a user name"]
        assert queries.contact_details(contact_id=username).name == "Thandi"
        assert set(Address.objects.values_list("contact_id", flat=True)) == {number}


def test_a_message_that_comes_twice_is_handed_on_once(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    connection = a_connection(organisation_id=organisation.id)
    received = a_received("Once")
    comes_in(connection, received)
    comes_in(connection, received)
    assert [incoming.received.text for incoming in listener.heard] == ["Once"]


def test_what_a_blocked_person_writes_is_kept_and_not_answered(
    organisation: OrganisationProfile, chat: ScriptedProvider, dial: ScriptedProvider, listener: Listener
):
    # given
    connection = a_connection(organisation_id=organisation.id)
    comes_in(connection, a_received("Before"))
    with organisation_scope(organisation_id=organisation.id):
        Contact.objects.update(blocked_at=clock.now())
    # when
    answer = comes_in(connection, a_received("After"))
    screen = comes_in(a_connection(organisation_id=organisation.id, source="dial.scripted"), a_dialled())
    # then
    assert answer is None
    assert screen == {"text": "This service is not open to this number. Please visit our office.", "end": True}
    assert [incoming.received.text for incoming in listener.heard] == ["Before"]
    with organisation_scope(organisation_id=organisation.id):
        assert list(Message.objects.filter(channel="chat").order_by("id").values_list("text", flat=True)) == [
            "Before",
            "After",
        ]


def test_a_screen_is_the_answer_and_stands_in_the_thread(
    organisation: OrganisationProfile, dial: ScriptedProvider, listener: Listener
):
    # given
    listener.screen = Screen(text="1. Report", end=False)
    # when
    answer = comes_in(a_connection(organisation_id=organisation.id, source="dial.scripted"), a_dialled())
    # then
    assert answer == {"text": "1. Report", "end": False}
    with organisation_scope(organisation_id=organisation.id):
        lines = queries.thread(contact_id=listener.heard[0].contact_id)
    assert [(line.incoming, line.text, line.status) for line in lines] == [
        (False, "1. Report", "delivered"),
        (True, "", ""),
    ]


def test_a_session_channel_is_never_left_without_a_screen(
    organisation: OrganisationProfile, dial: ScriptedProvider, listener: Listener
):
    connection = a_connection(organisation_id=organisation.id, source="dial.scripted")
    with pytest.raises(inbox.NobodyAnswers):
        comes_in(connection, a_dialled())


def test_the_end_of_a_session_is_told_and_needs_no_screen(
    organisation: OrganisationProfile, dial: ScriptedProvider, listener: Listener
):
    connection = a_connection(organisation_id=organisation.id, source="dial.scripted")
    assert comes_in(connection, a_dialled(kind=Kind.SESSION_END)) is None
    assert [incoming.received.kind for incoming in listener.heard] == [Kind.SESSION_END]
    with organisation_scope(organisation_id=organisation.id):
        assert queries.thread(contact_id=listener.heard[0].contact_id) == []


def test_a_reaction_is_kept_but_not_conversed_with(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    comes_in(a_connection(organisation_id=organisation.id), a_received("👍", kind=Kind.REACTION))
    assert listener.heard == []
    with organisation_scope(organisation_id=organisation.id):
        assert Message.objects.get().kind == "reaction"


def test_a_photo_is_asked_for_and_its_id_handed_on(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    # given
    asked: list[str] = []

    def media(*, connection: object, reference: MediaReference, contact_id: int) -> str:
        asked.append(reference.id)
        return f"media-of-{reference.id}"

    inbox.on_media(media)
    connection = a_connection(organisation_id=organisation.id)
    jpeg, pdf = "image/jpeg", "application/pdf"
    # when
    comes_in(connection, a_received("", kind=Kind.IMAGE, media=MediaReference(id="p1", mime_type=jpeg)))
    comes_in(connection, a_received("", kind=Kind.DOCUMENT, media=MediaReference(id="p2", mime_type=jpeg)))
    comes_in(connection, a_received("", kind=Kind.DOCUMENT, media=MediaReference(id="p3", mime_type=pdf)))
    # then
    assert asked == ["p1", "p2"]
    assert [incoming.media_id for incoming in listener.heard] == ["media-of-p1", "media-of-p2", ""]


def test_characters_that_the_database_cannot_store_are_left_out(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    comes_in(a_connection(organisation_id=organisation.id), a_received("a\x00b 😀 شكرا " + "x" * 4096))
    with organisation_scope(organisation_id=organisation.id):
        assert Message.objects.get().text == "ab 😀 شكرا " + "x" * 4096


def test_a_person_who_changes_number_is_found_under_the_new_one_only(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    # given
    connection = a_connection(organisation_id=organisation.id)
    comes_in(connection, a_received(sender=Sender(phone=PHONE)))
    # when
    comes_in(connection, AddressChanged(before=Sender(phone=PHONE), after=Sender(phone="+27829999999")))
    comes_in(connection, a_received(sender=Sender(phone="+27829999999")))
    comes_in(connection, a_received(sender=Sender(phone=PHONE)))
    # then
    old, moved, stranger = (incoming.contact_id for incoming in listener.heard)
    assert old == moved != stranger


def test_a_notice_of_the_provider_is_kept(organisation: OrganisationProfile, chat: ScriptedProvider):
    comes_in(a_connection(organisation_id=organisation.id), Notice(reason="quality_low", detail="Yellow"))
    with organisation_scope(organisation_id=organisation.id):
        assert list(ProviderNotice.objects.values_list("reason", "detail")) == [("quality_low", "Yellow")]


def test_the_window_counts_from_when_the_person_wrote(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    connection = a_connection(organisation_id=organisation.id)
    yesterday = clock.now() - timedelta(hours=30)
    comes_in(connection, a_received(sent_at=yesterday))
    with organisation_scope(organisation_id=organisation.id):
        assert Reach.objects.get().last_inbound_at == yesterday
    comes_in(connection, a_received(sent_at=clock.now() + timedelta(days=300)))
    with organisation_scope(organisation_id=organisation.id):
        assert Reach.objects.get().last_inbound_at <= clock.now()


def test_a_message_without_any_address_is_refused(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    connection = a_connection(organisation_id=organisation.id)
    with pytest.raises(contacts.SenderUnusable):
        comes_in(connection, a_received(sender=Sender(phone="not a number")))


def test_organisations_do_not_share_contacts_or_threads(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    # given
    other = make_organisation()
    comes_in(a_connection(organisation_id=organisation.id), a_received("Secret"))
    comes_in(a_connection(organisation_id=other.id), a_received("Public"))
    ours, theirs = (incoming.contact_id for incoming in listener.heard)
    # then
    assert ours != theirs
    with organisation_scope(organisation_id=other.id):
        assert queries.thread(contact_id=ours) == []
        assert [line.text for line in queries.thread(contact_id=theirs)] == ["Public"]
        with pytest.raises(contacts.ContactUnknown):
            queries.contact_details(contact_id=ours)
        with pytest.raises(contacts.ContactUnknown):
            contacts.set_language(contact_id=ours, language="zu")


def test_messages_without_an_id_are_each_handed_on(
    organisation: OrganisationProfile, chat: ScriptedProvider, listener: Listener
):
    connection = a_connection(organisation_id=organisation.id)
    comes_in(connection, a_received("one", external_id=""))
    comes_in(connection, a_received("two", external_id=""))
    assert [incoming.received.text for incoming in listener.heard] == ["one", "two"]
