"""`triage classify|evaluate|train|export-corrections`: quality of triage from the command line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baraza.capabilities.triage.figures import Labelled, measure, table
from baraza.capabilities.triage.model import MODEL_FILE
from baraza.capabilities.triage.queries import classify, list_decisions
from baraza.capabilities.triage.streaming import BadTable, classify_table
from baraza.capabilities.triage.training.corpus import (
    BadExample,
    Example,
    TestTextInExamples,
    load_examples,
    load_frames,
    read_rows,
    refuse_test_texts,
)
from baraza.core.organisations.queries import get_organisation_by_slug
from baraza.core.tenancy.scope import organisation_scope

TEST_SETS = Path("tests/capabilities/triage/data")


class Command(BaseCommand):
    help = "Guess category, priority and language of texts; measure and train the model."
    # Classifying a file needs no database, so nothing is checked before it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        one = actions.add_parser("classify", help="add six columns to a CSV file with a column named text")
        one.add_argument("file", help="the CSV file, or - for standard input")
        two = actions.add_parser("evaluate", help="print the accuracy on labelled CSV files")
        two.add_argument("files", nargs="*", type=Path, help=f"default: every file in {TEST_SETS}")
        three = actions.add_parser("train", help="train on the examples and write the model file (needs scikit-learn)")
        three.add_argument("--tests", type=Path, default=TEST_SETS, help="no text of these files may be an example")
        three.add_argument("--output", type=Path, default=MODEL_FILE)
        three.add_argument("--also", type=Path, nargs="*", default=[], help="further labelled CSV files to learn from")
        four = actions.add_parser("export-corrections", help="write what staff decided as a labelled CSV file")
        four.add_argument("--organisation", required=True, help="the organisation's slug")

    def handle(self, **options: Any) -> None:
        doing: dict[str, Callable[[dict[str, Any]], None]] = {
            "classify": self._classify,
            "evaluate": self._evaluate,
            "train": self._train,
            "export-corrections": self._export,
        }
        doing[options["action"]](options)

    def _classify(self, options: dict[str, Any]) -> None:
        # Written past Django's wrapper, which would hold nothing back but costs a check per row.
        target = sys.stdout
        if hasattr(target, "reconfigure"):
            target.reconfigure(encoding="utf-8", newline="")
        try:
            if options["file"] == "-":
                classify_table(source=sys.stdin, target=target)
            else:
                # Bytes that are no UTF-8 (a Latin-1 export) become a replacement mark instead of ending the run.
                with Path(options["file"]).open(newline="", encoding="utf-8", errors="replace") as source:
                    classify_table(source=source, target=target)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except BadTable as error:
            raise CommandError(str(error)) from error

    def _evaluate(self, options: dict[str, Any]) -> None:
        files = options["files"] or _test_files(TEST_SETS)
        for path in files:
            texts = [_labelled(example) for example in _read(path)]
            self.stdout.write(table(name=path.name, figures=measure(texts=texts, classify=lambda t: classify(text=t))))

    def _train(self, options: dict[str, Any]) -> None:
        from baraza.capabilities.triage.training.fit import train

        examples = [*load_examples(), *(example for path in options["also"] for example in _read(path))]
        tests = [example for path in _test_files(options["tests"]) for example in _read(path)]
        try:
            refuse_test_texts(examples=examples, tests=tests)
        except TestTextInExamples as error:
            raise CommandError(str(error)) from error
        version = train(examples=examples, frames=load_frames(), path=options["output"])
        self.stdout.write(f"{version}: {len(examples)} examples, {options['output'].stat().st_size:,} bytes")

    def _export(self, options: dict[str, Any]) -> None:
        organisation = get_organisation_by_slug(slug=options["organisation"])
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["text", "category", "priority", "language"])
        with organisation_scope(organisation_id=organisation.id):
            for one in list_decisions(organisation_id=organisation.id):
                writer.writerow([one.text, one.category, one.priority, one.language])


def _test_files(folder: Path) -> list[Path]:
    """Training without the test sets at hand would skip the check that keeps the figures honest."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise CommandError(f"No test sets in {folder}; name their folder.")
    return files


def _read(path: Path) -> list[Example]:
    try:
        return list(read_rows(path=path))
    except (OSError, BadExample, KeyError) as error:
        raise CommandError(f"{path} is no labelled file: {error}") from error


def _labelled(example: Example) -> Labelled:
    return Labelled(text=example.text, category=example.category, priority=example.priority, language=example.language)
