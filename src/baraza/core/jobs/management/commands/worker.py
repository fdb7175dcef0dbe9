"""`baraza worker`: runs jobs until it is asked to stop."""

import argparse
import asyncio
from typing import Any

from django.core.management.base import BaseCommand

from baraza.core.jobs.worker import Worker, close_pool


class Command(BaseCommand):
    help = "Runs jobs and what is due by the clock. Start as many as you like, on as many machines as you like."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--threads", type=int, default=4, help="Jobs that run at the same time (default 4)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            asyncio.run(_work(threads=options["threads"]))
        finally:
            close_pool()


async def _work(*, threads: int) -> None:
    await Worker(threads=threads).run()
