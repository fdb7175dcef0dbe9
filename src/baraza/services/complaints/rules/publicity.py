"""What the public may see: how far a position is blurred, which counts are too small to show, kinds of notices."""

import math
from collections.abc import Mapping
from typing import Final

from baraza.lib.translation import gettext_noop

NOTICE_KINDS: Final[Mapping[str, str]] = {
    "outage": gettext_noop("Outage"),
    "planned": gettext_noop("Planned work"),
    "notice": gettext_noop("Notice"),
}
# Said where the words are written, by an organisation that shows them.
WORDS_ARE_PUBLIC: Final = gettext_noop(
    "Everybody can read your words on our public pages, so write no names or phone numbers in them."
)
WORDS_ARE_PUBLIC_BRIEFLY: Final = gettext_noop("Everybody can read it: no names or phone numbers please.")
# Metres of a square of the grid; 0 is the exact place, None no position at all.
BLURS: Final[Mapping[str, int | None]] = {"off": 0, "100": 100, "500": 500, "ward": None}
USUAL_BLUR: Final = "100"
# Fewer than this, and somebody could be recognised.
SMALLEST_COUNT: Final = 5
_METRES_OF_DEGREE = 111_320.0


def grid_of(metres: int) -> float:
    """How tall a square is, in degrees."""
    return metres / _METRES_OF_DEGREE


def blurred(*, latitude: float, longitude: float, metres: int) -> tuple[float, float]:
    """The middle of the square that the place lies in: always the same one, so that asking again tells no more.

    As the SQL of `queries.public_sql` does it.
    """
    if not metres:
        return latitude, longitude
    tall = grid_of(metres)
    up = (math.floor(latitude / tall) + 0.5) * tall
    wide = tall / max(0.01, math.cos(math.radians(up)))
    return round(up, 6), round((math.floor(longitude / wide) + 0.5) * wide, 6)


def with_small_counts_left_out(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Pairs of at least `SMALLEST_COUNT`; where a row or column would lack just one, its next smallest goes, too.

    Otherwise the missing one could be reckoned from the total.
    """
    rows, columns = {row for row, _ in counts}, {column for _, column in counts}
    shown = {pair: number for pair, number in counts.items() if number >= SMALLEST_COUNT}
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    changed = True
    while changed:
        changed = False
        for line in lines:
            there = sorted((pair for pair in line if pair in shown), key=lambda pair: (shown[pair], pair))
            if there and len(line) - len(there) == 1:
                del shown[there[0]]
                changed = True
    return shown
