"""`baraza smoke`: after an upgrade or a restore, whether the deployed system's database can be worked with."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    list_organisations,
)
from baraza.operations.smoke import try_out


class Command(BaseCommand):
    help = "Writes, reads and takes back in the deployed system's database; nothing stays. Ends with 1 if anything is wrong."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--organisation", default="", help="Its short name; the first one when left out")

    def handle(self, *_args: Any, **options: Any) -> None:
        outcomes = try_out(organisation=self._organisation(options["organisation"]))
        for one in outcomes:
            self.stdout.write(
                f"{'FAILED' if one.problem else 'ok':<7} {one.name}{': ' * bool(one.problem)}{one.problem}"
            )
        failed = sum(1 for one in outcomes if one.problem)
        if failed:
            raise CommandError(f"{failed} of {len(outcomes)} failed.")

    def _organisation(self, slug: str) -> OrganisationProfile:
        try:
            found = [get_organisation_by_slug(slug=slug)] if slug else list_organisations()[:1]
        except OrganisationUnknown as error:
            raise CommandError(f"There is no organisation {slug!r}.") from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be worked with: {error}") from error
        if not found:
            raise CommandError("There is no organisation yet: `baraza organisations add`.")
        return found[0]
