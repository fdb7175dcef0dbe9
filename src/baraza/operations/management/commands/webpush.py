"""`baraza webpush new-keys`: the key pair by which push services know us, see docs/runbooks/web-push.md."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from baraza.lib.push_keys import new_private_key


class Command(BaseCommand):
    help = "Makes a key pair for BARAZA_VAPID_KEYS; the public half is reckoned from it."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["new-keys"])

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(new_private_key())
