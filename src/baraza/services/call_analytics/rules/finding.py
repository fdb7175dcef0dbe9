"""Where the words that somebody looks for stand in a text: as the search finds them, shown with what is around them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_AROUND: Final = 70
MOST_WORDS: Final = 12
LONGEST_WORD: Final = 60
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Piece:
    text: str
    hit: bool = False


def words_in(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())][:MOST_WORDS]


def marked(text: str, *, words: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text in pieces, each word that begins like one of `words` a hit; one letter is looked for alone."""
    found, place = [], 0
    for first, last in _hits(text, words):
        found += [Piece(text=text[place:first])] if first > place else []
        found.append(Piece(text=text[first:last], hit=True))
        place = last
    return (*found, Piece(text=text[place:])) if place < len(text) or not found else tuple(found)


def passage(text: str, *, words: Sequence[str]) -> tuple[Piece, ...]:
    """The first hit and what stands around it; nothing where there is none."""
    first = next(_hits(text, words), None)
    if first is None:
        return ()
    begins, ends = max(first[0] - _AROUND, 0), min(first[1] + _AROUND, len(text))
    # Whole words at both ends.
    begins = text.find(" ", begins, first[0]) + 1 if begins else 0
    ends = ends if ends == len(text) else max(text.rfind(" ", first[1], ends), first[1])
    shown = " ".join(text[begins:ends].split())
    return marked(f"{'… ' if begins else ''}{shown}{' …' if ends < len(text) else ''}", words=words)


def around_first_hit(text: str, *, words: Sequence[str], beside: int) -> tuple[str, bool, bool]:
    """The first hit with so many characters on both sides, and whether the text was cut before and after."""
    first = next(_hits(text, words), None)
    if first is None:
        return "", False, False
    begins, ends = max(first[0] - beside, 0), first[1] + beside
    return text[begins:ends], begins > 0, ends < len(text)


def _hits(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    several = "|".join(sorted(map(_pattern, words), key=len, reverse=True))
    if not several:
        return iter(())
    return (found.span() for found in re.finditer(rf"(?<![^\W_])(?:{several})(?![^\W_])", _folded(text)))


def _pattern(word: str) -> str:
    return re.escape(_folded(word)) + ("" if len(word) == 1 else r"[^\W_]*")


def _folded(text: str) -> str:
    """Small letters without their marks, each in the place where it stood."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded_one, text))


@lru_cache(maxsize=4096)
def _folded_one(character: str) -> str:
    return (unicodedata.normalize("NFKD", character)[:1].lower() or character)[:1]
