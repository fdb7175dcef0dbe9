"""The two ordinary database roles that row-level security binds, and what each may do.

The owner's role runs migrations only. Names are fixed because policies and grants in migrations name them.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

APP_ROLE = "baraza_app"
DOOR_ROLE = "baraza_door"

# PgBouncer refuses these as connection options, so they belong to the role.
ROLE_SETTINGS = {
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
DOOR_SETTINGS = {**ROLE_SETTINGS, "statement_timeout": "10s", "lock_timeout": "5s"}

# What the providers' door may touch; it can read back only what its own transaction stores (a policy says so).
DOOR_GRANTS = (
    "GRANT SELECT (id, organisation_id, source, path_token, secrets_sealed, options, active) ON ingress_connection",
    "GRANT INSERT (id, organisation_id, connection_id, item_id, kind, sender, payload, correlation_id) ON ingress_event",
    "GRANT SELECT (organisation_id, connection_id, item_id, sender, received_at) ON ingress_event",
    "GRANT USAGE ON SEQUENCE ingress_event_id_seq",
    "GRANT INSERT (organisation_id, connection_id, day, outcome, count, last_at) ON ingress_refusal",
    "GRANT SELECT (connection_id, day, outcome, count, last_at) ON ingress_refusal",
    "GRANT UPDATE (count, last_at) ON ingress_refusal",
    "GRANT USAGE ON SEQUENCE ingress_refusal_id_seq",
    "GRANT INSERT (priority, execute_after, status, entrypoint, payload, headers) ON pgqueuer",
    "GRANT USAGE ON SEQUENCE pgqueuer_id_seq",
)


class RoleUnsafe(RuntimeError):
    """A role of this name exists with rights that would undo row-level security."""


@dataclass(frozen=True, kw_only=True)
class RolePassword:
    app: str
    door: str


def prepare_roles(connection: psycopg.Connection, *, passwords: RolePassword) -> None:
    """Makes or updates both roles and what they may do with tables that the owner will create."""
    _prepare_role(connection, name=APP_ROLE, password=passwords.app, settings=ROLE_SETTINGS)
    _prepare_role(connection, name=DOOR_ROLE, password=passwords.door, settings=DOOR_SETTINGS)
    database = sql.Identifier(connection.info.dbname)
    app, door = sql.Identifier(APP_ROLE), sql.Identifier(DOOR_ROLE)
    for statement in (
        sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(database, app, door),
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(app, door),
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
        ).format(app),
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}").format(app),
    ):
        connection.execute(statement)


def grant_to_door(connection: psycopg.Connection) -> None:
    """Takes everything from the door's role and gives it exactly what it needs; run after migrations."""
    door = sql.Identifier(DOOR_ROLE)
    connection.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(door))
    connection.execute(sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(door))
    for grant in DOOR_GRANTS:
        connection.execute(sql.SQL(grant) + sql.SQL(" TO {}").format(door))
    # The application reads which migrations ran; only the owner writes it.
    connection.execute(
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(sql.Identifier(APP_ROLE))
    )


def _prepare_role(connection: psycopg.Connection, *, name: str, password: str, settings: dict[str, str]) -> None:
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication FROM pg_roles WHERE rolname = %s", [name]
    ).fetchone()
    role = sql.Identifier(name)
    if row is None:
        rights = sql.SQL("CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION")
        connection.execute(rights.format(role))
    elif row[0]:
        raise RoleUnsafe(
            f"The database role {name} may bypass row-level security or make roles. Take those rights from it: "
            f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION"
        )
    connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password)))
    for setting, value in settings.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(role, sql.Identifier(setting), sql.Literal(value))
        )
