"""`areas import`, `areas list` and `areas locate`: official boundaries from the command line."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baraza.capabilities.geography import queries
from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.presets import PRESETS, FieldPlan
from baraza.capabilities.geography.importing.store import ImportRequest, import_areas
from baraza.capabilities.geography.kinds import KINDS
from baraza.capabilities.geography.locating import BadTable, active_layers, locate_rows


class Command(BaseCommand):
    help = "Import official boundary layers, list the imported editions, and find the area of each place in a table."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _add_import(actions.add_parser("import", help="import a GeoJSON file or a zipped shapefile as an edition"))
        actions.add_parser("list", help="list the imported editions and which one is active")
        locate = actions.add_parser("locate", help="add the area to each row of a CSV file with columns lat and lon")
        locate.add_argument("file", type=Path)
        locate.add_argument("--country", type=_country)
        locate.add_argument("--kind", choices=KINDS)

    def handle(self, **options: Any) -> None:
        {"import": self._import, "list": self._list, "locate": self._locate}[options["action"]](options)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            report = import_areas(request=_request(options), progress=self._progress)
        except ImportRefused as refusal:
            raise CommandError(f"Not imported: {refusal}.") from refusal
        for line in report.lines():
            self.stdout.write(line)

    def _list(self, _options: dict[str, Any]) -> None:
        editions = queries.list_editions()
        if not editions:
            self.stdout.write("No edition is imported. South Africa answers from the built-in table, approximately.")
        for edition in editions:
            state = "active" if edition.active else "kept"
            since = edition.valid_from or "its import"
            self.stdout.write(
                f"{edition.country} {edition.kind} {edition.label}: {edition.areas} areas, {state}, "
                f"valid from {since}, imported {edition.imported_at} from {edition.source}"
            )

    def _locate(self, options: dict[str, Any]) -> None:
        layers = active_layers(country=options["country"], kind=options["kind"])
        writer = csv.writer(self.stdout, lineterminator="\n")
        outcome: Counter[str] = Counter()
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as table:
                for number, row in enumerate(locate_rows(lines=table, layers=layers)):
                    writer.writerow(row)
                    if number:
                        outcome["refused" if row[-1] else "found" if row[-6] else "outside"] += 1
        except (OSError, UnicodeDecodeError, csv.Error, BadTable) as problem:
            raise CommandError(f"{options['file']}: {problem}") from problem
        self._progress(
            f"{outcome['found']} found, {outcome['outside']} outside every area, {outcome['refused']} with an error"
        )

    def _progress(self, text: str) -> None:
        self.stderr.write(text, style_func=str)


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--preset", choices=sorted(PRESETS), help="the field names of an official publisher")
    parser.add_argument("--country", type=_country, help="two letters, such as ZA")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--edition", required=True, help="the publisher's name for this edition, such as 2018")
    parser.add_argument("--code", metavar="FIELD")
    parser.add_argument("--name", metavar="FIELD")
    parser.add_argument("--parent", metavar="FIELD")
    parser.add_argument("--valid-from", type=_day, metavar="YYYY-MM-DD")
    parser.add_argument("--source", default="", help="where the file came from and under which licence")
    parser.add_argument("--replace", action="store_true", help="correct an edition imported under the same label")


def _request(options: dict[str, Any]) -> ImportRequest:
    preset = PRESETS.get(options["preset"] or "")
    country = options["country"] or (preset.country if preset else None)
    kind = options["kind"] or (preset.kind if preset else None)
    if preset is not None and country != preset.country:
        raise CommandError(f"preset {preset.name} is for {preset.country}, not {country}")
    missing = [
        flag
        for flag, value in (
            ("--country", country), ("--kind", kind), ("--code", options["code"] or preset), ("--name", options["name"] or preset),
        )
        if not value
    ]  # fmt: skip
    if missing or country is None or kind is None:
        raise CommandError(f"without a preset these are needed: {', '.join(missing)}")
    return ImportRequest(
        path=options["file"],
        country=country,
        kind=kind,
        edition=options["edition"],
        plan=_plan(options, preset.plan if preset else None),
        valid_from=options["valid_from"],
        source=options["source"],
        replace=options["replace"],
    )


def _plan(options: dict[str, Any], preset: FieldPlan | None) -> FieldPlan:
    """The preset's fields, each overruled by the field that the operator names."""
    base = preset or FieldPlan(code=(), name=())
    return FieldPlan(
        code=(options["code"],) if options["code"] else base.code,
        name=(options["name"],) if options["name"] else base.name,
        parent=(options["parent"],) if options["parent"] else base.parent,
        parent_prefix={} if options["parent"] else base.parent_prefix,
        properties=base.properties,
        digits=base.digits,
    )


def _country(text: str) -> str:
    if re.fullmatch("[A-Za-z]{2}", text):
        return text.upper()
    raise argparse.ArgumentTypeError(f"{text!r} is not a two-letter country code such as ZA")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-11-04") from problem
