"""Who said "it is the same problem" was promised to be told what becomes of it."""

from collections.abc import Iterator

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_connection, make_member, make_organisation

from baraza.core.identity.actor import Actor, resident
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib import clock
from baraza.messaging.consent import NOTIFICATIONS, record_consent
from baraza.messaging.models import OutboxEntry, Reach
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.merged import move_to_contact
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.words import follow
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Iterator[Actor]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        yield make_member(organisation_id=organisation.id)


def _resident(language: str = "") -> int:
    """Somebody who wrote on WhatsApp a moment ago."""
    contact_id = make_contact(language=language)
    connection = make_connection(organisation_id=current_organisation_id())
    Reach.objects.create(
        organisation_id=current_organisation_id(),
        contact_id=contact_id,
        connection_id=connection.id,
        phone="+27821234567",
        last_inbound_at=clock.now(),
    )
    return contact_id


def _told() -> dict[int, str]:
    return {entry.contact_id: entry.content["body"] for entry in OutboxEntry.objects.order_by("id")}


def _followed(reporter: int | None, *followers: int) -> str:
    reference = make_complaint(contact_id=reporter).reference
    for number, follower in enumerate(followers):
        actor = resident(contact_id=follower)
        follow(actor=actor, reference=reference, words="Here too", source_key=f"turn:{number}")
    return reference


def test_everybody_who_follows_is_told_of_the_end_in_their_own_language(clerk: Actor) -> None:
    reporter, english, afrikaans = _resident(), _resident(), _resident("af")
    reference = _followed(reporter, english, afrikaans)

    move(actor=clerk, reference=reference, wanted=State.RESOLVED, reason="The pipe is whole.")

    told = _told()
    assert set(told) == {reporter, english, afrikaans}
    assert told[english].splitlines()[:2] == [f"Report {reference} is done.", "The pipe is whole."]
    assert told[afrikaans].startswith(f"Aanmelding {reference} is afgehandel.")


def test_followers_of_a_report_without_a_number_are_told(clerk: Actor) -> None:
    follower = _resident()
    reference = _followed(None, follower)

    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)

    assert set(_told()) == {follower}


def test_a_reply_is_between_staff_and_the_person_who_reported(clerk: Actor) -> None:
    reporter, follower = _resident(), _resident()
    reference = _followed(reporter, follower)

    reply(actor=clerk, reference=reference, text="Is your gate open?", source_key="console:1")

    assert set(_told()) == {reporter}


def test_a_follower_who_turns_out_to_be_the_reporter_is_told_once(clerk: Actor) -> None:
    reporter, same_person = _resident(), _resident()
    reference = _followed(reporter, same_person)
    move_to_contact(kept_id=reporter, gone_id=same_person)

    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)

    assert [entry.contact_id for entry in OutboxEntry.objects.all()] == [reporter]


def test_a_follower_who_wants_no_messages_gets_none(clerk: Actor) -> None:
    follower = _resident()
    reference = _followed(None, follower)
    record_consent(
        contact_id=follower, purpose=NOTIFICATIONS, given=False, channel="whatsapp", text_version="1", language="en"
    )

    move(actor=clerk, reference=reference, wanted=State.IN_PROGRESS)

    assert _told() == {}
