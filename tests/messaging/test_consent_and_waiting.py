"""The ledger of consent, and texts that wait for people who dial."""

import pytest
from django.db import ProgrammingError, transaction
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact, a_received, comes_in

from baraza.core.identity.actor import SYSTEM
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import actions, queries, waiting
from baraza.messaging.consent import consent_given, record_consent
from baraza.messaging.contract import Sender
from baraza.messaging.models import Consent, Contact


def say(contact_id: int, *, given: bool, purpose: str = "notifications") -> None:
    record_consent(
        contact_id=contact_id,
        purpose=purpose,
        given=given,
        channel="chat",
        text_version="2026-11",
        language="en",
        proof="wamid.1",
    )


def test_the_newest_word_of_a_purpose_counts(organisation: OrganisationProfile):
    contact_id = a_contact(organisation_id=organisation.id)
    with organisation_scope(organisation_id=organisation.id):
        assert consent_given(contact_id=contact_id, purpose="notifications") is None
        say(contact_id, given=True)
        say(contact_id, given=False)
        say(contact_id, given=True, purpose="survey")
        assert consent_given(contact_id=contact_id, purpose="notifications") is False
        assert consent_given(contact_id=contact_id, purpose="survey") is True
        assert Consent.objects.count() == 3


def test_the_ledger_cannot_be_rewritten(organisation: OrganisationProfile):
    contact_id = a_contact(organisation_id=organisation.id)
    with organisation_scope(organisation_id=organisation.id):
        say(contact_id, given=False)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Consent.objects.update(given=True)


def test_what_a_person_withdrew_before_two_contacts_became_one_still_holds(
    organisation: OrganisationProfile, chat: ScriptedProvider
):
    # given
    connection = a_connection(organisation_id=organisation.id)
    comes_in(connection, a_received(sender=Sender(user_id="ZA.7")))
    with organisation_scope(organisation_id=organisation.id):
        say(Contact.objects.get().pk, given=False)
    kept = a_contact(organisation_id=organisation.id)
    # when
    comes_in(connection, a_received(sender=Sender(user_id="ZA.7", phone="+27821234567")))
    # then
    with organisation_scope(organisation_id=organisation.id):
        assert consent_given(contact_id=kept, purpose="notifications") is False


def test_a_text_waits_once_and_is_shown_once_in_order(organisation: OrganisationProfile):
    contact_id = a_contact(organisation_id=organisation.id)
    with organisation_scope(organisation_id=organisation.id):
        for key, text in (("a", "first"), ("b", "second"), ("a", "again")):
            waiting.leave(contact_id=contact_id, text=text, key=key)
        assert waiting.take(contact_id=contact_id) == ["first", "second"]
        assert waiting.take(contact_id=contact_id) == []
        waiting.leave(contact_id=contact_id, text="third", key="a")
        assert waiting.take(contact_id=contact_id) == []


def test_what_waits_in_one_organisation_is_not_shown_in_another(organisation: OrganisationProfile):
    contact_id = a_contact(organisation_id=organisation.id)
    other = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        waiting.leave(contact_id=contact_id, text="secret", key="a")
    with organisation_scope(organisation_id=other.id):
        assert waiting.take(contact_id=contact_id) == []
        waiting.leave(contact_id=a_contact(organisation_id=other.id), text="same key", key="a")
    with organisation_scope(organisation_id=organisation.id):
        assert waiting.take(contact_id=contact_id) == ["secret"]


def test_a_person_can_be_blocked_and_let_in_again(organisation: OrganisationProfile):
    contact_id = a_contact(organisation_id=organisation.id)
    with organisation_scope(organisation_id=organisation.id):
        actions.block_contact(contact_id=contact_id, actor=SYSTEM, reason="Threats")
        assert queries.contact_details(contact_id=contact_id).blocked
        actions.unblock_contact(contact_id=contact_id, actor=SYSTEM)
        assert not queries.contact_details(contact_id=contact_id).blocked


def test_a_number_given_on_a_page_leads_to_the_person_who_writes_from_it(
    organisation: OrganisationProfile, chat: ScriptedProvider
):
    comes_in(a_connection(organisation_id=organisation.id), a_received(sender=Sender(phone="+27821234567", name="Zo")))
    with organisation_scope(organisation_id=organisation.id):
        contact_id = actions.contact_for_phone(phone="+27 82 123 4567", name="Somebody else", language="zu")
        details = queries.contact_details(contact_id=contact_id)
        assert Contact.objects.count() == 1
    assert (details.name, details.language, details.phone) == ("Zo", "zu", "+27821234567")
