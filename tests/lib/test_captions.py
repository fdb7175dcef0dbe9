"""Captions that a person could not follow are named with their number."""

import pytest

from baraza.lib.captions import CaptionsUnusable, read_captions

GOOD = """WEBVTT - Signed\r\n\r\nNOTE made by hand\r\n\r\nfirst\r\n00:00.000 --> 00:02.000 align:start\r\n<v Thandi>Tell us\r\nwhat is broken.\r\n
00:01:02.500 --> 00:01:05.000\nYou get a <b>reference</b>."""


def test_captions_are_read_with_their_times_and_without_markup() -> None:
    found = [(cue.begins, cue.ends, cue.lines) for cue in read_captions(GOOD)]

    assert found == [(0.0, 2.0, ("Tell us", "what is broken.")), (62.5, 65.0, ("You get a reference.",))]


@pytest.mark.parametrize(
    ("text", "fault", "cue"),
    [
        ("", "no_webvtt", 0),
        ("1\n00:00.000 --> 00:02.000\nWords", "no_webvtt", 0),
        ("WEBVTTX", "no_webvtt", 0),
        ("WEBVTT\n\nNOTE nothing", "empty", 0),
        ("WEBVTT\n\nWords alone", "no_time", 1),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nWords", "no_time", 1),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\n<b></b>", "no_words", 1),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\nA\n\n00:01.000 --> 00:03.000\nB", "overlap", 2),
        ("WEBVTT\n\n00:00.000 --> 00:00.400\nA", "too_short", 1),
        ("WEBVTT\n\n00:03.000 --> 00:01.000\nA", "too_short", 1),
        ("WEBVTT\n\n00:00.000 --> 00:02.000\nA\nB\nC", "too_long", 1),
        (f"WEBVTT\n\n00:00.000 --> 00:02.000\n{'a' * 43}", "too_long", 1),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str, cue: int) -> None:
    with pytest.raises(CaptionsUnusable) as raised:
        read_captions(text)

    assert (raised.value.fault, raised.value.cue) == (fault, cue)
