"""`baraza database prepare`: makes the roles, the tables and the rights; run it at every upgrade."""

import argparse
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from baraza.core.tenancy.preparation import CannotPrepare, prepare_database
from baraza.core.tenancy.roles import RoleUnsafe


class Command(BaseCommand):
    help = "Prepares the database: roles, tables, rights. Safe to run again."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["prepare"])

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            prepare_database(say=self.stdout.write, verbosity=options["verbosity"])
        except (CannotPrepare, RoleUnsafe) as error:
            raise CommandError(str(error)) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise CommandError(f"The owner's role lacks a right: {error}") from error
