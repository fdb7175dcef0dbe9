"""`baraza demo seed`: two invented municipalities with staff, channels and reports."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from baraza.operations.demo.seed import seed


class Command(BaseCommand):
    help = "Fill this deployment with the demonstration. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["seed"])

    def handle(self, **_options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("The demonstration's accounts are public: they are refused outside of demo mode.")
        seed()
        self.stdout.write("The demonstration is in place.")
