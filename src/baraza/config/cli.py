"""The `baraza` command: Django's management commands, with the settings chosen by BARAZA_MODE."""

import contextlib
import gc
import os
import sys
from pathlib import Path

import django
from django.core.management import execute_from_command_line

from baraza.config.env import MissingSetting
from baraza.lib.call_stack import with_room
from baraza.operations import embedded_postgres
from baraza.operations.embedded_postgres.server import find_running
from baraza.operations.serving import DATABASE_VARIABLES

SETTINGS_BY_MODE = {
    "demo": "baraza.config.settings.local",
    "test": "baraza.config.settings.test",
    "production": "baraza.config.settings.production",
}


def choose_settings() -> None:
    """Sets DJANGO_SETTINGS_MODULE from BARAZA_MODE (demo unless said otherwise) and keeps an explicit choice."""
    mode = os.environ.get("BARAZA_MODE", "demo")
    if mode not in SETTINGS_BY_MODE:
        raise MissingSetting(f"BARAZA_MODE must be one of {', '.join(SETTINGS_BY_MODE)}, but it is {mode!r}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_BY_MODE[mode])


def join_running_database(arguments: list[str]) -> None:
    """A command beside `make run` uses the database that it started. `serve` itself starts or joins one."""
    if os.environ.get("BARAZA_MODE", "demo") != "demo" or arguments[:1] == ["serve"]:
        return
    if any(os.environ.get(name) for name in DATABASE_VARIABLES):
        return
    chosen = os.environ.get("BARAZA_DATA_DIRECTORY")
    data = Path(chosen) if chosen else embedded_postgres.default_data_directory(project=Path(__file__).parents[3])
    server = None
    # `make run` says what is wrong with it; commands that need no database must not fail because of it.
    with contextlib.suppress(embedded_postgres.PostgresError):
        server = find_running(data_directory=data)
    if server is not None:
        os.environ["DATABASE_URL"] = server.url


def load() -> None:
    """All applications, without looking for rubbish among what will stay: a fifth of the time of a short command."""
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def main() -> None:
    try:
        choose_settings()
        join_running_database(sys.argv[1:])
        with_room(load)
        with_room(execute_from_command_line, sys.argv)
    except MissingSetting as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
