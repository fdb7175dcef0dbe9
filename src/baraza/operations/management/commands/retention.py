"""`baraza retention show|apply`: how long each organisation keeps what, and forgetting what is older at once."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    list_organisations,
)
from baraza.core.settings.retention import list_retention
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.retention import apply_retention


class Command(BaseCommand):
    help = "Shows how long what is kept, or forgets at once what is older; the worker does that once a day."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["show", "apply"])
        parser.add_argument("--organisation", metavar="SLUG", help="only this one; otherwise every organisation")

    def handle(self, *_args: Any, **options: Any) -> None:
        write = self._show if options["action"] == "show" else self._apply
        for profile in _chosen(options["organisation"]):
            write(profile)

    def _show(self, profile: OrganisationProfile) -> None:
        with organisation_scope(organisation_id=profile.id):
            kept = list_retention()
        for code, days in kept.items():
            self.stdout.write(f"{profile.slug}: {code} {days} days")

    def _apply(self, profile: OrganisationProfile) -> None:
        for name, count in apply_retention(organisation_id=profile.id).items():
            self.stdout.write(f"{profile.slug}: {name} {count} forgotten")


def _chosen(slug: str | None) -> list[OrganisationProfile]:
    if slug is None:
        return list_organisations()
    try:
        return [get_organisation_by_slug(slug=slug)]
    except OrganisationUnknown as error:
        raise CommandError(str(error)) from error
