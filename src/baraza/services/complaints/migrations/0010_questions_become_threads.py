from django.db import migrations

from baraza.core.tenancy.migrations import enable_row_level_security

_TABLES = ("complaints_person_request", "conversation_thread")
# The owner is bound by row-level security, too, and a migration belongs to no organisation.
_OPEN = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\n" for table in _TABLES)
_CLOSE = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n" for table in _TABLES)
_MOVE = """
INSERT INTO conversation_thread
    (organisation_id, contact_id, connection_id, state, question, unread, waiting_since, last_at)
SELECT DISTINCT ON (contact_id, connection_id)
    organisation_id, contact_id, connection_id, 'waiting', text, 1, asked_at, asked_at
FROM complaints_person_request WHERE answered_at IS NULL
ORDER BY contact_id, connection_id, id DESC
ON CONFLICT DO NOTHING;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    """Who waits for a person waits in the inbox; what was answered is in the messages."""

    dependencies = [
        ("complaints", "0009_figures_kept_by_triggers"),
        ("conversation", "0002_threads"),
    ]

    operations = [
        migrations.RunSQL(sql=_OPEN + _MOVE + _CLOSE, reverse_sql=enable_row_level_security(_TABLES[0]).sql),
        migrations.DeleteModel(name="PersonRequest"),
    ]
