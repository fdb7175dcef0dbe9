"""Writes variants of an example as people send them: greetings, places, typing slips, abbreviations."""

import random
import re
from collections.abc import Iterator
from typing import Final

from baraza.capabilities.triage.training.corpus import Example, Frames

VARIANTS: Final = 6
# How often a variant opens with a greeting, names a landmark, is typed carelessly, and how often a word then has a slip.
GREETED: Final = 0.35
LOCATED: Final = 0.5
CARELESS: Final = 0.5
SHORTENED: Final = 0.5
SLIPPED: Final = 0.12
# Shorter words are rarely mistyped and hardly readable when they are.
SHORTEST_SLIP: Final = 4

_SLOT: Final = re.compile(r"\{(street|place)\}")
_VOWEL: Final = re.compile(r"(?<=\w)[aeiou](?=\w)")

# What people shorten on a keypad; whole words only.
_ABBREVIATIONS: Final = {
    "please": ("pls", "plz"),
    "you": ("u",),
    "are": ("r",),
    "your": ("ur",),
    "because": ("bcs", "coz"),
    "street": ("str", "st"),
    "road": ("rd",),
    "number": ("nr", "no"),
    "water": ("wtr", "watr"),
    "the": ("da", "te"),
    "and": ("n", "&"),
    "for": ("4",),
    "not": ("nt",),
    "with": ("wth",),
    "asseblief": ("asb",),
    "nie": ("ni",),
    "julle": ("jul",),
    "die": ("di",),
    "sicela": ("scela",),
    "ngicela": ("ngcela",),
    "ndicela": ("ndcela",),
    "amanzi": ("amanz",),
}


def fill(text: str, *, frames: Frames, rng: random.Random) -> str:
    """Put an invented street or place in each slot, so that the model learns none."""

    def name(match: re.Match[str]) -> str:
        return rng.choice(frames.streets if match.group(1) == "street" else frames.places)

    return _SLOT.sub(name, text)


def _slip(word: str, rng: random.Random) -> str:
    """One typing mistake inside a word."""
    if len(word) < SHORTEST_SLIP:
        return word
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
            _VOWEL.sub("", word, count=1),
        )
    )


def _type_carelessly(text: str, rng: random.Random) -> str:
    words = []
    for word in text.split():
        shorter = _ABBREVIATIONS.get(word.lower())
        if shorter and rng.random() < SHORTENED:
            words.append(rng.choice(shorter))
        elif rng.random() < SLIPPED:
            words.append(_slip(word, rng))
        else:
            words.append(word)
    return " ".join(words)


def _variant(text: str, *, frames: Frames, rng: random.Random) -> str:
    """The matter with a greeting, a landmark before or after it, and remarks that fit any matter.

    Landmarks name trees, drains and robots on purpose: where something is must not say what it is.
    """
    parts = [text]
    if rng.random() < LOCATED:
        parts.insert(rng.randrange(2), rng.choice(frames.landmarks))
    if rng.random() < GREETED:
        parts.insert(0, rng.choice(frames.openings))
    parts += rng.sample(frames.closings, k=rng.choice((0, 0, 1, 1, 2, 3)))
    joined = rng.choice((" ", ", ", ". ", " ")).join(parts)
    if rng.random() < CARELESS:
        joined = _type_carelessly(joined, rng)
    return joined


def variants(example: Example, *, frames: Frames, rng: random.Random) -> Iterator[str]:
    """The example itself, then its variants; the label of each is the example's."""
    yield fill(example.text, frames=frames, rng=rng)
    for _ in range(VARIANTS):
        yield fill(_variant(example.text, frames=frames, rng=rng), frames=frames, rng=rng)
