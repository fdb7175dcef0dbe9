"""Which known words a mistyped one may stand for: those a slip or two away, the nearest first."""

from collections.abc import Sequence
from typing import Final

# A slip is a letter too many, too few or wrong, or two that changed places. Short words are others after two.
_SHORT: Final = 6


def likely_meant(*, mistyped: str, known: Sequence[str], most: int) -> list[str]:
    """`known` comes with the likest first, which decides among words that are as far. A known word stands for itself."""
    allowed = 1 if len(mistyped) < _SHORT else 2
    near = [(slips(mistyped, word), place, word) for place, word in enumerate(known)]
    found = [word for number, _, word in sorted(near) if number <= allowed]
    return found[:1] if found[:1] == [mistyped] else found[:most]


def swapped(word: str) -> list[str]:
    """A short word with each two neighbours in each other's place: what is left of it is too little to be like it."""
    if len(word) >= _SHORT:
        return []
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def slips(written: str, meant: str) -> int:
    """How many slips lie between the two (the distance of Damerau and Levenshtein, each letter moved once)."""
    before: list[int] = []
    above = list(range(len(meant) + 1))
    for row, letter in enumerate(written, start=1):
        here = [row]
        for column, other in enumerate(meant, start=1):
            fewest = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != other))
            swapped = row > 1 and column > 1 and letter == meant[column - 2] and written[row - 2] == other
            here.append(min(fewest, before[column - 2] + 1) if swapped else fewest)
        before, above = above, here
    return above[-1]
