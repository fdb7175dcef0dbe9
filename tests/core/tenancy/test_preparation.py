"""`baraza database prepare` can be run again, by two at once, and says what is wrong in words an operator can use."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from pytest_django import Settings
from tests.conftest import CommittedDatabase
from tests.postgres import TestServer, fresh_database

from baraza.core.tenancy.preparation import prepare_database
from baraza.core.tenancy.roles import APP_ROLE, DOOR_ROLE

ROOT = Path(__file__).resolve().parents[3]


def test_preparing_again_changes_nothing_and_tells_so(
    committed_database: CommittedDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("database", "prepare")

    printed = capsys.readouterr().out
    assert "No migrations to apply." in printed
    assert printed.endswith("Tables and rights are ready.\n")


def _names_of_new_migrations() -> list[tuple[str, str]]:
    loader = MigrationLoader(None)
    return sorted(key for key, migration in loader.disk_migrations.items() if migration.replaces)


def test_a_database_made_by_the_migrations_that_were_replaced_is_taken_over_as_it_is(
    committed_database: CommittedDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    new = _names_of_new_migrations()
    with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as owner:
        known = "SELECT app, name FROM django_migrations WHERE (app || '.' || name) = ANY(%s) ORDER BY app, name"
        owner.execute(
            "DELETE FROM django_migrations WHERE (app || '.' || name) = ANY(%s)", [[".".join(key) for key in new]]
        )

        call_command("database", "prepare")

        assert "No migrations to apply." in capsys.readouterr().out
        assert sorted(owner.execute(known, [[".".join(key) for key in new]]).fetchall()) == new


def test_a_database_of_which_the_replaced_migrations_stopped_between_is_refused(
    committed_database: CommittedDatabase,
) -> None:
    with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'complaints' AND name <> '0001_initial'")

    with pytest.raises(
        CommandError,
        match=r"lacked complaints\.0002_whole_positions, which 0001_reports_and_their_timeline now includes",
    ):
        call_command("database", "prepare")


def test_rights_that_were_taken_from_the_door_come_back_and_others_go(committed_database: CommittedDatabase) -> None:
    with psycopg.connect(**committed_database.owner.conninfo(), autocommit=True) as owner:
        owner.execute(f"REVOKE ALL ON ingress_event FROM {DOOR_ROLE}")
        owner.execute(f"GRANT SELECT ON identity_user TO {DOOR_ROLE}")

        prepare_database(say=lambda _: None, verbosity=0)

        rights = owner.execute(
            "SELECT has_column_privilege(%(r)s, 'ingress_event', 'payload', 'INSERT'),"
            " has_any_column_privilege(%(r)s, 'identity_user', 'SELECT')",
            {"r": DOOR_ROLE},
        ).fetchone()
    assert rights == (True, False)


def test_two_can_prepare_one_empty_database_at_once(postgres_server: TestServer, django_db_blocker: object) -> None:
    with fresh_database(postgres_server, template="template0") as owner:
        environment = CommittedDatabase.environment_of(owner) | {
            "DJANGO_SETTINGS_MODULE": "baraza.config.settings.test"
        }
        command = [sys.executable, str(ROOT / "manage.py"), "database", "prepare", "--verbosity", "0"]
        running = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(2)]
        errors = [process.communicate(timeout=120)[1].decode() for process in running]

    assert [(process.returncode, error) for process, error in zip(running, errors, strict=True)] == [(0, "")] * 2


def test_an_unreachable_database_is_named(settings: Settings) -> None:
    settings.OWNER_DATABASE = replace(settings.OWNER_DATABASE, host="/nowhere", name="elsewhere")

    with pytest.raises(CommandError, match=r"Cannot reach the database 'elsewhere' at /nowhere"):
        call_command("database", "prepare")


def test_somebody_who_is_not_the_owner_is_told_so(committed_database: CommittedDatabase, settings: Settings) -> None:
    settings.OWNER_DATABASE = settings.APP_DATABASE

    with pytest.raises(CommandError, match=rf"The role {APP_ROLE} does not own the database"):
        call_command("database", "prepare")


def test_an_application_address_of_another_role_is_refused(
    committed_database: CommittedDatabase, settings: Settings
) -> None:
    settings.APP_DATABASE = settings.OWNER_DATABASE

    with pytest.raises(CommandError, match=r"it must be baraza_app"):
        call_command("database", "prepare")


def test_statements_of_the_application_end_after_half_a_minute(committed_database: CommittedDatabase) -> None:
    with psycopg.connect(**settings.APP_DATABASE.conninfo()) as app:
        assert app.execute("SHOW statement_timeout").fetchone() == ("30s",)
        assert app.execute(sql.SQL("SELECT current_user")).fetchone() == (APP_ROLE,)
