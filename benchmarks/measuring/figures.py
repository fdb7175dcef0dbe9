"""One measured figure beside its reference, and the table in which all of them are printed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`ratio` is what the target speaks of; `met` is None for what is reported without a target."""

    what: str
    ours: str
    reference: str
    ratio: float | None
    target: str
    met: bool | None
    samples: str


def parser(description: str | None) -> argparse.ArgumentParser:
    """With the options that every benchmark takes."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--quick", action="store_true", help="a few requests only: shows that it runs, not how fast")
    made.add_argument("--patience", type=float, default=8.0, help="seconds to wait for others' work before a round")
    made.add_argument("--json", type=Path, help="write the figures to this file, too")
    return made


def publish(figures: Sequence[Figure], *, file: Path | None) -> None:
    print()
    print_table(figures)
    if file is not None:
        file.write_text(json.dumps([asdict(figure) for figure in figures]), encoding="utf-8")


def read(file: Path) -> list[Figure]:
    return [Figure(**fields) for fields in json.loads(file.read_text(encoding="utf-8"))]


def print_table(figures: Sequence[Figure]) -> None:
    heads = ("figure", "ours", "reference", "ratio", "target", "", "samples")
    rows = [
        (
            figure.what,
            figure.ours,
            figure.reference,
            "" if figure.ratio is None else f"{figure.ratio:.2f}",
            figure.target,
            {True: "met", False: "MISSED", None: ""}[figure.met],
            figure.samples,
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    for row in [heads, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
