"""Which stretches of a recording say what is taken out of the words, and who hears it for that reason not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from baraza.services.call_analytics.rules.captions import Line
from baraza.services.call_analytics.rules.redaction import redacted, redacted_lines

# Times of words are those of a machine that listened: a little more is taken.
_BEFORE_S, _AFTER_S = 0.3, 0.7
# Where a line is the last and nobody knows how long it was.
_LONGEST_UNKNOWN_S: Final = 30.0


class Withheld(StrEnum):
    """Why a recording is not handed out to somebody: what is hidden in the words could be heard in it."""

    NO_WORDS = "no_words"
    UNPLACED = "unplaced"
    KIND_OF_FILE = "kind_of_file"


@dataclass(frozen=True, kw_only=True)
class Silences:
    """`spans` in seconds; `unplaced` where a line is hidden and nobody knows when it was said; `known`: there are words."""

    spans: tuple[tuple[float, float], ...]
    unplaced: bool
    known: bool = True


def withheld(hidden: Silences, *, telephones: bool, can_be_silenced: Callable[[], bool]) -> Withheld | None:
    """Of words that never came nothing is known: then only those hear the sound who may see all numbers."""
    if not hidden.known:
        return Withheld.NO_WORDS if telephones else None
    if hidden.unplaced:
        return Withheld.UNPLACED
    return Withheld.KIND_OF_FILE if hidden.spans and not can_be_silenced() else None


def silences(lines: Sequence[Line], *, telephones: bool, text: str = "") -> Silences:
    """`lines` as they came, nothing taken out yet. Whole lines are silent: single words are too easily missed.

    `text` is all that was said, for calls of which no lines are known.
    """
    spoken = [one for one in lines if not one.tool]
    spans: list[tuple[float, float]] = []
    unplaced = not spoken and redacted(text, telephones=telephones) != text
    shown = redacted_lines([(one.role, one.content) for one in spoken], telephones=telephones)
    for place, one in enumerate(spoken):
        if shown[place] == one.content:
            continue
        if one.starts_at_s is None:
            unplaced = True
            continue
        following = next((later.starts_at_s for later in spoken[place + 1 :] if later.starts_at_s is not None), None)
        ends = one.ends_at_s if one.ends_at_s is not None and one.ends_at_s > one.starts_at_s else following
        ends = one.starts_at_s + _LONGEST_UNKNOWN_S if ends is None else max(ends, following or 0.0)
        spans.append((max(one.starts_at_s - _BEFORE_S, 0.0), ends + _AFTER_S))
    return Silences(spans=tuple(spans), unplaced=unplaced, known=bool(spoken) or bool(text.strip()))
