"""Finding names as people type them: accents and marks folded, prefixes, and a typing error or two."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

# Only so many look-alikes are compared letter by letter, so that a search of 42,000 names stays in milliseconds.
_LOOKALIKES: Final = 80
# No name is longer, and a text of any length must be answered at once.
_LONGEST_TEXT: Final = 100
# A word of four letters may hold one error, of eight letters two.
_LONG_ENOUGH_FOR_AN_ERROR: Final = (4, 8)
# Shorter texts lie inside too many names to mean one.
_SHORTEST_INSIDE: Final = 3
_EXACT, _PREFIX, _WORD_PREFIX, _INSIDE, _TYPO = range(5)


def fold(text: str) -> str:
    """Lower case without accents, clicks, hyphens or apostrophes: `!Kheis` → `kheis`, `Khâi-Ma` → `khai ma`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    plain = plain.replace("'", "").replace("\u2019", "")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def errors_allowed(length: int) -> int:
    """How many typing errors a word of this length may hold and still be recognised."""
    return sum(length >= enough for enough in _LONG_ENOUGH_FOR_AN_ERROR)


def edits_to_prefix(typed: str, name: str, *, most: int) -> int:
    """The fewest edits (insert, drop, change, swap neighbours) from `typed` to some beginning of `name`.

    Answers `most + 1` when it takes more than `most`.
    """
    target = name[: len(typed) + most]
    before_last: list[int] = []
    last = list(range(len(target) + 1))
    for i, letter in enumerate(typed, start=1):
        row = [i]
        for j, other in enumerate(target, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == target[j - 2] and typed[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return min(*last, most + 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """The position of the thing named, how it matched (smaller is better), and the folded name that matched."""

    position: int
    rank: tuple[int, int, int]
    name: str

    @property
    def typo(self) -> bool:
        return self.rank[0] == _TYPO


class NameIndex:
    """Names of many things, each thing known by one or more names."""

    def __init__(self, names: Iterable[Sequence[str]]) -> None:
        self._names: list[tuple[str, int]] = []
        for position, known_as in enumerate(names):
            self._names.extend((folded, position) for folded in dict.fromkeys(map(fold, known_as)) if folded)
        self._by_trigram: dict[str, list[int]] = defaultdict(list)
        for number, (name, _) in enumerate(self._names):
            for trigram in _trigrams(name):
                self._by_trigram[trigram].append(number)
        self._exact: dict[str, list[int]] = defaultdict(list)
        for name, position in self._names:
            self._exact[name].append(position)

    def exact(self, folded: str) -> Sequence[int]:
        """Positions known by exactly this folded name."""
        return self._exact.get(folded, ())

    def search(self, text: str, *, limit: int) -> list[Hit]:
        """The best hits first; typing errors are only looked for when nothing matches as typed."""
        typed = fold(text[:_LONGEST_TEXT])
        if not typed or limit < 1:
            return []
        hits = [
            Hit(position, (how, len(name), number), name)
            for number, (name, position) in enumerate(self._names)
            if (how := _as_typed(typed, name)) is not None
        ]
        return _best(hits or self._with_errors(typed), limit)

    def nearly(self, folded: str) -> list[int]:
        """Positions whose whole name is this one but for typing errors; for words found inside a longer text."""
        most = errors_allowed(len(folded))
        return [
            self._names[number][1]
            for number in self._lookalikes(folded)
            if most
            and self._names[number][0][0] == folded[0]
            and abs(len(self._names[number][0]) - len(folded)) <= most
            and _edits(folded, self._names[number][0], most=most) <= most
        ]

    def _with_errors(self, typed: str) -> list[Hit]:
        most = errors_allowed(len(typed))
        if not most:
            return []
        hits = []
        for number in self._lookalikes(typed):
            name, position = self._names[number]
            edits = min(edits_to_prefix(typed, start, most=most) for start in _word_starts(name))
            if edits <= most:
                hits.append(Hit(position, (_TYPO, edits, abs(len(name) - len(typed))), name))
        return hits

    def _lookalikes(self, folded: str) -> list[int]:
        shared: Counter[int] = Counter()
        for trigram in _trigrams(folded):
            shared.update(self._by_trigram.get(trigram, ()))
        ordered = sorted(shared, key=lambda n: (-shared[n], len(self._names[n][0]), n))
        return ordered[:_LOOKALIKES]


def _edits(one: str, other: str, *, most: int) -> int:
    # A sign that occurs in no folded name makes the end count as much as the beginning.
    return edits_to_prefix(one + "$", other + "$", most=most)


def _as_typed(typed: str, name: str) -> int | None:
    if name.startswith(typed):
        return _EXACT if name == typed else _PREFIX
    if f" {typed}" in name:
        return _WORD_PREFIX
    return _INSIDE if len(typed) >= _SHORTEST_INSIDE and typed in name else None


def _best(hits: Iterable[Hit], limit: int) -> list[Hit]:
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.position not in best or hit.rank < best[hit.position].rank:
            best[hit.position] = hit
    return sorted(best.values(), key=lambda hit: (hit.rank, hit.position))[:limit]


def _trigrams(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def _word_starts(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[i:]) for i in range(len(words))]
