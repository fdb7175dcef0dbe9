"""What the search found is shown where it was said, without what may not be read."""

import pytest

from baraza.services.call_analytics.rules.finding import marked, passage, words_in


def shown(text: str, asked: str) -> str:
    return "".join(f"[{one.text}]" if one.hit else one.text for one in marked(text, words=words_in(asked)))


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("An appointment on Mónday, please.", "monday APPOINT", "An [appointment] on [Mónday], please."),
        ("I am at home", "a", "I am at home"),
        ("Gate a, row b", "a", "Gate [a], row b"),
        ("réclame_réduction", "reduc", "réclame_[réduction]"),
        ("one.two", "two (", "one.[two]"),
        ("nothing here", "", "nothing here"),
        ("", "word", ""),
    ],
)
def test_words_are_marked_as_the_search_finds_them(text: str, asked: str, expected: str) -> None:
    assert shown(text, asked) == expected


def test_a_passage_is_the_first_hit_with_whole_words_around_it() -> None:
    text = "word " * 40 + "here is the Appointment\nof Monday" + " word" * 40
    pieces = passage(text, words=["appoint"])
    found = "".join(one.text for one in pieces)
    assert [one.text for one in pieces if one.hit] == ["Appointment"]
    assert found.startswith("… word word")
    assert found.endswith("word word …")
    assert "Appointment of Monday" in found
    assert passage(text, words=["absent"]) == ()
