"""`baraza database prepare|maintain|review`: makes it ready at every upgrade, keeps it in shape, says how it is."""

import argparse
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from baraza.core.tenancy.maintenance import MOST_BLOAT, MaintenanceRuns, maintain, review
from baraza.core.tenancy.preparation import CannotPrepare, prepare_database
from baraza.core.tenancy.roles import RoleUnsafe


class Command(BaseCommand):
    help = "Prepares the database (roles, tables, rights), keeps it in shape, or says how it is. Safe to run again."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["prepare", "maintain", "review"])
        parser.add_argument("--most-bloat", type=int, default=round(MOST_BLOAT * 100), help="In percent of an index")
        parser.add_argument("--pretend", action="store_true", help="maintain: only say what would be done")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._carry_out(options)
        except (CannotPrepare, RoleUnsafe, MaintenanceRuns) as error:
            raise CommandError(str(error)) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError(f"The owner's role lacks a right: {error}") from error

    def _carry_out(self, options: dict[str, Any]) -> None:
        if options["action"] == "prepare":
            prepare_database(say=self.stdout.write, verbosity=options["verbosity"])
        elif options["action"] == "review":
            review(say=self.stdout.write)
        elif maintain(say=self.stdout.write, most_bloat=options["most_bloat"] / 100, pretend=options["pretend"]):
            raise CommandError("Not all indexes could be built anew: run it again when less is going on.")
