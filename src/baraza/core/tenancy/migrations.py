"""Operations for migrations: every table with an organisation gets forced row-level security with these."""

from django.db.migrations.operations.special import RunSQL

_ORGANISATION = "NULLIF(current_setting('baraza.organisation_id', true), '')::bigint"
_PLATFORM = "current_setting('baraza.platform', true) = 'on'"
_USER = "NULLIF(current_setting('baraza.user_id', true), '')::bigint"


def enable_row_level_security(
    table: str, *, column: str = "organisation_id", commands: tuple[str, ...] = ("ALL",)
) -> RunSQL:
    """Only rows of the transaction's organisation can be seen or written, by the table's owner too.

    Without a scope there are no rows. With `commands`, what is not named is refused to everybody.
    """
    rule = f"{column} = {_ORGANISATION}"
    policies = [(command, "tenant" if command == "ALL" else f"tenant_{command.lower()}") for command in commands]
    create = "".join(
        f"CREATE POLICY {name} ON {table} FOR {command} {_clauses(command, rule=rule)};\n" for command, name in policies
    )
    drop = "".join(f"DROP POLICY {name} ON {table};\n" for _, name in policies)
    return RunSQL(
        sql=f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        {create}
        """,
        reverse_sql=f"""
        {drop}
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def _clauses(command: str, *, rule: str) -> str:
    using = "" if command == "INSERT" else f"USING ({rule})"
    check = "" if command in {"SELECT", "DELETE"} else f"WITH CHECK ({rule})"
    return f"{using} {check}".strip()


def add_policy(
    table: str, *, name: str, command: str, using: str = "", check: str = "", role: str = "PUBLIC"
) -> RunSQL:
    """A further permissive policy, e.g. what the door's role may see of the connection directory."""
    clauses = " ".join(
        part for part in (f"USING ({using})" if using else "", f"WITH CHECK ({check})" if check else "") if part
    )
    return RunSQL(
        sql=f"CREATE POLICY {name} ON {table} FOR {command} TO {role} {clauses};",
        reverse_sql=f"DROP POLICY {name} ON {table};",
    )


def platform_may(table: str, *, command: str) -> RunSQL:
    """The platform's own scope may do `command` (INSERT, UPDATE, DELETE, SELECT) whatever the organisation."""
    using = "" if command == "INSERT" else _PLATFORM
    check = _PLATFORM if command in {"INSERT", "UPDATE"} else ""
    return add_policy(table, name=f"platform_{command.lower()}", command=command, using=using, check=check)


def own_rows_of_user(table: str, *, column: str = "user_id") -> RunSQL:
    """A signed-in person may read their own rows before an organisation is chosen."""
    return add_policy(table, name="own", command="SELECT", using=f"{column} = {_USER}")


def append_only(table: str, *, erasable: bool = False, role: str = "baraza_app") -> RunSQL:
    """The application may add and read rows, never change them, nor remove them unless people may ask for that."""
    rights = "UPDATE" if erasable else "UPDATE, DELETE"
    return RunSQL(sql=f"REVOKE {rights} ON {table} FROM {role};", reverse_sql=f"GRANT {rights} ON {table} TO {role};")
