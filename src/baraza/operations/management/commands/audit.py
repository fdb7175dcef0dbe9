"""`baraza audit verify`: looks through the chains of the audit trail and names the first broken entry."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.audit.verifying import Problem, Verdict, verify_and_keep
from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    list_organisations,
)
from baraza.core.tenancy.scope import organisation_scope

_WORDS = {
    Problem.CHANGED: "was changed after it was written",
    Problem.REMOVED: "is missing, or the one before it is",
    Problem.INSERTED: "was put in past the application",
    Problem.REORDERED: "is not in its place",
}


class Command(BaseCommand):
    help = "Verifies the audit trail. Ends with an error when an entry was changed, removed, put in or moved."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify"])
        parser.add_argument("--organisation", metavar="SLUG", help="only this one; otherwise every organisation")

    def handle(self, *_args: Any, **options: Any) -> None:
        broken = [profile.slug for profile in self._chosen(options["organisation"]) if not self._is_whole(profile)]
        if broken:
            raise CommandError(f"The audit trail is broken: {', '.join(broken)}.")

    def _chosen(self, slug: str | None) -> list[OrganisationProfile]:
        if slug is None:
            return list_organisations()
        try:
            return [get_organisation_by_slug(slug=slug)]
        except OrganisationUnknown as error:
            raise CommandError(str(error)) from error

    def _is_whole(self, profile: OrganisationProfile) -> bool:
        with organisation_scope(organisation_id=profile.id):
            verdict = verify_and_keep()
        self.stdout.write(f"{profile.slug}: {_said(verdict)}")
        return verdict.problem is None


def _said(verdict: Verdict) -> str:
    whole = f"whole up to entry {verdict.sequence} of the chain, {verdict.hash}"
    if verdict.problem is None:
        return whole
    if verdict.problem is Problem.CUT_OFF:
        return f"BROKEN. {whole}; the entries after it were cut off"
    return f"BROKEN. {whole}; entry with id {verdict.entry_id} {_WORDS[verdict.problem]}"
