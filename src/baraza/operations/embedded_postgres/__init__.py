"""Starts and stops a private PostgreSQL from binaries on this machine, for development, tests and small installations.

Plain Python on purpose: it runs before Django has a database to talk to.
"""

from baraza.operations.embedded_postgres.errors import (
    AlreadyRunning,
    PostgresError,
    PostgresUnavailable,
    WrongMajorVersion,
)
from baraza.operations.embedded_postgres.places import default_data_directory
from baraza.operations.embedded_postgres.server import Server, start

__all__ = [
    "AlreadyRunning",
    "PostgresError",
    "PostgresUnavailable",
    "Server",
    "WrongMajorVersion",
    "default_data_directory",
    "start",
]
