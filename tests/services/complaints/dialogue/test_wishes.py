"""People who say that they want to report, or ask after a report, before they say what is wrong."""

import pytest
from tests.services.complaints.dialogue.residents import (
    a_complainant,
    a_report,
    answers_of,
    complaints,
    entries,
    pins,
    says,
    step_of,
)

pytestmark = pytest.mark.django_db

SOWETO = (-26.2385, 27.9087)


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("I want to report a problem", "describe"),
        ("ngifuna ukubika inkinga", "describe"),
        ("where is my complaint", "track"),
        ("noodnommers", "emergency"),
        ("what are your office hours", "offices"),
        ("can I speak to someone", "person"),
    ],
)
def test_a_wish_leads_to_its_part_of_the_menu_and_is_no_description(words: str, step: str) -> None:
    resident = a_complainant()
    says(resident, words)

    assert (step_of(resident), answers_of(resident)) == (step, {})


def test_a_wish_at_the_question_what_is_wrong_is_no_answer_to_it() -> None:
    resident = a_complainant()
    says(resident, "report a problem")

    assert says(resident, "I have a complaint").startswith("Tell us in your own words what is wrong.")


@pytest.mark.parametrize(
    ("words", "language"),
    [("Ek wil graag 'n probleem aanmeld asseblief", "af"), ("Ndifuna ukuxela ingxaki ngeenkonzo", "xh")],
)
def test_a_stranger_goes_on_in_the_language_of_the_wish(words: str, language: str) -> None:
    resident = a_complainant(language="")
    says(resident, words)

    assert resident.contact.language == language


def test_a_stranger_who_looks_for_help_reads_the_numbers_at_once() -> None:
    resident = a_complainant(language="")

    assert "112" in says(resident, "police number")


@pytest.mark.parametrize("before", ["", "report a problem"])
def test_a_reference_that_nobody_knows_is_said_to_be_unknown_wherever_it_is_written(before: str) -> None:
    resident = a_complainant()
    says(resident, *([before] if before else []))

    shown = says(resident, "MI-2026-ZZZZZZ")

    assert shown.startswith("We do not know MI-2026-ZZZZZZ. Check it and write it again.")
    assert step_of(resident) == "track"


def test_a_question_about_a_reference_shows_the_report_and_more_words_are_added_to_it() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference

    assert f"{reference}: " in says(resident, f"What is the status of {reference}?")
    says(resident, "menu")
    shown = says(resident, f"{reference} is leaking again since this morning")

    assert shown.startswith("Thank you. We added your comment.")
    assert ("comment", f"{reference} is leaking again since this morning") in entries(resident)
    assert len(complaints(resident)) == 1


def test_a_location_that_comes_first_is_kept_and_nobody_is_asked_for_it_again() -> None:
    resident = a_complainant()

    assert pins(resident, *SOWETO).startswith("Thank you for the location.\n\nTell us in your own words")
    says(resident, "burst pipe", "yes")
    shown = says(resident, "no photo")

    assert shown.startswith("Is that in City of Johannesburg?")
    assert says(resident, "yes").startswith("Please check:")
    assert answers_of(resident)["latitude"] == SOWETO[0]


def test_a_location_at_the_last_question_corrects_the_place() -> None:
    resident = a_complainant()
    says(resident, "burst pipe", "yes", "no photo", "12 Main Road, Umlazi", "yes")
    assert pins(resident, *SOWETO).startswith("Is that in City of Johannesburg?")
    assert "the location you shared, City of Johannesburg" in says(resident, "yes")


def test_a_location_in_the_sea_that_came_first_is_refused_when_the_place_is_asked_for() -> None:
    resident = a_complainant()
    pins(resident, -34.9, 18.0)

    assert says(resident, "burst pipe", "yes", "no photo").startswith("That place is in the sea")
    assert step_of(resident) == "place"


@pytest.mark.parametrize("before", [("burst pipe", "yes", "no photo"), ("track", "MI")])
def test_the_wish_for_a_person_is_an_answer_to_no_question(before: tuple[str, ...]) -> None:
    resident = a_complainant()
    says(resident, *before)

    assert says(resident, "Ngifuna ukukhuluma nomuntu") == "Write your question. A person will answer you."


def test_the_wish_for_a_person_is_no_comment() -> None:
    resident = a_complainant()
    reference = a_report(resident).reference
    says(resident, reference, "can I speak to someone")

    assert step_of(resident) == "person"
    assert not [text for kind, text in entries(resident) if kind == "comment"]


@pytest.mark.parametrize("answer", ["no, it is the street light", "straatlig"])
def test_words_correct_the_kind_as_well_as_the_list_does(answer: str) -> None:
    resident = a_complainant()
    says(resident, "burst pipe")

    assert says(resident, answer) == "This looks like: Street light. Is that right? [Yes][No, choose another]"
    assert "Send a photo" in says(resident, "yes")
    assert (answers_of(resident)["category"], answers_of(resident)["guess"]["category"]) == (
        "streetlight",
        "burst_pipe",
    )


@pytest.mark.parametrize(("answer", "step"), [("one", "photo"), ("No", "category_all"), ("no idea", "category")])
def test_numbers_and_beginnings_still_mean_the_answers_to_the_guess(answer: str, step: str) -> None:
    resident = a_complainant()
    says(resident, "burst pipe", answer)

    assert step_of(resident) == step


def test_signs_without_letters_say_nothing_of_what_is_wrong() -> None:
    resident = a_complainant()

    assert says(resident, "report a problem", "\U0001f525\U0001f525\U0001f525").startswith("Please write a little more")
