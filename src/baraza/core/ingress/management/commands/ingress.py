"""`baraza ingress dead-letters|replay`: what came in and could not be handled."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.ingress.dead_letters import list_failed_events, replay_events
from baraza.lib.correlation import mask_numbers


class Command(BaseCommand):
    help = "Shows events that could not be handled, and has them handled again."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["dead-letters", "replay"])
        parser.add_argument("ids", nargs="*", type=int, help="Numbers from `baraza ingress dead-letters`")
        parser.add_argument("--failed", action="store_true", help="All that failed")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "dead-letters":
            self._show()
            return
        if bool(options["ids"]) == options["failed"]:
            raise CommandError("Give either the numbers or --failed.")
        count = replay_events(ids=None if options["failed"] else options["ids"])
        self.stdout.write(f"{count} events will be handled again.")

    def _show(self) -> None:
        found = list_failed_events()
        for event in found:
            self.stdout.write(
                f"{event.id}  {event.received_at:%Y-%m-%d %H:%M}  organisation {event.organisation_id}"
                f"  connection {event.connection_id}  {event.kind}  {mask_numbers(event.sender)}"
                f"  {event.attempts} attempts  {mask_numbers(event.error)}  {event.correlation_id}"
            )
        self.stdout.write(f"{len(found)} dead letters.")
