"""The owner's role and database inside a fresh server."""

from __future__ import annotations

import psycopg
from psycopg import sql

from baraza.operations.embedded_postgres.cluster import PORT, SUPERUSER, Cluster

OWNER = "baraza_owner"
# An ordinary role: row-level security must bind the owner too, and it creates the lesser roles itself.
OWNER_RIGHTS = sql.SQL("LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION")


def prepare(cluster: Cluster, *, database: str) -> None:
    """Create what is missing; a second call changes nothing."""
    with psycopg.connect(
        host=str(cluster.socket_directory), port=PORT, user=SUPERUSER, dbname=SUPERUSER, autocommit=True
    ) as connection:
        _prepare_owner(connection)
        _prepare_database(connection, database=database)


def _prepare_owner(connection: psycopg.Connection) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone()
    verb = sql.SQL("CREATE" if known is None else "ALTER")
    connection.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(OWNER), OWNER_RIGHTS))


def _prepare_database(connection: psycopg.Connection, *, database: str) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(statement.format(sql.Identifier(database), sql.Identifier(OWNER)))
