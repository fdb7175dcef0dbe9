"""From a received message to what the person sees, on both kinds of channel."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.conversation.small_dialogue import SMALL
from tests.conversation.talking import Resident, a_resident, on_offer

from baraza.conversation import catalogue
from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import organisation_scope, platform_scope
from baraza.messaging.contract import Button, Buttons, Kind, ListMenu, LocationRequest, MediaReference, Text
from baraza.messaging.models import Message, OutboxEntry

pytestmark = pytest.mark.django_db

HOME = "What would you like to do?\n1 Report a leak\n2 Track a report\n3 Language\n4 Broken step"


@pytest.fixture(autouse=True)
def small_dialogue() -> Iterator[None]:
    with on_offer(SMALL):
        yield


@pytest.fixture
def resident() -> Resident:
    return a_resident()


def test_a_first_message_is_answered_with_the_menu(resident: Resident) -> None:
    (menu,) = resident.writes("Good morning")

    assert isinstance(menu, ListMenu)
    assert menu.body == "What would you like to do?"
    assert [row.title for row in menu.sections[0].rows] == [
        "Report a leak",
        "Track a report",
        "Language",
        "Broken step",
    ]


def test_a_report_is_made_by_tapping_and_writing(resident: Resident) -> None:
    resident.writes("hi")
    (asked,) = resident.taps("report", "Report a leak")
    (photo,) = resident.writes("Burst pipe")
    (place,) = resident.taps("done")
    (check,) = resident.writes(kind=Kind.LOCATION, latitude=-33.9, longitude=18.4)

    assert asked == Text(body="What is wrong?")
    assert photo == Buttons(body="Send photos.", buttons=(Button(id="done", title="Done"),))
    assert place == LocationRequest(body="Where is it?")
    assert check == Buttons(
        body="Send “Burst pipe”?", buttons=(Button(id="yes", title="Yes"), Button(id="no", title="No"))
    )
    assert resident.session.state["data"] == {"words": "Burst pipe", "place": [-33.9, 18.4]}


def test_the_same_report_is_made_on_numbered_screens(resident: Resident) -> None:
    assert resident.dials() == HOME
    assert resident.keys("1") == "Wrong?\n0 Back"
    assert resident.keys("Burst pipe") == "Send photos.\n1 Done\n0 Back"
    assert resident.keys("1") == "Where is it?\n0 Back"
    assert resident.keys("Main Road") == 'Send "Burst pipe"?\n1 Yes\n2 No\n0 Back'
    assert resident.keys("1") == "Thank you.\nHow was it?\n1 1\n2 2\n3 3"
    assert resident.keys("3") == "Noted.\nGoodbye. [END]"
    assert resident.session.state is None


def test_answers_dialled_with_the_code_are_taken_one_by_one(resident: Resident) -> None:
    assert resident.dials("1", "Burst pipe") == "Send photos.\n1 Done\n0 Back"


def test_answers_dialled_with_the_code_start_from_the_menu_and_keep_what_was_under_way(resident: Resident) -> None:
    resident.dials("1", "Burst pipe")

    assert resident.dials("2") == 'To return, choose "back".\nWhich reference?\n0 Back'
    resident.keys("0")
    assert resident.keys("0") == "Send photos.\n1 Done\n0 Back"


def test_messages_are_keyed_by_turn_so_that_none_goes_twice(resident: Resident) -> None:
    resident.writes("hi")

    with organisation_scope(organisation_id=resident.organisation.id):
        received = Message.objects.get(direction=Message.Direction.IN)
        keys = list(OutboxEntry.objects.values_list("key", flat=True))
    assert keys == [f"turn:{received.pk}:0"]


def test_a_photo_reaches_the_dialogue_by_our_id_of_it(resident: Resident) -> None:
    resident.writes("hi")
    resident.taps("report")
    resident.writes("Burst pipe")
    (more,) = resident.writes(kind=Kind.IMAGE, media=MediaReference(id="m1", mime_type="image/jpeg"))

    assert isinstance(more, Buttons)
    (media_id,) = resident.session.state["data"]["photos"]
    assert len(media_id) == 36


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Kind.AUDIO, "We cannot listen to voice messages. Please write it instead."),
        (Kind.STICKER, "We cannot read stickers. Please write your answer."),
        (Kind.UNSUPPORTED, "We cannot use this kind of message. Please write your answer."),
    ],
)
def test_what_we_cannot_use_is_explained(resident: Resident, kind: Kind, why: str) -> None:
    resident.writes("hi")
    resident.taps("report")

    assert resident.writes(kind=kind) == [Text(body=f"{why}\n\nWhat is wrong?")]


def test_a_chosen_language_is_kept_for_the_person(resident: Resident) -> None:
    resident.writes("hi")
    resident.writes("isizulu")

    assert resident.contact.language == "zu"
    assert (resident.session.state["language"], resident.session.state["language_known"]) == ("zu", True)


def test_a_person_whose_language_is_not_offered_is_spoken_to_in_the_first_one() -> None:
    resident = a_resident()
    resident.dials()
    contact = resident.contact
    contact.language = "rw"
    with organisation_scope(organisation_id=resident.organisation.id):
        contact.save()

    assert resident.dials() == HOME


def test_a_failing_step_leaves_no_trace_in_the_answer(resident: Resident) -> None:
    resident.dials("4")

    assert resident.keys("boom") == (
        "Sorry, something went wrong on our side. Your answers are kept. Please try again.\nThis one fails.\n0 Back"
    )


def test_a_step_that_broke_the_database_is_undone_and_the_turn_still_stored(resident: Resident) -> None:
    def broken_query(*_: object) -> object:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        raise AssertionError

    steps = tuple(replace(step, take=broken_query) if step.id == "words" else step for step in SMALL.steps)
    with on_offer(replace(SMALL, steps=steps)):
        resident.dials("1")
        assert resident.keys("leak").startswith("Sorry, something went wrong on our side.")

    assert resident.session.state["step"] == "words"


def test_words_that_the_database_cannot_keep_are_left_out(resident: Resident) -> None:
    resident.writes("hi")
    resident.taps("report")
    resident.writes("Burst\x00 pipe")

    assert resident.session.state["data"]["words"] == "Burst pipe"


def test_a_long_text_is_read_page_by_page(resident: Resident) -> None:
    long = replace(SMALL.steps[0], ask=lambda _: replace(SMALL.steps[0].ask(_), text="word " * 60))
    with on_offer(replace(SMALL, steps=(long, *SMALL.steps[1:]))):
        first = resident.dials()
        second = resident.keys("98")
        third = resident.keys("98")
        back = resident.keys("0")
        chosen = resident.keys("1")

    assert first.endswith("word\n98 More")
    assert second.endswith("word\n98 More\n0 Back")
    assert third.endswith("4 Broken step\n0 Back")
    assert back == second
    assert chosen == "Wrong?\n0 Back"


def test_an_organisation_with_two_services_asks_which_one() -> None:
    other = replace(SMALL, name="other", title="Book an interpreter")
    with on_offer(other):
        resident = a_resident(services=("small", "other"))

        assert resident.dials() == "What is it about?\n1 Report a leak\n2 Book an interpreter"
        assert resident.keys("2") == HOME
        assert resident.session.state["dialogue"] == "other"
        assert resident.keys("00") == "What is it about?\n1 Report a leak\n2 Book an interpreter"


def test_an_emergency_need_not_choose_a_service_first() -> None:
    with on_offer(replace(SMALL, name="other", title="Book an interpreter")):
        resident = a_resident(services=("other", "small"))
        (menu,) = resident.writes("a cable is sparking")

    assert isinstance(menu, ListMenu)
    assert menu.body == "Call 112 now.\n\nWhat would you like to do?"


def test_a_service_that_was_switched_off_ends_its_conversations(resident: Resident) -> None:
    other = replace(SMALL, name="other", title="Book an interpreter")
    resident.dials("1")
    with on_offer(other):
        with platform_scope():
            Organisation.objects.filter(pk=resident.organisation.id).update(services=["other"])

        assert resident.dials() == HOME
        assert resident.session.state["dialogue"] == "other"


def test_an_organisation_without_dialogues_says_that_it_is_not_open() -> None:
    resident = a_resident(services=("nothing",))

    assert resident.dials() == "This service is not open yet. Please visit our office. [END]"


def test_a_dialogue_nobody_offers_is_unknown() -> None:
    assert catalogue.dialogue_named("small") == SMALL
    with pytest.raises(catalogue.DialogueUnknown):
        catalogue.dialogue_named("nothing")
