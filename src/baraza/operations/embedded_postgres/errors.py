"""What can go wrong with the embedded PostgreSQL, told so that the reader knows what to do next.

PostgresError
├── PostgresUnavailable   no binaries, no account, a place the server cannot reach
├── WrongMajorVersion     the data was written by another major version
└── AlreadyRunning        somebody else started it, and attaching was not asked for
"""


class PostgresError(Exception):
    """The embedded PostgreSQL could not do what was asked."""


class PostgresUnavailable(PostgresError):
    """This machine lacks something that the server needs."""


class WrongMajorVersion(PostgresError):
    """The data directory and the binaries are of different major versions."""


class AlreadyRunning(PostgresError):
    """The server already runs and the caller did not ask to attach to it."""
