"""Numbers that one speaker says in parts, line after line: each part alone looks harmless."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

# The other one may say "yes, go on" in between, and most people need four lines for a card.
_MOST_LINES, _FARTHEST = 6, 3
# "It is", "and then": with more words around them, digits are about something else.
_MOST_WORDS: Final = 3
_SHORTEST_PHONE, _LONGEST_PHONE = 9, 12
# Of a card's number, with what may stand beside it: its date and its code.
_LONGEST: Final = 27
_WORD: Final = re.compile(r"[^\W\d_]+")
_ROLE: Final = re.compile(r"^([^\W\d_]{1,20}):\s")


@dataclass(frozen=True, kw_only=True)
class Part:
    """The digits of a line, group by group; `bare` where hardly anything else is said in it."""

    place: int
    groups: tuple[str, ...]
    bare: bool


def in_parts(
    lines: Sequence[tuple[str, str]],
    *,
    groups_of: Callable[[str], Sequence[str]],
    holds_card: Callable[[Sequence[str]], bool],
    telephones: bool,
) -> tuple[frozenset[int], frozenset[int]]:
    """Lines, as role and words, that say a card's number together, and those that say a telephone number."""
    cards, numbers = set[int](), set[int]()
    for row in _rows(lines, groups_of, holds_card):
        for several in _windows(row):
            groups = [group for one in several for group in one.groups]
            length, places = sum(map(len, groups)), {one.place for one in several}
            if not _SHORTEST_PHONE <= length <= _LONGEST or not cards.isdisjoint(places):
                continue
            if length > _LONGEST_PHONE and holds_card(groups):
                cards |= places
            elif telephones and length <= _LONGEST_PHONE and all(one.bare for one in several):
                numbers |= places
    return frozenset(cards), frozenset(numbers - cards)


def lines_with_roles(text: str) -> list[tuple[str, str]]:
    """Of a transcript as plain text, where each line begins with who says it."""
    found = []
    for line in text.split("\n"):
        role = _ROLE.match(line)
        found.append((role[1] if role else "", line))
    return found


def _rows(
    lines: Sequence[tuple[str, str]],
    groups_of: Callable[[str], Sequence[str]],
    holds_card: Callable[[Sequence[str]], bool],
) -> Iterator[list[Part]]:
    """Parts of one speaker that follow each other closely. What holds a card by itself is taken out anyway."""
    rows: dict[str, list[Part]] = {}
    for place, (role, words) in enumerate(lines):
        groups = tuple(groups_of(words))
        if not groups or sum(map(len, groups)) > _LONGEST or holds_card(groups):
            continue
        row = rows.setdefault(role, [])
        if row and place - row[-1].place > _FARTHEST:
            yield row
            row = rows[role] = []
        plain = _ROLE.sub("", words)
        row.append(Part(place=place, groups=groups, bare=len(_WORD.findall(plain)) <= _MOST_WORDS))
    yield from rows.values()


def _windows(row: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """The shortest first, so that no more is taken out than says the number."""
    for length in range(2, min(_MOST_LINES, len(row)) + 1):
        for first in range(len(row) - length + 1):
            yield row[first : first + length]
