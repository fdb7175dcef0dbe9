"""What became of a report: found again, added to, opened again."""

import pytest
from tests.conversation.talking import Resident
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation
from tests.services.complaints.dialogue.residents import (
    BURST,
    a_complainant,
    a_report,
    entries,
    keys,
    photographs,
    says,
    the_complaint,
)

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db


def reported(**organisation: str) -> tuple[Resident, str]:
    resident = a_complainant(**organisation)
    return resident, a_report(resident).reference


def settle(resident: Resident, reference: str, state: State) -> None:
    organisation_id = resident.organisation.id
    member = make_member(organisation_id=organisation_id)
    with organisation_scope(organisation_id=organisation_id):
        if state is State.CLOSED:
            move(actor=member, reference=reference, wanted=State.RESOLVED, reason="We replaced the pipe.")
            move(actor=member, reference=reference, wanted=State.CLOSED)
        else:
            move(actor=member, reference=reference, wanted=state, reason="We replaced the pipe.")
    resident.new_messages()


@pytest.mark.parametrize(
    "written",
    ["{0}", "{1}", "{2}", "{3}"],
    ids=["as it is", "lower case", "with blanks", "O for Q"],
)
def test_a_reference_is_understood_anywhere_however_it_is_written(written: str) -> None:
    resident, reference = reported()
    forms = (reference, reference.lower(), reference.replace("-", " "), reference.replace("Q", "O"))
    says(resident, "hello")

    assert says(resident, written.format(*forms)).startswith(f"{reference}: Received\nBurst pipe\nWe aim to deal")


def test_a_reference_inside_a_sentence_is_understood_where_one_is_asked_for() -> None:
    resident, reference = reported()

    assert reference in says(resident, "track", f"where is {reference.lower()} please")


def test_own_reports_are_offered_by_what_they_are_about() -> None:
    resident, reference = reported()

    assert says(resident, "track") == f"Which report? Choose one, or write its reference. [{reference}]"
    assert resident.dials("2") == (
        f"Which report? Choose one, or write its reference.\n1 Burst pipe {reference[-6:]}\n0 Back"
    )
    assert keys(resident, "1").startswith(f"{reference}: Received\nBurst pipe\n")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("MI-2026-4KX7QA", "We do not know MI-2026-4KX7QA. Check it and write it again."),
        ("mi-2026-abcdef", "We do not know MI-2026-ABCDEF. Check it and write it again."),
        ("pothole", "That is not a reference."),
    ],
    ids=["unknown", "with letters that we never give", "no reference"],
)
def test_what_is_no_known_reference_is_said_to_be_none(written: str, why: str) -> None:
    resident = a_complainant(reference_prefix="HC")
    resident.dials("2")

    first, second = keys(resident, written).split("\n", 1)
    assert first == why
    assert second.startswith("Write the reference, like HC-")


def test_the_second_time_it_is_said_what_a_reference_looks_like() -> None:
    resident = a_complainant()
    resident.dials("2")

    assert keys(resident, "pothole", "pothole").startswith("A reference looks like MI-")


def test_another_citys_reference_is_unknown() -> None:
    other = make_organisation()
    with organisation_scope(organisation_id=other.id):
        theirs = make_complaint().reference
    resident = a_complainant()
    resident.dials("2")

    assert keys(resident, theirs).startswith(f"We do not know {theirs}.")


def test_a_comment_is_added() -> None:
    resident, reference = reported()

    assert says(resident, reference, "add a comment") == "Write your comment."
    assert says(resident, "It is getting worse").startswith(
        f"Thank you. We added your comment.\n\n{reference}: Received"
    )
    assert entries(resident) == [("comment", "It is getting worse")]


def test_words_under_a_report_are_a_comment_without_asking() -> None:
    resident, reference = reported()

    assert says(resident, reference, "It is getting worse").startswith("Thank you. We added your comment.")
    assert entries(resident) == [("comment", "It is getting worse")]


def test_a_photo_and_its_words_are_added() -> None:
    resident, reference = reported()
    says(resident, reference)

    assert photographs(resident, "look at this").startswith("Thank you for the photo.")
    assert entries(resident) == [("photo", ""), ("comment", "look at this")]


def test_words_instead_of_the_photo_are_not_lost() -> None:
    resident, reference = reported()
    says(resident, reference, "add a photo")

    assert says(resident, "I cannot take one, it is dark").startswith("Thank you. We added your comment.")


@pytest.mark.parametrize(
    ("state", "name"), [(State.RESOLVED, "Done"), (State.CLOSED, "Closed"), (State.REJECTED, "Not accepted")]
)
def test_what_is_not_fixed_is_opened_again(state: State, name: str) -> None:
    resident, reference = reported()
    settle(resident, reference, state)

    shown = says(resident, reference)
    assert shown.startswith(f"{reference}: {name}\nBurst pipe")
    assert "[Open again]" in shown
    assert says(resident, "open again") == "What is still wrong?"
    assert says(resident, "😭😭😭").startswith("Please tell us in words what is still wrong.")
    assert says(resident, "It leaks again").startswith(
        f"Thank you. We opened it again.\n\n{reference}: Opened again\nBurst pipe\nWe aim to deal with it by"
    )
    assert the_complaint(resident).state == State.REOPENED


def test_an_open_report_offers_nothing_to_open() -> None:
    resident, reference = reported()

    assert "Open again" not in says(resident, reference)


def test_a_report_that_a_colleague_opened_meanwhile_keeps_the_words() -> None:
    resident, reference = reported()
    settle(resident, reference, State.RESOLVED)
    says(resident, reference, "open again")
    settle_back = make_member(organisation_id=resident.organisation.id)
    with organisation_scope(organisation_id=resident.organisation.id):
        move(actor=settle_back, reference=reference, wanted=State.REOPENED, reason="Not fixed")

    assert says(resident, "It leaks again").startswith("This report is open already. We added your words.")
    assert ("comment", "It leaks again") in entries(resident)


def test_the_answer_of_staff_stands_under_the_report() -> None:
    resident, reference = reported()
    member = make_member(organisation_id=resident.organisation.id)
    with organisation_scope(organisation_id=resident.organisation.id):
        reply(actor=member, reference=reference, text="A team comes today.", source_key="r1")
    resident.new_messages()

    assert "Our answer: A team comes today." in says(resident, reference)


def test_a_reference_typed_in_the_middle_of_a_report_does_not_cost_it() -> None:
    resident, reference = reported()
    says(resident, BURST, "yes", reference, "Still leaking badly", "main menu")

    assert says(resident, "report a problem").startswith(f"This report is not sent yet: {BURST}")
