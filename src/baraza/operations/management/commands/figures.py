"""`baraza figures check|rebuild|fold`: whether the kept figures are true, and counting them anew."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    list_organisations,
)
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.figures import fold_organisation, rebuild_figures
from baraza.services.complaints.queries.figures_check import figure_differences


class Command(BaseCommand):
    help = "Compares the kept figures of complaints with a full count, or counts them anew."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["check", "rebuild", "fold"])
        parser.add_argument("--organisation", default="", help="Its short name; all of them when left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = self._organisations(options["organisation"])
        if options["action"] == "check":
            self._check(chosen)
            return
        for one in chosen:
            if options["action"] == "rebuild":
                self.stdout.write(f"{one.slug}: {rebuild_figures(organisation_id=one.id)} complaints counted.")
            else:
                self.stdout.write(f"{one.slug}: {fold_organisation(organisation_id=one.id)} changes folded.")

    @staticmethod
    def _organisations(slug: str) -> list[OrganisationProfile]:
        try:
            return [get_organisation_by_slug(slug=slug)] if slug else list_organisations()
        except OrganisationUnknown as error:
            raise CommandError(str(error)) from error

    def _check(self, chosen: list[OrganisationProfile]) -> None:
        wrong = 0
        for one in chosen:
            with organisation_scope(organisation_id=one.id):
                differences = figure_differences()
            wrong += bool(differences)
            self.stdout.write(f"{one.slug}: {'the figures differ' if differences else 'the figures are true'}.")
            for each in differences:
                self.stdout.write(
                    f"  {each.measure} by {each.dimension} {each.value!r} on {each.day}:"
                    f" kept {each.kept}, counted {each.counted}"
                )
        if wrong:
            raise CommandError("Figures differ. `baraza figures rebuild` counts them anew; please report how it came.")
