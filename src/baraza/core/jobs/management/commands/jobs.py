"""`baraza jobs dead-letters|replay|purge`: what was given up, and what to do about it."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.jobs.actions import purge_dead_letters, replay_dead_letters
from baraza.core.jobs.queries import dead_letters
from baraza.lib.correlation import mask_numbers


class Command(BaseCommand):
    help = "Shows, replays or forgets jobs that failed as often as they may."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("action", choices=["dead-letters", "replay", "purge"])
        parser.add_argument("ids", nargs="*", type=int, help="Numbers from `baraza jobs dead-letters`")
        parser.add_argument("--all", action="store_true", help="All of them")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "dead-letters":
            self._show()
            return
        if bool(options["ids"]) == options["all"]:
            raise CommandError("Give either the numbers or --all.")
        ids = None if options["all"] else options["ids"]
        if options["action"] == "replay":
            self.stdout.write(f"{replay_dead_letters(ids=ids)} jobs will run again.")
        else:
            self.stdout.write(f"{purge_dead_letters(ids=ids)} jobs are forgotten.")

    def _show(self) -> None:
        found = dead_letters(limit=200)
        for letter in found:
            arguments = mask_numbers(json.dumps(letter.arguments))
            self.stdout.write(
                f"{letter.id}  {letter.failed_at:%Y-%m-%d %H:%M}  {letter.job}  organisation {letter.organisation_id}"
                f"  {arguments}  {letter.attempts} attempts  {mask_numbers(letter.error)}"
            )
        self.stdout.write(f"{len(found)} dead letters.")
