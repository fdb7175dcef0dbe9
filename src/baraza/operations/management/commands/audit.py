"""`baraza audit`: verifies the chains of the trail, notes their ends for keeping elsewhere, archives old entries."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.audit.anchors import Anchor, AnchorUnreadable, first_broken, read_anchors, take_anchor
from baraza.core.audit.archiving import ArchiveRefused, check, take_out, write_archive
from baraza.core.audit.verifying import Problem, Verdict, verify_and_keep
from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    list_organisations,
)
from baraza.core.tenancy.preparation import CannotPrepare, owner_connection
from baraza.core.tenancy.scope import organisation_scope

_WORDS = {
    Problem.CHANGED: "was changed after it was written",
    Problem.REMOVED: "is missing, or the one before it is",
    Problem.INSERTED: "was put in past the application",
    Problem.REORDERED: "is not in its place",
}


class Command(BaseCommand):
    help = "The audit trail: verify it (an error when it was touched), anchor it, archive old entries of it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify", "anchor", "archive", "check-archive"])
        parser.add_argument("--organisation", metavar="SLUG", help="only this one; otherwise every organisation")
        parser.add_argument("--anchors", metavar="FILE", type=Path, help="verify: what `anchor` printed in the past")
        parser.add_argument("--before", metavar="YYYY-MM-DD", help="archive: entries of before this day (UTC)")
        parser.add_argument("--file", metavar="FILE", type=Path, help="archive, check-archive: the file")

    def handle(self, *_args: Any, action: str, **options: Any) -> None:
        if action == "archive":
            self._archive(options)
        elif action == "check-archive":
            self._check_archive(options)
        elif action == "anchor":
            for profile in self._chosen(options["organisation"]):
                with organisation_scope(organisation_id=profile.id):
                    self.stdout.write(take_anchor(organisation=profile.slug).as_line)
        else:
            self._verify(options)

    def _verify(self, options: dict[str, Any]) -> None:
        anchors = _anchors(options["anchors"])
        chosen = self._chosen(options["organisation"])
        broken = [profile.slug for profile in chosen if not self._is_whole(profile, anchors)]
        if broken:
            raise CommandError(f"The audit trail is broken: {', '.join(broken)}.")

    def _chosen(self, slug: str | None) -> list[OrganisationProfile]:
        if slug is None:
            return list_organisations()
        try:
            return [get_organisation_by_slug(slug=slug)]
        except OrganisationUnknown as error:
            raise CommandError(str(error)) from error

    def _is_whole(self, profile: OrganisationProfile, anchors: Sequence[Anchor]) -> bool:
        own = [one for one in anchors if one.organisation == profile.slug]
        with organisation_scope(organisation_id=profile.id):
            verdict, lost = verify_and_keep(), first_broken(own)
        self.stdout.write(f"{profile.slug}: {_said(verdict)}")
        if lost is not None:
            self.stdout.write(f"{profile.slug}: BROKEN. Entry {lost.sequence} is not the one that was noted {lost.at}")
        elif own:
            self.stdout.write(f"{profile.slug}: as in all {len(own)} anchors")
        return verdict.problem is None and lost is None

    def _archive(self, options: dict[str, Any]) -> None:
        before, file = _day(options["before"]), _file(options)
        if options["organisation"] is None:
            raise CommandError("Say which --organisation: each has a file of its own.")
        [profile] = self._chosen(options["organisation"])
        try:
            with organisation_scope(organisation_id=profile.id):
                written = write_archive(before=before, file=file)
            with owner_connection() as owner:
                taken = take_out(owner=owner, written=written)
        except (ArchiveRefused, CannotPrepare, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{profile.slug}: {taken} entries up to {written.sequence} of the chain are in {file} and no longer in the "
            f"database. SHA-256 of the file: {written.digest}"
        )

    def _check_archive(self, options: dict[str, Any]) -> None:
        try:
            digest = check(file=_file(options))
        except (ArchiveRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Whole. SHA-256 of the file: {digest}")


def _anchors(file: Path | None) -> list[Anchor]:
    if file is None:
        return []
    try:
        return read_anchors(file.read_text(encoding="utf-8").splitlines())
    except (AnchorUnreadable, OSError) as error:
        raise CommandError(str(error)) from error


def _day(written: str | None) -> datetime:
    try:
        return datetime.strptime(written or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError("Say --before which day, like 2024-01-31.") from error


def _file(options: dict[str, Any]) -> Path:
    file: Path | None = options["file"]
    if file is None:
        raise CommandError("Say which --file.")
    return file


def _said(verdict: Verdict) -> str:
    whole = f"whole up to entry {verdict.sequence} of the chain, {verdict.hash}"
    if verdict.problem is None:
        return whole
    if verdict.problem is Problem.CUT_OFF:
        return f"BROKEN. {whole}; the entries after it were cut off"
    return f"BROKEN. {whole}; entry with id {verdict.entry_id} {_WORDS[verdict.problem]}"
