"""What is hidden in the words is silent in the sound, whatever part of it is asked for."""

import io
import struct
import wave

import pytest

from baraza.capabilities.media.silence import layout_of, silenced
from baraza.services.call_analytics.rules.captions import lines_of
from baraza.services.call_analytics.rules.silences import silences

_RATE = 1000


def loud(*, seconds: int, width: int = 2, channels: int = 1) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(_RATE)
        sound.writeframes(b"\x33" * (seconds * _RATE * width * channels))
    return written.getvalue()


@pytest.mark.parametrize(("width", "channels", "quiet"), [(2, 1, 0), (2, 2, 0), (1, 1, 128)])
@pytest.mark.parametrize("start", [0, 50, 2044, 5001])
def test_a_moment_is_silent_in_every_part_of_the_file(width: int, channels: int, quiet: int, start: int) -> None:
    content = loud(seconds=6, width=width, channels=channels)
    layout = layout_of(content[:100])
    assert layout is not None
    pieces = [content[at : at + 700] for at in range(start, len(content), 700)]

    heard = b"".join(silenced(pieces, start=start, layout=layout, spans=[(1, 2), (4, 99)]))

    frame = width * channels * _RATE
    whole = bytearray(content)
    for first, last in ((44 + frame, 44 + 2 * frame), (44 + 4 * frame, len(content))):
        whole[first:last] = bytes([quiet]) * (last - first)
    assert heard == bytes(whole[start:])


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"ID3 an mp3 with words behind it",
        loud(seconds=1)[:30],
        loud(seconds=1)[:40],
        loud(seconds=1)[:20] + struct.pack("<H", 85) + loud(seconds=1)[22:],
    ],
    ids=["nothing", "mp3", "no format", "no data", "packed"],
)
def test_sound_whose_moments_cannot_be_found_is_not_guessed_at(head: bytes) -> None:
    assert layout_of(head) is None


def turn(content: str, *times: tuple[float, float]) -> dict[str, object]:
    return {"role": "user", "content": content, "words": [{"start": first, "end": last} for first, last in times]}


@pytest.mark.parametrize(
    ("telephones", "spans"),
    [(True, ((3.7, 9.7), (11.7, 20.7))), (False, ((11.7, 20.7),))],
    ids=["telephones too", "cards alone"],
)
def test_lines_with_numbers_are_silent_until_the_next_one_begins(
    spans: tuple[tuple[float, float], ...], *, telephones: bool
) -> None:
    lines = lines_of(
        [
            turn("Hello", (0, 1)),
            turn("Ring 082 555 0143", (4, 4.5), (5, 6)),
            turn("Thanks", (9, 10)),
            turn("4111 1111 1111 1111", (12, 20)),
        ]
    )
    found = silences(lines, telephones=telephones)
    assert (found.spans, found.unplaced) == (spans, False)


@pytest.mark.parametrize(
    ("turns", "text", "unplaced"),
    [
        ([turn("4111 1111 1111 1111")], "", True),
        ([], "User: 4111 1111 1111 1111\n", True),
        ([turn("Hello", (0, 1))], "User: Hello\n", False),
        ([], "", False),
    ],
    ids=["line without time", "no lines", "nothing hidden", "no words"],
)
def test_what_is_hidden_and_has_no_time_is_said_to_be_unplaced(
    turns: list[dict[str, object]], text: str, *, unplaced: bool
) -> None:
    found = silences(lines_of(turns), telephones=False, text=text)
    assert (found.spans, found.unplaced) == ((), unplaced)
