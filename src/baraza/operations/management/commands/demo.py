"""`baraza demo seed`: two invented municipalities with staff, channels and reports; `baraza demo code` for the platform's."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from baraza.operations.demo import platform
from baraza.operations.demo.seed import seed


class Command(BaseCommand):
    help = "Fill this deployment with the demonstration. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["seed", "code"])

    def handle(self, act: str, **_options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("The demonstration's accounts are public: they are refused outside of demo mode.")
        if act == "code":
            self.stdout.write(
                f"{platform.code()}  for {platform.EMAIL}; another one every half minute, each works once."
            )
            return
        seed()
        platform.seed_super_admin()
        self.stdout.write("The demonstration is in place.")
