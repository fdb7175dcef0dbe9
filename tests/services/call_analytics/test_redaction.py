"""What is taken out of words before they are shown."""

import pytest

from baraza.services.call_analytics.rules.captions import captions, lines_of
from baraza.services.call_analytics.rules.redaction import (
    CARD,
    NUMBER,
    is_card,
    masked_number,
    redacted,
    redacted_lines,
    redacted_tree,
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("my card is 4111 1111 1111 1111.", f"my card is {CARD}."),
        ("4111-1111-1111-1111 12/28", CARD),
        ("amex 378282246310005 please", f"amex {CARD} please"),
        ("code 12 4111 1111 1111 1111", f"code {CARD}"),
        ("four one one one one one one one one one one one one one one one", CARD),
        ("not one: 4111 1111 1111 1112", f"not one: {NUMBER}"),
        ("ring +27 (82) 123-4567", f"ring {NUMBER}"),
        ("ring oh eight two, one two three four five six seven", f"ring {NUMBER}"),
        ("on 2026-11-21 14:30, 12 500 rand", "on 2026-11-21 14:30, 12 500 rand"),
        ("at 10:30 for 45 minutes", "at 10:30 for 45 minutes"),
        # Half in digits, half in words, in each of the languages.
        ("It is four one one one 1111 one one one one 1111, thanks", f"It is {CARD}, thanks"),
        ("4111, double one double one, 1111 triple one one", CARD),
        ("dit is vier een een een 1111 een een een een 1111", f"dit is {CARD}"),
        ("ngu kune kunye kunye kunye 1111 1111 kunye 111", f"ngu {CARD}"),
        ("yi zine nye nye nye 1111, 1111, 1111", f"yi {CARD}"),
        ("4111 and then 1111 and 1111 and last 1111", CARD),
        ("vier een een een een een een een een een een een een een een een", CARD),
        ("ring oh eight two 123 four five six seven", f"ring {NUMBER}"),
        ("bel nul agt twee 1234567 asseblief", f"bel {NUMBER} asseblief"),
        ("ring double four five 5501", f"ring {NUMBER}"),
        ("one of 4 people had 2 or 3 calls at 10:30", "one of 4 people had 2 or 3 calls at 10:30"),
        ("it costs 12 500 rand, two of them 25 000", "it costs 12 500 rand, two of them 25 000"),
        ("een van 4 mense, drie of 5 keer", "een van 4 mense, drie of 5 keer"),
    ],
)
def test_cards_and_telephones_are_taken_out(said: str, shown: str) -> None:
    assert redacted(said, telephones=True) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (("4111 1111", "1111 1111"), (CARD, CARD)),
        (("It is 4111", "1111", "one one one one", "and 1111"), (f"It is {CARD}", CARD, CARD, f"and {CARD}")),
        (("082 555", "0143"), (NUMBER, NUMBER)),
        # No card, and too much said around it for a telephone number.
        (("We owe you 1250 rand since the month of May", "that is 20261 all in all, they said"), None),
        (("4111", "1112"), None),
        (("at 10:30", "or 11:15"), None),
    ],
)
def test_a_number_that_is_said_in_parts_is_taken_out_of_each(
    said: tuple[str, ...], shown: tuple[str, ...] | None
) -> None:
    talk = [line for part in said for line in (("user", part), ("agent", "Yes, go on."))]
    expected = [line for part in shown or said for line in (part, "Yes, go on.")]
    assert redacted_lines(talk, telephones=True) == expected
    text = "\n".join(f"{role.title()}: {words}" for role, words in talk)
    assert [line.partition(": ")[2] for line in redacted(text, telephones=True).split("\n")] == expected


def test_two_people_do_not_say_one_number() -> None:
    talk = [("user", "4111 1111"), ("agent", "1111 1111")]
    assert redacted_lines(talk, telephones=False) == ["4111 1111", "1111 1111"]


def test_who_may_see_numbers_sees_telephones_and_never_cards() -> None:
    said = {"to": "+27821234567", "started": 1763640000000, "card": ["4111111111111111"]}
    assert redacted_tree(said, telephones=False) == {**said, "card": [CARD]}


@pytest.mark.parametrize("digits", ["", "0000000000000000", "411111111111111", "4111111111111112", "4" * 20])
def test_what_is_no_card(digits: str) -> None:
    assert not is_card(digits)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("", ""), ("+27821234567", "+27•••••••67"), ("112", "•••"), ("sip:ann@x.org", "sip••••••••rg")],
)
def test_a_masked_number_tells_calls_apart_and_rings_nobody(number: str, shown: str) -> None:
    assert masked_number(number) == shown


def test_captions_have_no_holes_and_nothing_that_ends_a_cue() -> None:
    turns = [
        {"role": "agent", "content": "Good\n\nmorning --> <b>", "words": [{"start": 0.5, "end": 1.0}]},
        {"role": "tool_call_invocation", "name": "look_up", "arguments": "{}"},
        {"role": "user", "content": "Hello", "words": [{"start": 3661.25, "end": 3662}]},
        {"role": "user", "content": "Never timed", "words": [{"start": -4}]},
    ]
    assert captions(lines_of(turns)) == (
        "WEBVTT\n\n"
        "0\n00:00:00.500 --> 01:01:01.250\n<v agent>Good morning --&gt; &lt;b&gt;\n\n"
        "2\n01:01:01.250 --> 01:01:02.000\n<v user>Hello\n"
    )
