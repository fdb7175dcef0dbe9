"""Where a person stands is kept: across hang-ups, channels, weeks and merged contacts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from tests.conversation.small_dialogue import SMALL
from tests.conversation.talking import Resident, a_resident, on_offer
from tests.factories.messaging import a_contact

from baraza.conversation import sessions
from baraza.conversation.models import Session
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import waiting
from baraza.messaging.contract import Button, Buttons, ListMenu, Text

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOME = "What would you like to do?\n1 Report a leak\n2 Track a report\n3 Language\n4 Broken step"


@pytest.fixture(autouse=True)
def small_dialogue() -> Iterator[None]:
    with on_offer(SMALL):
        yield


@pytest.fixture
def resident() -> Resident:
    return a_resident()


def test_a_dropped_session_goes_on_with_the_same_question(resident: Resident) -> None:
    with time_machine.travel(NOON, tick=False):
        resident.dials("1")
        resident.hangs_up()
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        assert resident.dials() == "Wrong?\n0 Back"


def test_after_a_quarter_of_an_hour_the_person_is_asked_whether_to_go_on(resident: Resident) -> None:
    with time_machine.travel(NOON, tick=False):
        resident.dials("1", "Burst pipe")
    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        asked = resident.dials()
        gone_on = resident.keys("1")

    assert asked == "You have not finished: Report a leak. Do you want to go on?\n1 Continue\n2 Start again\n0 Back"
    assert gone_on == "Send photos.\n1 Done\n0 Back"


def test_a_report_begun_on_a_screen_is_finished_in_a_chat(resident: Resident) -> None:
    resident.dials("1", "Burst pipe")

    (asked,) = resident.writes("hi")
    (photos,) = resident.taps("@continue")

    assert asked == Buttons(
        body="You have not finished: Report a leak. Do you want to go on?",
        buttons=(Button(id="@continue", title="Continue"), Button(id="@menu", title="Start again")),
    )
    assert photos == Buttons(body="Send photos.", buttons=(Button(id="done", title="Done"),))


def test_an_answer_in_a_chat_counts_hours_later(resident: Resident) -> None:
    with time_machine.travel(NOON, tick=False):
        resident.writes("hi")
        resident.taps("report")
    with time_machine.travel(NOON + timedelta(hours=30), tick=False):
        (photos,) = resident.writes("Burst pipe")

    assert photos == Buttons(body="Send photos.", buttons=(Button(id="done", title="Done"),))


def test_after_a_week_it_starts_again_politely_with_what_is_salvaged(resident: Resident) -> None:
    with time_machine.travel(NOON, tick=False):
        resident.writes("hi")
        resident.taps("report")
        resident.writes("Burst pipe")
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        (menu,) = resident.writes("here I am")

    assert isinstance(menu, ListMenu)
    assert menu.body == "It has been a while, so we start again from the menu.\n\nWhat would you like to do?"
    assert resident.session.state["data"] == {"words": "Burst pipe"}


def test_a_number_typed_on_another_channels_screen_means_nothing_there(resident: Resident) -> None:
    resident.dials()

    (menu,) = resident.writes("1")

    # The menu is the same on both channels, so "1" is answered by the engine, not by the old screen.
    assert menu == Text(body="What is wrong?")


def test_what_waited_for_the_person_is_shown_first_and_once(resident: Resident) -> None:
    resident.dials()
    with organisation_scope(organisation_id=resident.organisation.id):
        waiting.leave(contact_id=resident.contact.pk, text="MI-2026-ABC234 is repaired.", key="k")

    assert resident.dials() == f"MI-2026-ABC234 is repaired.\n{HOME}"
    assert resident.dials() == HOME


def test_a_hang_up_is_answered_with_nothing_and_changes_nothing(resident: Resident) -> None:
    resident.dials("1")
    before = resident.session.state
    resident.hangs_up()

    assert resident.session.state == before


def test_a_turn_computed_on_an_older_standing_is_not_stored(resident: Resident) -> None:
    resident.dials()
    with organisation_scope(organisation_id=resident.organisation.id):
        standing = sessions.load_for_update(contact_id=resident.contact.pk)
        sessions.save(standing=standing, state=None, screen={}, channel="dial", connection_id=None)

        with pytest.raises(sessions.SessionChanged):
            sessions.save(standing=standing, state=None, screen={}, channel="dial", connection_id=None)


def test_when_two_contacts_are_one_person_the_conversation_moves_along(resident: Resident) -> None:
    resident.dials("1")
    kept = a_contact(organisation_id=resident.organisation.id, phone="+27829999999")
    with organisation_scope(organisation_id=resident.organisation.id):
        gone = Session.objects.get().contact_id
        sessions.merge(kept_id=kept, gone_id=gone)
        taken_over = sessions.find(contact_id=kept)

    assert taken_over.state is not None
    assert taken_over.state.step == "words"


def test_of_two_conversations_of_one_person_the_newest_goes_on(resident: Resident) -> None:
    resident.dials("1")
    kept = a_contact(organisation_id=resident.organisation.id, phone="+27829999999")
    with organisation_scope(organisation_id=resident.organisation.id):
        gone = Session.objects.get().contact_id
        newest = sessions.Standing(contact_id=kept)
        sessions.save(standing=newest, state=None, screen={}, channel="chat", connection_id=None)
        sessions.merge(kept_id=kept, gone_id=gone)

        assert [row.channel for row in Session.objects.all()] == ["chat"]


@pytest.mark.parametrize("stored", [{}, {"dialogue": "small"}, [], {"step": 1, "history": [1]}])
def test_a_stored_conversation_that_cannot_be_read_begins_anew(resident: Resident, stored: object) -> None:
    resident.dials("1")
    with organisation_scope(organisation_id=resident.organisation.id):
        Session.objects.update(state=stored)

    assert resident.dials() == HOME


def test_old_conversations_are_forgotten(resident: Resident) -> None:
    with time_machine.travel(NOON, tick=False):
        resident.dials("1")
    with organisation_scope(organisation_id=resident.organisation.id):
        assert sessions.forget(before=NOON) == 0
        assert sessions.forget(before=NOON + timedelta(seconds=1)) == 1
