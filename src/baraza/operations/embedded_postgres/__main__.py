"""For developers and operators: `python -m baraza.operations.embedded_postgres {start,stop,status,url,superuser,programs}`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from baraza.operations.embedded_postgres import server as servers
from baraza.operations.embedded_postgres.errors import PostgresError
from baraza.operations.embedded_postgres.places import default_data_directory

# What is printed of a server that runs: addresses to connect to, and where pg_dump and its like are.
_SAID: Final[dict[str, Callable[[servers.Server], object]]] = {
    "url": lambda server: server.url,
    "superuser": lambda server: server.superuser_url,
    "programs": lambda server: server.binaries,
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m baraza.operations.embedded_postgres", description=__doc__)
    parser.add_argument("action", choices=["start", "stop", "status", *_SAID])
    parser.add_argument("--data-directory", type=Path, help="default: the one of the checkout we stand in")
    parser.add_argument("--database", default="baraza")
    parser.add_argument("--not-durable", action="store_true", help="fast, for data that may be lost in a power cut")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    directory = given.data_directory or default_data_directory(project=Path.cwd())
    try:
        return _act(given.action, directory=directory, database=given.database, durable=not given.not_durable)
    except PostgresError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _act(action: str, *, directory: Path, database: str, durable: bool) -> int:
    if action == "start":
        server = servers.start(
            data_directory=directory, database=database, durable=durable, attach=True, outlive_us=True
        )
        return _say(server.url)
    if action == "stop":
        stopped = servers.stop_running(data_directory=directory)
        return _say("stopped" if stopped else "was not running")
    running = servers.find_running(data_directory=directory, database=database)
    if running is None:
        sys.stderr.write(f"no server answers in {directory}\n")
        return 3
    return _say(str(_SAID[action](running)) if action in _SAID else f"PostgreSQL {running.version} runs in {directory}")


def _say(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
