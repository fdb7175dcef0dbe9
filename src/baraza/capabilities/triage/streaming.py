"""Reads a CSV of texts and writes it back with the guess in six further columns, row by row."""

import csv
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from baraza.capabilities.triage.guess import Guess
from baraza.capabilities.triage.offline import guess_offline

ADDED: Final = ("category", "confidence", "second", "third", "priority", "language")
FIELD_LIMIT: Final = 1024 * 1024


class BadTable(Exception):
    """The file is no CSV with a `text` column."""


def classify_table(*, source: Iterable[str], target: TextIO) -> int:
    """Write all input columns and the guess for every row; returns the number of rows.

    An input column with the name of an added one keeps its values under `input_<name>`.
    """
    csv.field_size_limit(FIELD_LIMIT)
    rows = csv.reader(_without_mark(source))
    header = next(rows, None)
    names = [name.strip().lower() for name in header or []]
    if header is None or "text" not in names:
        raise BadTable("The file needs a header row with a column named text.")
    text_at = names.index("text")
    language_at = names.index("lang") if "lang" in names else None
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*(f"input_{name}" if name in ADDED else name for name in header), *ADDED])
    written = 0
    for row in _readable(rows):
        cells = (row + [""] * len(header))[: len(header)]
        hint = cells[language_at].strip().lower()[:5] or None if language_at is not None else None
        guess = guess_offline(text=cells[text_at], language_hint=hint)
        writer.writerow([*cells, *_cells(guess)])
        written += 1
    return written


def _readable(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows; an entirely blank line is a row without text, so that line counts match."""
    try:
        yield from rows
    except csv.Error as error:
        raise BadTable(f"The file is no CSV: {error}") from error


def _without_mark(source: Iterable[str]) -> Iterator[str]:
    """Excel starts UTF-8 files with a byte order mark; NUL bytes come from broken exports."""
    for number, line in enumerate(source):
        yield (line.removeprefix("\ufeff") if number == 0 else line).replace("\x00", "")


def _cells(guess: Guess) -> list[str]:
    codes = [code for code, _ in guess.alternatives] + ["", ""]
    return [guess.category, f"{guess.confidence:.4f}", codes[1], codes[2], guess.priority, guess.language]
