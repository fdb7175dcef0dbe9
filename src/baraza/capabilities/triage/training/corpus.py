"""Reads the hand-written examples and refuses to train on a text that a test set holds."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from baraza.capabilities.triage.normalise import normalise
from baraza.capabilities.triage.taxonomy import CATEGORIES, LANGUAGES, PRIORITIES

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
FRAMES: Final = EXAMPLES / "frames.json"


class BadExample(Exception):
    """A row of an example or test file has a code that triage does not know, or no text."""


class TestTextInExamples(Exception):
    """Training stops: the figures would be measured on texts the model has seen."""

    __test__ = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text."""

    text: str
    category: str
    priority: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """What people write around the matter itself, in one language."""

    openings: tuple[str, ...]
    closings: tuple[str, ...]
    landmarks: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[str, ...]


def read_rows(*, path: Path, language: str | None = None) -> Iterator[Example]:
    """Rows of a CSV file; the language comes from its column unless it is given."""
    with path.open(newline="", encoding="utf-8") as handle:
        for number, row in enumerate(csv.DictReader(handle), start=2):
            example = Example(
                text=row["text"].strip(),
                category=row["category"],
                priority=row["priority"],
                language=language or row["language"],
            )
            _check(example, where=f"{path.name}:{number}")
            yield example


def _check(example: Example, *, where: str) -> None:
    known = example.category in CATEGORIES and example.priority in PRIORITIES and example.language in LANGUAGES
    if not (known and example.text):
        raise BadExample(f"{where}: unknown code or empty text: {example}")


def load_examples(*, folder: Path = EXAMPLES) -> list[Example]:
    """All hand-written examples, language after language."""
    return [
        example for language in LANGUAGES for example in read_rows(path=folder / f"{language}.csv", language=language)
    ]


def load_frames(*, path: Path = FRAMES) -> dict[str, Frames]:
    """Openings, closings and place names by language."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {
        language: Frames(
            openings=tuple(raw[language]["open"]),
            closings=tuple(raw[language]["close"]),
            landmarks=tuple(raw[language]["landmarks"]),
            streets=tuple(raw["streets"]),
            places=tuple(raw["places"]),
        )
        for language in LANGUAGES
    }


def refuse_test_texts(*, examples: Iterable[Example], tests: Iterable[Example]) -> None:
    """Raise when a test text stands among the examples; case, accents and punctuation do not hide it."""
    held_out = {normalise(test.text) for test in tests}
    seen = sorted({example.text for example in examples if normalise(example.text) in held_out})
    if seen:
        raise TestTextInExamples(f"{len(seen)} test texts are among the examples, the first is {seen[0]!r}")
