"""The sound of a demonstration's call: a murmur as long as the call, higher for the agent, quiet between the lines."""

import math
import struct
from typing import Any, Final

_RATE: Final = 4000
_HEIGHTS: Final = {"agent": 200, "user": 130}
_SYLLABLES_PER_S: Final = 4
_QUIET: Final = 128


def sound_of(call: dict[str, Any]) -> bytes:
    """A WAV file, 8 bits and 4000 samples a second, with a murmur wherever a word of the transcript was said."""
    samples = bytearray([_QUIET]) * (int(call["duration_ms"]) * _RATE // 1000)
    murmurs = {role: _murmur(height) for role, height in _HEIGHTS.items()}
    for turn in call.get("transcript_object", ()):
        words = turn["words"]
        if words:
            first, last = (int(seconds * _RATE) for seconds in (words[0]["start"], words[-1]["end"]))
            last = min(last, len(samples))
            murmur = murmurs[turn["role"]]
            samples[first:last] = (murmur * (1 + (last - first) // len(murmur)))[: max(last - first, 0)]
    return _head(len(samples)) + bytes(samples)


def _murmur(height: int) -> bytes:
    """One second that joins onto itself: a tone that swells with every syllable."""
    turn = 2 * math.pi / _RATE
    return bytes(
        _QUIET + round(40 * math.sin(turn * height * at) * abs(math.sin(turn * _SYLLABLES_PER_S * at / 2)))
        for at in range(_RATE)
    )


def _head(count: int) -> bytes:
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + count, b"WAVE", b"fmt ", 16, 1, 1, _RATE, _RATE, 1, 8, b"data", count
    )
