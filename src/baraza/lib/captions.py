"""Captions as WebVTT: read, and every fault named that would keep a person from following them."""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 42
MOST_LINES: Final = 2
LEAST_SECONDS: Final = 1.0
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Cue:
    begins: float
    ends: float
    lines: tuple[str, ...]


class CaptionsUnusable(ValueError):
    """`fault` is a code, `cue` the number of the caption it is about, 0 for the whole."""

    def __init__(self, fault: str, cue: int = 0) -> None:
        super().__init__(f"{fault} {cue}")
        self.fault, self.cue = fault, cue


def read_captions(text: str) -> list[Cue]:
    """In their order, no two at a time, each short enough and long enough to be read. Raises CaptionsUnusable."""
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, *blocks = re.split(r"\n{2,}", clean.strip())
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        raise CaptionsUnusable("no_webvtt")
    cues: list[Cue] = []
    for block in blocks:
        if not block.startswith(("NOTE", "STYLE", "REGION")):
            cues.append(_cue(block, number=len(cues) + 1, after=cues[-1].ends if cues else 0.0))
    if not cues:
        raise CaptionsUnusable("empty")
    return cues


def _cue(block: str, *, number: int, after: float) -> Cue:
    lines = block.split("\n")
    timing = _TIMING.fullmatch(lines[0].strip()) or (len(lines) > 1 and _TIMING.fullmatch(lines[1].strip()))
    if not timing:
        raise CaptionsUnusable("no_time", number)
    words = tuple(_TAG.sub("", line).strip() for line in lines[1 if "-->" in lines[0] else 2 :])
    begins, ends = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
    if not any(words):
        raise CaptionsUnusable("no_words", number)
    if begins < after:
        raise CaptionsUnusable("overlap", number)
    if ends - begins < LEAST_SECONDS:
        raise CaptionsUnusable("too_short", number)
    if len(words) > MOST_LINES or max(map(len, words)) > LONGEST_LINE:
        raise CaptionsUnusable("too_long", number)
    return Cue(begins=begins, ends=ends, lines=words)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
