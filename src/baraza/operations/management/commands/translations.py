"""`baraza translations extract|compile|check`: the catalogues of what residents read, see docs/translations.md."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from baraza.operations.translations.catalogues import (
    CatalogueFile,
    CatalogueUnreadable,
    catalogue_files,
    compiled,
    merge,
    read,
    rendered,
    write_if_changed,
)
from baraza.operations.translations.checking import ENGLISH, check, staff_texts
from baraza.operations.translations.extraction import extract
from baraza.operations.translations.texts import SourceUnreadable


class Command(BaseCommand):
    help = "Take the texts out of the source, compile the translations, or check that nothing is missing."
    # Runs while a machine is prepared: before there is a database, and before there is a compiled catalogue.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["extract", "compile", "check"])

    def handle(self, *, act: str, **_options: Any) -> None:
        acts: dict[str, Callable[[], None]] = {
            "extract": self._extract,
            "compile": self._compile,
            "check": self._check,
        }
        try:
            acts[act]()
        except (SourceUnreadable, CatalogueUnreadable) as error:
            raise CommandError(str(error)) from error

    def _files(self) -> list[CatalogueFile]:
        languages = [code for code, _ in settings.LANGUAGES if code != ENGLISH]
        return catalogue_files(folder=settings.LOCALE_PATHS[0], languages=languages)

    def _extract(self) -> None:
        uses = extract(source=settings.SOURCE_ROOT)
        for file in self._files():
            merged = merge(known=read(file=file), uses=uses)
            written = write_if_changed(path=file.path, content=rendered(catalogue=merged, language=file.language))
            self.stdout.write(
                f"{file.language}: {len(merged)} texts, {len(merged.obsolete)} obsolete, "
                + ("written" if written else "unchanged")
            )

    def _compile(self) -> None:
        for file in self._files():
            written = write_if_changed(path=file.compiled, content=compiled(catalogue=read(file=file)))
            self.stdout.write(f"{file.language}: {'compiled' if written else 'up to date'}")

    def _check(self) -> None:
        uses = extract(source=settings.SOURCE_ROOT)
        begun = {code for code, _ in settings.STARTED_LANGUAGES}
        faults = check(files=self._files(), uses=uses, begun=begun)
        for area, count in sorted(staff_texts(uses).items()):
            self.stdout.write(f"Not resident-facing, English will do: {count} texts of {area}")
        if faults:
            raise CommandError("\n".join([*map(str, faults), f"Faults in the translations: {len(faults)}"]))
        self.stdout.write(f"{len({use.text for use in uses})} texts: every one that residents read is translated.")
