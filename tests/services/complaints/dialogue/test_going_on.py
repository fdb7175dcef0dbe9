"""Back, menu, cancel, help, another language, a person; reports that were left half made; dropped sessions."""

from datetime import timedelta

import pytest
import time_machine
from tests.conversation.talking import Resident
from tests.services.complaints.dialogue.residents import (
    BURST,
    a_complainant,
    a_report,
    answers_of,
    complaints,
    keys,
    photographs,
    says,
    step_of,
)

from baraza.conversation.models import Thread
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.lib.gsm7 import septets
from baraza.messaging import waiting

pytestmark = pytest.mark.django_db

UNFINISHED = f"This report is not sent yet: {BURST}"
ASKED = f"{UNFINISHED}\n1 Finish it\n2 Report another\n3 Delete it\n0 Back"


def at_the_place() -> Resident:
    resident = a_complainant()
    resident.dials("1")
    assert keys(resident, BURST, "1").startswith("Where is it?")
    return resident


def test_back_leads_through_the_questions_with_their_answers() -> None:
    resident = at_the_place()

    assert keys(resident, "0").startswith("This looks like: Burst pipe.")
    assert keys(resident, "0").startswith("What is wrong?")
    assert keys(resident, "0").startswith("Mzansi\n1 Report a problem")


def test_cancel_says_what_became_of_the_answers() -> None:
    resident = at_the_place()

    assert keys(resident, "cancel") == (
        "Stopped. Answers that you had not sent yet were deleted. What you sent before is kept.\n"
        "You can come back at any time. [END]"
    )
    assert resident.session.state is None


def test_another_language_in_the_middle_keeps_the_place() -> None:
    resident = at_the_place()

    assert keys(resident, "language").startswith("Mzansi\nLanguage / Taal / Ulimi / Ulwimi\n1 English")
    assert keys(resident, "3").startswith("Kukuphi? Bhala umgwaqo nendawo")
    assert answers_of(resident)["description"] == BURST


def test_a_language_that_is_named_holds_from_then_on() -> None:
    resident = at_the_place()

    assert keys(resident, "isixhosa").startswith("Ulwimi lutshintshile: isiXhosa.\nKuphi?")
    assert resident.contact.language == "xh"


def test_a_question_to_staff_returns_to_the_report() -> None:
    resident = at_the_place()
    assert keys(resident, "person") == "Write your question. A person will answer you.\n0 Back"

    assert keys(resident, "When are you open?").startswith(
        "Thank you. A person will answer. Dial again later to read the answer.\n"
    )
    assert step_of(resident) == "place"
    with organisation_scope(organisation_id=resident.organisation.id):
        assert [thread.question for thread in Thread.objects.all()] == ["When are you open?"]


def test_a_half_made_report_is_offered_when_somebody_wants_to_report() -> None:
    resident = at_the_place()
    keys(resident, "00")

    assert keys(resident, "1") == ASKED
    assert keys(resident, "1").startswith("Where is it?")
    assert answers_of(resident)["description"] == BURST


def test_a_half_made_report_outlives_whatever_is_done_in_between() -> None:
    resident = at_the_place()
    keys(resident, "00", "5", "When are you open?")
    keys(resident, "00", "3", "00", "4")

    assert keys(resident, "1") == ASKED


def test_a_report_that_is_made_in_between_is_sent_and_the_other_one_offered() -> None:
    resident = at_the_place()
    keys(resident, "00", "1", "2")
    sent = keys(resident, "street light is out", "1", "Soweto", "1", "1")

    assert sent.startswith("Thank you. Your report is ")
    assert UNFINISHED in " ".join([sent, keys(resident, "98")])
    keys(resident, "1", "Umlazi", "1", "1")
    assert [report.description for report in complaints(resident)] == ["street light is out", BURST]
    assert resident.session.state is None


def test_words_at_the_menu_are_a_report_of_their_own() -> None:
    resident = a_complainant()
    says(resident, BURST, "yes", "menu", "the street light is out")

    assert answers_of(resident)["description"] == "the street light is out"
    assert UNFINISHED in says(resident, "yes", "no photo", "Soweto", "yes", "yes")


def test_a_photo_at_the_menu_begins_a_report_of_its_own() -> None:
    resident = a_complainant()
    says(resident, BURST, "yes", "menu")
    photographs(resident)

    assert step_of(resident) == "describe"
    assert answers_of(resident)["aside"][0]["description"] == BURST


def test_a_half_made_report_can_be_deleted() -> None:
    resident = at_the_place()

    assert keys(resident, "00", "1", "3").startswith("It is deleted.\nMzansi\n1 Report a problem")
    assert keys(resident, "1").startswith("What is wrong?")


def test_after_a_week_the_report_is_still_offered() -> None:
    resident = at_the_place()
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert resident.dials().startswith("It has been a while, so we start again from the menu.\n")
        assert keys(resident, "1") == ASKED


def test_a_dropped_session_goes_on_where_it_was() -> None:
    resident = at_the_place()
    resident.hangs_up()

    assert resident.dials().startswith("Where is it?")


def test_after_a_while_it_is_asked_whether_to_go_on() -> None:
    resident = at_the_place()
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        assert resident.dials() == (
            "You have not finished: Report a problem. Do you want to go on?\n1 Continue\n2 Start again\n0 Back"
        )
        assert keys(resident, "1").startswith("Where is it?")


def test_who_only_looked_at_a_report_has_left_nothing_unfinished() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference
    resident.dials("2", "1")

    assert says(resident, "street light is out at the gate").startswith("This looks like: Street light.")
    says(resident, "cancel")
    says(resident, reference)
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        assert resident.dials().startswith("Mzansi\n1 Report a problem")


def test_a_photo_from_elsewhere_is_added_to_the_report_that_was_looked_at() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference
    resident.dials("2", "1")

    assert photographs(resident).startswith(f"Thank you for the photo.\n\n{reference}: Received")


def test_whoever_was_at_the_menu_is_shown_the_menu() -> None:
    resident = at_the_place()
    keys(resident, "00")
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        assert resident.dials().startswith("Mzansi\n1 Report a problem")


def test_a_report_begun_by_telephone_is_finished_in_a_chat() -> None:
    resident = at_the_place()
    resident.hangs_up()

    assert says(resident, "hello").startswith("You have not finished: Report a problem.")
    assert says(resident, "continue").startswith("Where is it? Share the location")
    says(resident, "Soweto", "yes", "yes")
    assert [(report.channel, report.description) for report in complaints(resident)] == [("chat", BURST)]


def test_a_short_answer_that_waited_stands_above_the_menu() -> None:
    resident = a_complainant()
    leave(resident, "We are open until noon.")

    assert resident.dials().startswith("We are open until noon.\nMzansi\n1 Report a problem")


def test_a_long_answer_that_waited_is_read_before_the_menu() -> None:
    resident = a_complainant()
    leave(resident, "The team found the leak under the road and closes the road on Tuesday. " * 4)
    pages = [resident.dials(), *(resident.keys("98") for _ in range(3))]

    assert all(septets(page) <= 160 for page in pages)
    assert "Report a problem" not in "".join(pages[:2])
    assert [page.startswith("Mzansi\n1 Report a problem") for page in pages].count(True) == 1
    # The menu's numbers count on any page, and the answer is not read out twice.
    assert keys(resident, "1").startswith("What is wrong?")


def leave(resident: Resident, text: str) -> None:
    says(resident, "hello")
    with organisation_scope(organisation_id=resident.organisation.id):
        waiting.leave(contact_id=resident.contact.pk, text=text, key="k1")
