"""`baraza outbox problems|send-again`: messages that did not go out, and having them sent again."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.correlation import mask_numbers
from baraza.messaging.models import OutboxEntry
from baraza.messaging.outbox import NotForResending, send_again
from baraza.messaging.queries import connection_troubles, outbox_problems

_AT_ONCE = 200


class Command(BaseCommand):
    help = "Shows messages that failed or may not have arrived and accounts that are refused; sends messages again."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["problems", "send-again"])
        parser.add_argument("ids", nargs="*", type=int, help="Numbers from `baraza outbox problems`")

    def handle(self, *_args: Any, act: str, ids: list[int], **_options: Any) -> None:
        if act == "problems":
            shown = sum(self._show(organisation_id) for organisation_id in list_organisation_ids())
            self.stdout.write(f"{shown} problems.")
            return
        if not ids:
            raise CommandError("Give the numbers of the messages.")
        self._send_again(ids)

    def _show(self, organisation_id: int) -> int:
        with organisation_scope(organisation_id=organisation_id):
            troubles, problems = connection_troubles(), outbox_problems(limit=_AT_ONCE)
        for trouble in troubles:
            self.stdout.write(
                f"organisation {organisation_id}  connection {trouble.connection_id} is refused since"
                f" {trouble.since:%Y-%m-%d %H:%M}: {trouble.code} {mask_numbers(trouble.detail)}".rstrip()
            )
        for problem in problems:
            words = " ".join(problem.text.split())[:60]
            self.stdout.write(
                f"{problem.entry_id}  organisation {organisation_id}  {problem.at:%Y-%m-%d %H:%M}  {problem.status}"
                f"  {problem.error_code}  connection {problem.connection_id}  {problem.attempts} attempts"
                f"  “{mask_numbers(words)}”"
            )
        return len(troubles) + len(problems)

    def _send_again(self, ids: list[int]) -> None:
        left = set(ids)
        for organisation_id in list_organisation_ids():
            with organisation_scope(organisation_id=organisation_id):
                for entry_id in OutboxEntry.objects.filter(pk__in=left).order_by("pk").values_list("pk", flat=True):
                    left.discard(entry_id)
                    try:
                        send_again(entry_id=entry_id)
                    except NotForResending as error:
                        self.stdout.write(f"{entry_id} stays as it is. {error}")
                    else:
                        self.stdout.write(f"{entry_id} will be sent again.")
        if left:
            raise CommandError(f"There is no message {', '.join(map(str, sorted(left)))}.")
