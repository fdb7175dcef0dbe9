"""`baraza members reset-second-factor EMAIL`: for whoever lost phone and recovery codes, see docs/runbooks/sign-in.md."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.identity.actions.second_factor import PersonUnknown, reset_second_factor
from baraza.core.identity.actor import SYSTEM


class Command(BaseCommand):
    help = "Takes a person's second factors and recovery codes away and ends their sessions; written into the trail."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["reset-second-factor"])
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        try:
            reset_second_factor(email=email, actor=SYSTEM)
        except PersonUnknown as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{email} signs in with the password alone, and sets up a second factor again if one is due.")
