"""Makes a database ready for use: roles, rights, tables; safe to run again and by several at once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from psycopg.conninfo import make_conninfo

from baraza.core.tenancy.roles import APP_ROLE, DOOR_ROLE, RolePassword, grant_to_door, prepare_roles

# Any number that no other user of the database takes; it names this lock alone.
_LOCK = 0x62617261_7A61
_LOCK_PATIENCE_SECONDS = 600.0
_ATTEMPTS = 10


class CannotPrepare(RuntimeError):
    """The database cannot be made ready; the text says what the operator should do."""


def prepare_database(*, say: Callable[[str], None], verbosity: int = 1) -> None:
    """Roles, then migrations as the owner, then the door's rights. One at a time per database."""
    _check_role_names()
    with owner_connection() as connection, _alone(connection):
        _check_owner(connection)
        passwords = RolePassword(app=settings.APP_DATABASE.password, door=settings.DOOR_DATABASE.password)
        _patiently(connection, lambda: prepare_roles(connection, passwords=passwords))
        say(f"Roles {APP_ROLE} and {DOOR_ROLE} are ready.")
        _check_history()
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        _patiently(connection, lambda: grant_to_door(connection))
        say("Tables and rights are ready.")


def _check_role_names() -> None:
    for address, role in ((settings.APP_DATABASE, APP_ROLE), (settings.DOOR_DATABASE, DOOR_ROLE)):
        if address.user != role:
            raise CannotPrepare(f"The address for {role} names the user {address.user!r}; it must be {role}.")


@contextmanager
def owner_connection() -> Iterator[psycopg.Connection]:
    """For what the application's own role may not do. Raises CannotPrepare."""
    address = settings.OWNER_DATABASE
    try:
        connection = psycopg.connect(make_conninfo(**address.conninfo(), connect_timeout=10), autocommit=True)
    except psycopg.OperationalError as error:
        where = address.host or "the local socket"
        raise CannotPrepare(f"Cannot reach the database {address.name!r} at {where}: {error}") from error
    with connection:
        yield connection


def _check_owner(connection: psycopg.Connection) -> None:
    row = connection.execute(
        "SELECT current_user, pg_has_role(d.datdba, 'USAGE'), r.rolcreaterole OR r.rolsuper"
        " FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user"
    ).fetchone()
    assert row is not None
    user, owns, makes_roles = row
    if not owns:
        raise CannotPrepare(
            f"The role {user} does not own the database {connection.info.dbname!r}. DATABASE_URL must name the owner."
        )
    if not makes_roles:
        raise CannotPrepare(f"The role {user} may not make roles. Run: ALTER ROLE {user} CREATEROLE")


def _check_history() -> None:
    """Tables made by migrations that were put together since are taken over whole: Django would leave out the rest."""
    loader = MigrationLoader(connections["owner"], replace_migrations=False)
    for (app, name), migration in loader.replacements.items():
        missing = [one for one in migration.replaces if one not in loader.applied_migrations]
        if missing and len(missing) < len(migration.replaces):
            raise CannotPrepare(
                f"The database was last prepared by a release that lacked {app}.{missing[0][1]}, which {name} now"
                " includes. Prepare it with the newest release that still has it, then with this one."
            )


@contextmanager
def _alone(connection: psycopg.Connection) -> Iterator[None]:
    """Polls instead of waiting in the server: a waiting statement would hold up CREATE INDEX CONCURRENTLY."""
    deadline = time.monotonic() + _LOCK_PATIENCE_SECONDS
    while not _take_lock(connection):
        if time.monotonic() > deadline:
            raise CannotPrepare("Another `baraza database prepare` has been running for ten minutes.")
        time.sleep(0.2)
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _take_lock(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    return row is not None and row[0] is True


def _patiently(connection: psycopg.Connection, step: Callable[[], None]) -> None:
    """Roles belong to the whole server: preparing another of its databases at this moment can get in between."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with connection.transaction():
                step()
        except (psycopg.errors.InternalError_, psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected):
            # InternalError_ is "tuple concurrently updated".
            if attempt == _ATTEMPTS:
                raise
            time.sleep(0.1 * attempt)
        else:
            return
