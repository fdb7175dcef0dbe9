"""Operations for migrations: tables at once, and forced row-level security for every one with an organisation."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.operations.special import RunSQL
from django.db.migrations.state import ProjectState

_ORGANISATION = "NULLIF(current_setting('baraza.organisation_id', true), '')::bigint"
_PLATFORM = "current_setting('baraza.platform', true) = 'on'"
_USER = "NULLIF(current_setting('baraza.user_id', true), '')::bigint"


class CreateTables(Operation):
    """Several models at once, each with all its fields, indexes and constraints.

    Django renders its historical models anew after each CreateModel, and most of ours are connected with one another:
    made one by one, a fresh database spent most of its time on that. Here it is done once for all of them.
    """

    def __init__(self, *tables: CreateModel) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        if "apps" in vars(state):
            # What is not rendered is not rendered anew with each model; whoever asks for it next has it rendered once.
            del state.apps
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create the tables of {', '.join(table.name for table in self.tables)}"


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
