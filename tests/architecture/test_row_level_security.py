"""Every table with an organisation's rows is guarded by the database itself, and the roles cannot undo that."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_every_table_with_an_organisation_forces_row_level_security_and_has_a_policy() -> None:
    tables = _rows(
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
               EXISTS (SELECT FROM pg_policies p WHERE p.tablename = c.relname AND p.qual LIKE '%baraza.organisation_id%')
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
          AND a.attname = 'organisation_id' AND NOT a.attisdropped
        """
    )

    unguarded = [name for name, enabled, forced, has_policy in tables if not (enabled and forced and has_policy)]

    assert unguarded == []
    assert {name for name, *_ in tables} >= {
        "ingress_event",
        "ingress_connection",
        "identity_membership",
        "audit_entry",
    }


def test_the_organisations_own_table_forces_row_level_security() -> None:
    assert _rows("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'organisation'") == [
        (True, True)
    ]


def test_neither_role_can_bypass_policies_or_make_roles_and_databases() -> None:
    rows = _rows(
        """
        SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
        FROM pg_roles WHERE rolname IN ('baraza_app', 'baraza_door') ORDER BY rolname
        """
    )

    assert rows == [
        ("baraza_app", False, False, False, False, False, True),
        ("baraza_door", False, False, False, False, False, True),
    ]


def test_neither_role_owns_anything_or_may_create_in_the_schema() -> None:
    owned = _rows(
        """
        SELECT relname FROM pg_class WHERE relowner::regrole::text IN ('baraza_app', 'baraza_door')
        """
    )
    rights = _rows(
        """
        SELECT role, has_schema_privilege(role, 'public', 'CREATE'), has_database_privilege(role, current_database(), 'CREATE')
        FROM unnest(ARRAY['baraza_app', 'baraza_door']) AS role
        """
    )

    assert owned == []
    assert rights == [("baraza_app", False, False), ("baraza_door", False, False)]


def test_the_tests_themselves_run_as_the_applications_role() -> None:
    assert _rows("SELECT current_user") == [("baraza_app",)]


def test_no_row_of_the_audit_trail_or_the_migration_record_can_be_changed_by_the_application() -> None:
    rows = _rows(
        """
        SELECT t, has_table_privilege('baraza_app', t, 'UPDATE'), has_table_privilege('baraza_app', t, 'DELETE')
        FROM unnest(ARRAY['audit_entry', 'django_migrations']) AS t
        """
    )

    assert rows == [("audit_entry", False, False), ("django_migrations", False, False)]
