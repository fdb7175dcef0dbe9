"""What people want when they do not say yet what is wrong, in four languages."""

import pytest

from baraza.services.complaints.rules.wishes import Wish, is_about_reports, wish_in


@pytest.mark.parametrize(
    ("wish", "texts"),
    [
        (
            Wish.REPORT,
            (
                "I want to report a problem",
                "Good day, I would like to log a new complaint please",
                "Ek wil 'n probleem aanmeld",
                "Ngifuna ukubika inkinga",
                "Ndifuna ukuxela ingxaki",
            ),
        ),
        (
            Wish.TRACK,
            (
                "Where is my report?",
                "Any update on my complaint",
                "why is my report closed",
                "Wat het van my klagte geword?",
                "Uphi umbiko wami",
                "Iphi ingxelo yam?",
            ),
        ),
        (Wish.NUMBERS, ("emergency numbers", "police number please", "noodnommers", "iinombolo zikaxakeka")),
        (
            Wish.OFFICES,
            (
                "What are your office hours?",
                "when are you open",
                "what is the phone number of the municipality",
                "kantoorure asb",
                "ngicela inombolo yehhovisi likamasipala",
                "ndicela inombolo yeofisi kamasipala",
            ),
        ),
        (
            Wish.PERSON,
            (
                "can I speak to someone please",
                "Ek wil met iemand praat",
                "ngifuna ukukhuluma nomuntu",
                "ndifuna ukuthetha nomntu",
            ),
        ),
        (
            None,
            (
                "",
                "?!",
                "no",
                "I want to report a pothole",
                "water problem",
                "open manhole",
                "I want to complain about the clerk at the office",
                "there is a problem with my bill",
                "please help me",
                "report " * 2000 + "pothole",
            ),
        ),
    ],
)
def test_a_wish_is_told_from_a_description(wish: Wish | None, texts: tuple[str, ...]) -> None:
    assert [wish_in(text) for text in texts] == [wish] * len(texts)


def test_words_beside_a_reference_ask_how_it_stands_or_say_more() -> None:
    assert is_about_reports("What is the status of MI-2026-4KX7QA, please?")
    assert is_about_reports("mi 2026 4kx7qa")
    assert not is_about_reports("MI-2026-4KX7QA is leaking again")
