"""Whether the role in use is bound by row-level security, and whether that holds: for who tries out a deployed system."""

from dataclasses import dataclass

from django.db import connection

from baraza.core.tenancy.scope import current_organisation_id


@dataclass(frozen=True, kw_only=True)
class Role:
    name: str
    is_bound: bool


def role_in_use() -> Role:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, NOT (rolbypassrls OR rolsuper) FROM pg_catalog.pg_roles WHERE rolname = current_user"
        )
        name, is_bound = cursor.fetchone()
    return Role(name=name, is_bound=is_bound)


def entries_of_others_seen() -> int:
    """Entries of other organisations' audit trails that the scope shows; nought, or isolation is broken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE organisation_id <> %s", [current_organisation_id()])
        count: int = cursor.fetchone()[0]
    return count
