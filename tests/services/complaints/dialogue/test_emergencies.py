"""Danger to life: the numbers at once, wherever it is said; the report goes on and is critical; nobody is nagged."""

from dataclasses import replace

import pytest
from tests.services.complaints.dialogue.residents import (
    BURST,
    a_complainant,
    a_report,
    answers_of,
    entries,
    keys,
    photographs,
    says,
    step_of,
    the_complaint,
)

from baraza.capabilities.triage.queries import classify
from baraza.services.complaints.dialogue import describe

pytestmark = pytest.mark.django_db

DANGER = {
    "en": "A live wire is on the ground next to the school",
    "af": "'n Kind het in 'n oop mangat geval",
    "zu": "Ingane iwele emgodini ovulekile",
    "xh": "Umntwana uwele emngxunyeni ovulekileyo",
}
CALL = {
    "en": "If someone is in danger, call now:\nAny emergency, from a mobile phone: 112",
    "af": "As iemand in gevaar is, bel nou:\nEnige noodgeval, vanaf 'n selfoon: 112",
    "zu": "Uma kukhona osengozini, shaya ucingo manje:\nIsimo esiphuthumayo, ngeselula: 112",
    "xh": "Ukuba kukho umntu osengozini, fowuna ngoku:\nImeko kaxakeka, ngeselfowuni: 112",
}
SHORT = {
    "en": "In danger? Call 112.",
    "af": "In gevaar? Bel 112.",
    "zu": "Usengozini? Shayela 112.",
    "xh": "Usengozini? Fowunela 112.",
}


@pytest.mark.parametrize("language", DANGER)
def test_a_strangers_first_words_are_answered_in_their_language(language: str) -> None:
    resident = a_complainant(language="")

    assert says(resident, DANGER[language]).startswith(CALL[language])
    assert (answers_of(resident)["priority"], answers_of(resident)["emergency"]) == ("critical", True)


@pytest.mark.parametrize("language", DANGER)
def test_numbers_and_question_stand_on_one_small_screen(language: str) -> None:
    resident = a_complainant(language=language)
    resident.dials("1")
    screen = keys(resident, DANGER[language])

    assert screen.split("\n")[0] == SHORT[language]
    assert "98 " not in screen


def test_danger_under_a_photo_is_seen() -> None:
    resident = a_complainant()

    assert photographs(resident, "sparking cable").startswith(CALL["en"])
    assert answers_of(resident)["emergency"] is True


def test_nobody_in_danger_is_asked_for_a_photo_or_told_twice() -> None:
    resident = a_complainant()
    says(resident, "sparking cable at the school")

    assert says(resident, "yes").startswith("Where is it?")
    assert CALL["en"] not in says(resident, "next to the sparking cable in Soweto")
    assert "Danger to life" in says(resident, "yes")
    says(resident, "yes")
    assert (the_complaint(resident).priority, the_complaint(resident).emergency) == ("critical", True)


def test_danger_that_is_only_told_with_the_place_makes_the_report_critical() -> None:
    resident = a_complainant()
    says(resident, BURST, "yes", "no photo")

    assert says(resident, "a child fell in the hole, Soweto").startswith(CALL["en"])
    says(resident, "yes", "yes")
    assert the_complaint(resident).priority == "critical"


@pytest.mark.parametrize("place", ["behind the electric box", "next to the fire station", "opposite the gas shop"])
def test_a_landmark_is_no_danger(place: str) -> None:
    resident = a_complainant(home_area_code="ETH")
    says(resident, BURST, "yes", "no photo")

    assert says(resident, place).startswith("Please check:")
    assert "emergency" not in answers_of(resident)


def test_danger_that_shows_only_in_the_whole_of_the_words_is_answered_too(monkeypatch: pytest.MonkeyPatch) -> None:
    guess = replace(classify(text=BURST), is_emergency=True)
    monkeypatch.setattr(describe, "guess_category", lambda **_: guess)
    resident = a_complainant()

    assert says(resident, BURST).startswith(CALL["en"])
    assert (answers_of(resident)["priority"], answers_of(resident)["emergency"]) == ("critical", True)


def test_danger_in_a_comment_is_answered_and_the_comment_kept() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference
    shown = says(resident, reference, "add a comment", "someone was shocked by the cable")

    assert shown.startswith(f"{CALL['en']}\n\nThank you. We added your comment.")
    assert entries(resident) == [("comment", "someone was shocked by the cable"), ("change", "")]


def test_danger_told_about_one_matter_does_not_stick_to_the_next() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference
    says(resident, reference, "someone was shocked by the cable", "main menu")
    says(resident, "the street light is not working")

    assert step_of(resident) == "category"
    assert "emergency" not in answers_of(resident)


def test_the_numbers_are_in_the_menu() -> None:
    resident = a_complainant()

    assert resident.dials("3") == ("Any emergency, from a mobile phone: 112\n1 Report a problem\n2 Main menu\n0 Back")
