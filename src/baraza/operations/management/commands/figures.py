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
from baraza.services.call_analytics.actions import figures as call_figures
from baraza.services.call_analytics.queries.boards_check import board_differences
from baraza.services.complaints.actions.figures import fold_organisation, rebuild_figures
from baraza.services.complaints.queries.figures_check import figure_differences


class Command(BaseCommand):
    help = "Compares the kept figures of complaints and calls with a full count, or counts them anew."
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
            if _has_calls(one):
                self._keep_calls(one, rebuild=options["action"] == "rebuild")

    def _keep_calls(self, one: OrganisationProfile, *, rebuild: bool) -> None:
        if rebuild:
            call_figures.rebuild_figures(organisation_id=one.id)
            self.stdout.write(f"{one.slug}: calls counted.")
            return
        self.stdout.write(
            f"{one.slug}: {call_figures.fold_organisation(organisation_id=one.id)} changes of calls folded."
        )

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
            wrong += _has_calls(one) and self._calls_differ(one)
        if wrong:
            raise CommandError("Figures differ. `baraza figures rebuild` counts them anew; please report how it came.")

    def _calls_differ(self, one: OrganisationProfile) -> bool:
        with organisation_scope(organisation_id=one.id):
            differences = board_differences()
        says = "the figures of calls differ" if differences else "the figures of calls are true"
        self.stdout.write(f"{one.slug}: {says}.")
        for each in differences:
            self.stdout.write(f"  {each.where}: kept {each.kept}, counted {each.counted}")
        return bool(differences)


def _has_calls(one: OrganisationProfile) -> bool:
    return "call_analytics" in one.services
