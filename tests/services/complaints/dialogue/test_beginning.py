"""The first contact: the language, what is wrong at once, small talk, nonsense, a dialled code."""

import pytest
from tests.services.complaints.dialogue.residents import (
    BURST,
    NAME,
    a_complainant,
    answers_of,
    keys,
    photographs,
    read,
    says,
    step_of,
)

pytestmark = pytest.mark.django_db

MENU = (
    f"{NAME}\n1 Report a problem\n2 Track a report\n3 Emergency numbers\n"
    "4 Offices and hours\n5 Talk to a person\n6 Language"
)


def test_a_stranger_is_told_who_speaks_and_chooses_a_language() -> None:
    resident = a_complainant(language="")

    assert resident.dials() == (
        f"{NAME}\nLanguage / Taal / Ulimi / Ulwimi\n1 English\n2 Afrikaans\n3 isiZulu\n4 isiXhosa"
    )
    assert resident.keys("1") == MENU
    assert resident.contact.language == "en"


def test_a_stranger_who_says_hello_in_a_chat_is_asked_in_each_language() -> None:
    resident = a_complainant(language="")

    assert says(resident, "hi") == (
        f"{NAME}\nChoose your language\nKies u taal\nKhetha ulimi\nKhetha ulwimi "
        "[English][Afrikaans][isiZulu][isiXhosa]"
    )


def test_only_the_organisations_languages_are_named() -> None:
    resident = a_complainant(language="", languages=("en", "zu"))

    assert resident.dials() == f"{NAME}\nLanguage / Ulimi\n1 English\n2 isiZulu"


def test_where_one_language_is_spoken_nobody_is_asked_for_it() -> None:
    resident = a_complainant(language="", languages=("en",))

    assert resident.dials() == MENU.removesuffix("\n6 Language")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("no water", "en"),
        ("geen krag", "af"),
        ("amanzi awekho", "zu"),
        ("akukho manzi", "xh"),
        ("Die straatlig in ons straat werk nie", "af"),
        ("Amanzi avuza emgwaqweni wethu kusukela izolo", "zu"),
    ],
)
def test_whoever_writes_at_once_what_is_wrong_is_answered_in_that_language(words: str, language: str) -> None:
    resident = a_complainant(language="")
    resident.writes(words)

    assert (step_of(resident), answers_of(resident)["description"]) == ("category", words)
    assert resident.contact.language == language


def test_two_words_are_little_to_know_a_language_by_so_the_others_are_offered() -> None:
    resident = a_complainant(language="")
    resident.dials()

    assert resident.keys("geen krag") == (
        "'n Ander taal? Skryf: English, isiZulu, isiXhosa.\nDit lyk na: Geen krag. Is dit reg?\n"
        "1 Ja\n2 Nee, kies 'n ander\n0 Terug"
    )
    assert "This looks like: No electricity. Is that right?" in resident.keys("english")
    assert resident.contact.language == "en"


def test_a_longer_text_leaves_no_doubt_about_the_language() -> None:
    resident = a_complainant(language="")

    assert says(resident, "Ons het geen water sedert gister nie") == (
        "Dit lyk na: Geen of slegte water. Is dit reg? [Ja][Nee, kies 'n ander]"
    )


@pytest.mark.parametrize("word", ["pothole", "Leak!", "slaggat", "ugesi"])
def test_one_word_that_names_a_problem_is_a_report(word: str) -> None:
    resident = a_complainant()
    says(resident, "hello", word)

    assert step_of(resident) == "category"
    assert answers_of(resident)["description"] == word


def test_a_photo_begins_a_report() -> None:
    resident = a_complainant()

    assert photographs(resident) == "Thank you for the photo.\n\nNow tell us in your own words what is wrong."
    assert "Is that right?" in says(resident, BURST)
    assert len(answers_of(resident)["photos"]) == 1


def test_a_photo_with_words_under_it_needs_no_more_words() -> None:
    resident = a_complainant()

    assert "This looks like: Burst pipe." in photographs(resident, "burst pipe")
    assert "Where is it?" in says(resident, "yes")


@pytest.mark.parametrize("words", ["Thank you", "baie dankie!", "ngiyabonga", "Enkosi"])
def test_thanks_are_taken_as_thanks(words: str) -> None:
    resident = a_complainant()
    says(resident, "hello")

    assert says(resident, words).startswith("You are welcome.\n\nWelcome to Mzansi.")


@pytest.mark.parametrize("words", ["who are you", "ok", "blah"])
def test_small_talk_is_no_report(words: str) -> None:
    resident = a_complainant()
    says(resident, "hello")

    assert says(resident, words).startswith("Please choose from the list, or tell us in a few words what is wrong.")


def test_whoever_is_not_understood_three_times_is_not_shown_the_same_way_out_twice() -> None:
    resident = a_complainant()
    resident.dials()
    keys(resident, "blah", "blah", "blah")

    assert list(resident.session.screen["numbers"].values()) == [
        *("describe", "track", "emergency", "offices", "person", "language"),
    ]


def test_a_wish_to_track_is_no_report_about_parks() -> None:
    resident = a_complainant()
    says(resident, "hello")

    assert says(resident, "track my report").startswith("Write the reference of the report, for example MI-")


def test_answers_dialled_with_the_code_lead_straight_to_the_offices() -> None:
    resident = a_complainant()

    assert resident.dials("4") == "No offices are listed here yet.\n1 Report a problem\n2 Main menu\n0 Back"


def test_a_code_of_a_stranger_chooses_the_language_first() -> None:
    resident = a_complainant(language="")

    assert resident.dials("3", "1") == "Yini inkinga? Yibhale kafushane.\n0 Emuva"


def test_a_greeting_opens_the_menu() -> None:
    resident = a_complainant()

    assert read(resident.writes("Good morning")).startswith("Welcome to Mzansi. What would you like to do?")
