"""STOP is obeyed and START takes it back, in every language, wherever in a conversation it is said."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.conversation.renderers.strategies import WHATSAPP
from tests.conversation.small_dialogue import SMALL
from tests.conversation.talking import Resident, a_resident, on_offer
from tests.factories.messaging import chat_provider

from baraza.capabilities.notifications.actions import Told, notify
from baraza.conversation.models import Thread
from baraza.conversation.stopping import START, STOP
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.contract import ListMenu, Text
from baraza.messaging.models import Consent

pytestmark = pytest.mark.django_db

STOPPED = Text(
    body="We will not write to you first any more. You can still report and ask here. Changed your mind? Write START."
)


@pytest.fixture(autouse=True)
def small_dialogue() -> Iterator[None]:
    with on_offer(SMALL):
        yield


@pytest.fixture
def resident() -> Resident:
    return a_resident()


def told(resident: Resident, key: str) -> Told:
    with organisation_scope(organisation_id=resident.organisation.id):
        return notify(contact_id=resident.contact.pk, text="News", template=None, key=key)


@pytest.mark.parametrize("word", sorted(STOP))
def test_whoever_says_stop_is_not_written_to_any_more(resident: Resident, word: str) -> None:
    resident.writes("hi")
    assert told(resident, "before") is Told.PUSHED
    resident.new_messages()

    answer = resident.writes(f" {word.upper()}. ")

    assert answer == [STOPPED]
    assert told(resident, "after") is Told.NOT_WANTED


@pytest.mark.parametrize("word", sorted(START))
def test_whoever_says_start_again_is_written_to_again(resident: Resident, word: str) -> None:
    resident.writes("stop")

    (answer,) = resident.writes(word)

    assert answer == Text(body="Good. We will write to you about your reports again. Write MENU to go on.")
    assert told(resident, "after") is Told.PUSHED


def test_start_is_the_menu_for_who_never_said_stop(resident: Resident) -> None:
    (menu,) = resident.writes("start")

    assert isinstance(menu, ListMenu)


def test_stop_in_the_middle_of_a_report_loses_no_answer(resident: Resident) -> None:
    resident.writes("hi")
    resident.taps("report", "Report a leak")
    resident.writes("Burst pipe")
    before = resident.session.state

    resident.writes("stop")

    assert resident.session.state == before


def test_a_sentence_with_the_word_is_no_order(resident: Resident) -> None:
    resident.writes("hi")
    resident.taps("report", "Report a leak")

    resident.writes("Water does not stop")

    assert resident.session.state["data"] == {"words": "Water does not stop"}


def test_the_ledger_keeps_who_said_what_where_in_which_wording(resident: Resident) -> None:
    resident.writes("stop", external_id="wamid.7")

    with organisation_scope(organisation_id=resident.organisation.id):
        (entry,) = Consent.objects.values("purpose", "given", "channel", "text_version", "language", "proof")
    assert entry == {
        "purpose": "notifications",
        "given": False,
        "channel": "chat",
        "text_version": "stop-2026-11",
        "language": "en",
        "proof": "wamid.7",
    }


def test_who_dials_types_words_and_gives_no_order(resident: Resident) -> None:
    resident.dials()
    resident.keys("1")

    assert resident.keys("stop") == "Send photos.\n1 Done\n0 Back"


def test_where_the_provider_answers_stop_itself_we_keep_the_word_and_say_nothing(resident: Resident) -> None:
    """Twilio refuses whatever follows STOP, and staff would see it as not delivered."""
    chat_provider(limits=replace(WHATSAPP, answers_stop=True))
    assert resident.writes("STOP") == []
    assert told(resident, "after") is Told.NOT_WANTED


def test_nothing_is_said_there_either_while_a_member_of_staff_answers(resident: Resident) -> None:
    chat_provider(limits=replace(WHATSAPP, answers_stop=True))
    resident.writes("hi")
    with organisation_scope(organisation_id=resident.organisation.id):
        Thread.objects.update(state=Thread.State.PERSON)

    assert resident.writes("STOP") == []
    assert told(resident, "after") is Told.NOT_WANTED
