"""The answers are checked, each can be changed, and what is sent is what was read; known reports are followed."""

import pytest
import time_machine
from tests.conversation.talking import Resident
from tests.factories.complaints import make_complaint
from tests.services.complaints.dialogue.residents import (
    BURST,
    DURBAN,
    a_complainant,
    answers_of,
    complaints,
    entries,
    photographs,
    pins,
    says,
    the_complaint,
)

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Follower

pytestmark = pytest.mark.django_db

CHECK = "Please check:\nBurst pipe in our street\nBurst pipe: Urgent\nVilakazi Street, Soweto, City of Johannesburg"
TAPS = "[Yes, send][No, change it]"


def checking() -> Resident:
    resident = a_complainant()
    assert says(resident, BURST, "yes", "no photo", "Vilakazi Street, Soweto", "yes") == f"{CHECK} {TAPS}"
    return resident


@time_machine.travel("2026-03-02T08:00:00Z", tick=False)
def test_what_is_sent_gets_a_reference_and_a_day() -> None:
    resident = checking()
    thanks = says(resident, "yes")

    reference = the_complaint(resident).reference
    assert thanks == (
        f"Thank you. Your report is {reference}. Keep this reference.\n\nWe aim to deal with it by 3 March."
    )
    assert resident.session.state is None


def test_the_words_can_be_changed() -> None:
    resident = checking()

    assert says(resident, "no") == (
        "What would you like to change? [What is wrong][Kind of problem][How urgent][Place][Photo]"
    )
    says(resident, "what is wrong")
    assert "Burst pipe at number 14" in says(resident, "Burst pipe at number 14")


def test_a_kind_that_was_chosen_survives_other_words() -> None:
    resident = checking()
    assert "\nSewage: Urgent\n" in says(resident, "no", "kind of problem", "sewage")

    says(resident, "no", "what is wrong", "Burst pipe at number 14")

    assert (answers_of(resident)["category"], answers_of(resident)["description"]) == (
        *("sewage", "Burst pipe at number 14"),
    )


def test_other_words_change_a_kind_that_was_only_guessed() -> None:
    resident = checking()

    assert "\nStreet light\n" in says(resident, "no", "what is wrong", "the street light is not working")


def test_the_urgency_can_be_changed_and_low_is_called_kindly() -> None:
    resident = checking()

    assert says(resident, "no", "how urgent") == "How urgent is it? [Danger to life][Urgent][Normal][It can wait]"
    assert "\nBurst pipe\n" in says(resident, "it can wait")
    says(resident, "yes")
    assert the_complaint(resident).priority == "low"


def test_whoever_says_that_life_is_in_danger_reads_the_numbers() -> None:
    resident = checking()
    shown = says(resident, "no", "how urgent", "danger to life")

    assert shown.startswith("If someone is in danger, call now:\nAny emergency, from a mobile phone: 112")
    assert "\nBurst pipe: Danger to life\n" in shown
    says(resident, "yes")
    assert (the_complaint(resident).priority, the_complaint(resident).emergency) == ("critical", True)


def test_the_place_can_be_changed() -> None:
    resident = checking()
    says(resident, "no", "place")
    assert "eThekwini" in pins(resident, **DURBAN)

    assert "the location you shared, eThekwini" in says(resident, "yes")


def test_a_photo_can_be_added() -> None:
    resident = checking()
    says(resident, "no", "photo")

    assert photographs(resident) == f"Thank you for the photo.\n\n{CHECK}\nPhotos: 1 {TAPS}"


def test_a_change_can_be_left_again() -> None:
    resident = checking()

    assert says(resident, "no", "photo", "no photo") == f"{CHECK} {TAPS}"
    assert says(resident, "no", "back") == f"{CHECK} {TAPS}"


def test_help_says_that_nothing_is_sent_yet() -> None:
    resident = checking()

    assert says(resident, "?").startswith("Nothing is sent before you choose “Yes, send”.\nYou can always write:")


def test_the_same_problem_at_the_same_place_has_no_metres() -> None:
    resident = a_complainant()
    with organisation_scope(organisation_id=resident.organisation.id):
        known = make_complaint(description="Pipe burst", **DURBAN)
    says(resident, BURST, "yes", "no photo")
    pins(resident, DURBAN["latitude"] + 0.00003, DURBAN["longitude"])

    assert f"{known.reference}, at the same place: Pipe burst\n" in says(resident, "yes")


def test_the_same_problem_nearby_is_followed_with_the_persons_words() -> None:
    resident = a_complainant()
    with organisation_scope(organisation_id=resident.organisation.id):
        known = make_complaint(description="Pipe burst by the school gate " * 4, **DURBAN)
    says(resident, BURST, "yes", "no photo")
    pins(resident, DURBAN["latitude"] + 0.0003, DURBAN["longitude"])

    assert says(resident, "yes") == (
        "This was reported near there already:\n"
        f"{known.reference}, 33 m away: Pipe burst by the school gate Pipe burst by the school …\n"
        "Is it the same problem? [Yes][No, it is another]"
    )
    assert says(resident, "yes") == (
        f"Thank you. We added your words to {known.reference} and will tell you what becomes of it."
    )
    with organisation_scope(organisation_id=resident.organisation.id):
        assert [follower.contact_id for follower in Follower.objects.all()] == [resident.contact.pk]
    assert len(complaints(resident)) == 1
    assert entries(resident) == [("comment", BURST)]


def test_one_of_several_nearby_may_be_named() -> None:
    resident = a_complainant(home_area_code="ETH")
    with organisation_scope(organisation_id=resident.organisation.id):
        references = [make_complaint(**DURBAN).reference for _ in range(2)]
    says(resident, BURST, "yes", "no photo")

    assert pins(resident, **DURBAN).endswith(f"[{references[0]}][{references[1]}][No, it is another]")
    assert says(resident, references[1]).startswith(f"Thank you. We added your words to {references[1]}")


def test_another_problem_nearby_is_a_report_of_its_own() -> None:
    resident = a_complainant(home_area_code="ETH")
    with organisation_scope(organisation_id=resident.organisation.id):
        make_complaint(**DURBAN)
    says(resident, BURST, "yes", "no photo")
    pins(resident, **DURBAN)

    assert says(resident, "no").startswith("Please check:")
    says(resident, "yes")
    assert len(complaints(resident)) == 2
