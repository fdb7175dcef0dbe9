"""A photo that could not be taken is explained to the person who sent it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from tests.conversation.small_dialogue import SMALL
from tests.conversation.talking import a_resident, on_offer
from tests.factories.messaging import a_contact

from baraza.capabilities.media.errors import Refusal
from baraza.capabilities.media.subscribers import tell_refused
from baraza.conversation import sessions
from baraza.conversation.engine.state import Visit
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import waiting
from baraza.messaging.contract import Text

pytestmark = pytest.mark.django_db

TOO_LARGE = "This photo is too large. Please send a smaller one."


@pytest.fixture(autouse=True)
def small_dialogue() -> Iterator[None]:
    with on_offer(SMALL):
        yield


def test_a_person_in_a_chat_reads_it_there_once() -> None:
    resident = a_resident()
    resident.writes("hi")
    with organisation_scope(organisation_id=resident.organisation.id):
        for _ in range(2):
            tell_refused(contact_id=resident.contact.pk, media_id="m-1", reason=Refusal.TOO_LARGE)

    assert resident.new_messages() == [Text(body=TOO_LARGE)]


@time_machine.travel("2026-11-20T10:05Z", tick=False)
def test_who_sends_too_many_is_told_so_once_and_not_for_each() -> None:
    resident = a_resident()
    resident.writes("hi")
    with organisation_scope(organisation_id=resident.organisation.id):
        for media_id in ("m-1", "m-2", "m-3"):
            tell_refused(contact_id=resident.contact.pk, media_id=media_id, reason=Refusal.TOO_MANY)

    assert resident.new_messages() == [Text(body="You sent many photos within an hour. Please send the others later.")]


def test_a_person_who_dials_reads_it_on_the_next_screen() -> None:
    resident = a_resident()
    resident.dials()
    with organisation_scope(organisation_id=resident.organisation.id):
        tell_refused(contact_id=resident.contact.pk, media_id="m-1", reason=Refusal.TOO_LARGE)

    assert resident.dials().startswith(TOO_LARGE)


def test_a_person_who_never_conversed_finds_it_when_they_do() -> None:
    resident = a_resident()
    contact_id = a_contact(organisation_id=resident.organisation.id)
    with organisation_scope(organisation_id=resident.organisation.id):
        tell_refused(contact_id=contact_id, media_id="m-1", reason=Refusal.TOO_LARGE)

        assert waiting.take(contact_id=contact_id) == [TOO_LARGE]


def test_a_photo_that_was_refused_is_no_longer_among_the_answers_nor_on_the_way_back() -> None:
    resident = a_resident()
    resident.writes("hi")
    with organisation_scope(organisation_id=resident.organisation.id):
        standing = sessions.load_for_update(contact_id=resident.contact.pk)
        assert standing.state is not None
        state = replace(
            standing.state,
            data={**standing.state.data, "photos": ["m-1", "m-2"], "only": ["m-1"]},
            history=(Visit(step="first", undo={"photos": ["m-1"], "words": "m-1"}),),
        )
        sessions.save(
            standing=standing,
            state=state,
            screen=standing.screen,
            channel=standing.channel,
            connection_id=standing.connection_id,
        )

        tell_refused(contact_id=resident.contact.pk, media_id="m-1", reason=Refusal.TOO_LARGE)

        after = sessions.find(contact_id=resident.contact.pk)
    assert after.state is not None
    assert after.state.data == {**standing.state.data, "photos": ["m-2"]}
    assert after.state.history == (Visit(step="first", undo={"photos": None, "words": "m-1"}),)
    assert (after.channel, after.screen) == (standing.channel, standing.screen)
