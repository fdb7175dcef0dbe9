"""Which stretches of a recording say what is taken out of the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from baraza.services.call_analytics.rules.captions import Line
from baraza.services.call_analytics.rules.redaction import redacted

# The kind of file in which a stretch can be made silent.
SILENCEABLE: Final = "audio/wav"
# Times of words are those of a machine that listened: a little more is taken.
_BEFORE_S, _AFTER_S = 0.3, 0.7
# Where a line is the last and nobody knows how long it was.
_LONGEST_UNKNOWN_S: Final = 30.0


@dataclass(frozen=True, kw_only=True)
class Silences:
    """`spans` in seconds; `unplaced` where a line is hidden and nobody knows when it was said."""

    spans: tuple[tuple[float, float], ...]
    unplaced: bool


def silences(lines: Sequence[Line], *, telephones: bool, text: str = "") -> Silences:
    """`lines` as they came, nothing taken out yet. Whole lines are silent: single words are too easily missed.

    `text` is all that was said, for calls of which no lines are known.
    """
    spoken = [one for one in lines if not one.tool]
    spans: list[tuple[float, float]] = []
    unplaced = not spoken and redacted(text, telephones=telephones) != text
    for place, one in enumerate(spoken):
        if redacted(one.content, telephones=telephones) == one.content:
            continue
        if one.starts_at_s is None:
            unplaced = True
            continue
        following = next((later.starts_at_s for later in spoken[place + 1 :] if later.starts_at_s is not None), None)
        ends = one.ends_at_s if one.ends_at_s is not None and one.ends_at_s > one.starts_at_s else following
        ends = one.starts_at_s + _LONGEST_UNKNOWN_S if ends is None else max(ends, following or 0.0)
        spans.append((max(one.starts_at_s - _BEFORE_S, 0.0), ends + _AFTER_S))
    return Silences(spans=tuple(spans), unplaced=unplaced)
