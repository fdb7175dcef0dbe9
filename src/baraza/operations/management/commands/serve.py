"""`baraza serve`: everything on this machine, in the foreground, until Ctrl-C."""

import contextlib
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from baraza.operations.embedded_postgres import PostgresError
from baraza.operations.serving import NoFreePort, Plan, serve
from baraza.operations.supervisor import AlreadyServing, StepFailed

DEFAULT_PORT = 8000


class Command(BaseCommand):
    help = "Start the database, the web process and the worker on this machine, and keep them running."
    # The database that some checks would ask is started by this very command.
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        port = os.environ.get("BARAZA_PORT", "")
        if port and not port.isdecimal():
            raise CommandError(f"BARAZA_PORT must be a number, but it is {port!r}.")
        plan = Plan(
            project=settings.PROJECT_ROOT,
            lock=settings.RUN_DIRECTORY / "serve.lock",
            demonstration=settings.DEMO_MODE,
            host=os.environ.get("BARAZA_HOST", "127.0.0.1"),
            port=int(port or DEFAULT_PORT),
            port_is_fixed=bool(port),
        )
        try:
            serve(plan=plan, say=self._say)
        except (AlreadyServing, NoFreePort, PostgresError, StepFailed) as error:
            raise CommandError(str(error)) from error

    def _say(self, line: str) -> None:
        # A terminal that was closed takes no more lines; stopping in order must not fail because of that.
        with contextlib.suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()
