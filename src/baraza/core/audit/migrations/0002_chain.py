from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security

# Every field of an entry as text, in the order in which they are hashed; core/audit/verifying.py reads the same.
_FIELDS = """
    e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor_kind, coalesce(e.actor_id::text, ''), e.actor_name,
    coalesce(e.impersonator_id::text, ''), e.impersonator_name,
    e.action, e.subject_kind, e.subject_id, e.changes::text, e.address, e.correlation_id
"""

_SEAL = f"""
CREATE FUNCTION audit_append(e audit_entry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last audit_chain;
    sealed text;
BEGIN
    INSERT INTO audit_chain (organisation_id, sequence, hash) VALUES (e.organisation_id, 0, repeat('0', 64))
        ON CONFLICT DO NOTHING;
    SELECT * INTO STRICT last FROM audit_chain WHERE organisation_id = e.organisation_id FOR UPDATE;
    sealed := encode(sha256(convert_to(jsonb_build_array(
        '1', e.organisation_id::text, (last.sequence + 1)::text, last.hash, {_FIELDS}
    )::text, 'UTF8')), 'hex');
    INSERT INTO audit_seal (organisation_id, sequence, entry_id, previous_hash, hash)
        VALUES (e.organisation_id, last.sequence + 1, e.id, last.hash, sealed);
    UPDATE audit_chain SET sequence = last.sequence + 1, hash = sealed WHERE organisation_id = e.organisation_id;
END $$;
REVOKE EXECUTE ON FUNCTION audit_append(audit_entry) FROM PUBLIC;

CREATE FUNCTION audit_seal_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    scope text := current_setting('baraza.organisation_id', true);
BEGIN
    -- At the commit the scope of the act may have ended, and policies bind the owner, too.
    PERFORM set_config('baraza.organisation_id', NEW.organisation_id::text, true);
    PERFORM audit_append(NEW);
    PERFORM set_config('baraza.organisation_id', coalesce(scope, ''), true);
    RETURN NULL;
END $$;
"""

_EXISTING = """
ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
    e audit_entry;
BEGIN
    FOR e IN SELECT * FROM audit_entry ORDER BY id LOOP
        PERFORM set_config('baraza.organisation_id', e.organisation_id::text, true);
        PERFORM audit_append(e);
    END LOOP;
    PERFORM set_config('baraza.organisation_id', '', true);
END $$;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
"""

# Deferred: the end of the chain is locked for the length of a commit, not for that of the act.
_TRIGGER = """
CREATE CONSTRAINT TRIGGER audit_seal AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_entry();
REVOKE INSERT, UPDATE, DELETE ON audit_seal, audit_chain FROM baraza_app;
REVOKE UPDATE, DELETE ON audit_check FROM baraza_app;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("auditentry", "impersonator_id", models.BigIntegerField(help_text="Who acted in this person's name, if somebody did", null=True)),
        migrations.AddField("auditentry", "impersonator_name", models.CharField(blank=True, db_default="", default="", max_length=120)),
        migrations.AddField("auditentry", "address", models.CharField(blank=True, db_default="", default="", help_text="Of staff alone", max_length=45)),
        migrations.AddIndex("auditentry", models.Index(fields=["organisation", "id"], name="audit_by_id")),
        migrations.AddIndex("auditentry", models.Index(fields=["organisation", "actor_id", "id"], name="audit_by_person")),
        migrations.AddIndex("auditentry", models.Index(fields=["organisation", "action", "id"], name="audit_by_action")),
        migrations.AddIndex("auditentry", models.Index(fields=["organisation", "at"], name="audit_by_time")),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("organisation_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={"db_table": "audit_chain"},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("sequence", models.BigIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_seal",
                "constraints": [
                    models.UniqueConstraint(fields=["organisation_id", "sequence"], name="audit_seal_sequence_once"),
                    models.UniqueConstraint(fields=["organisation_id", "entry_id"], name="audit_seal_entry_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("sequence", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("problem", models.CharField(blank=True, max_length=20)),
                ("entry_id", models.BigIntegerField(null=True)),
                ("organisation", models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="+", to="organisations.organisation")),
            ],
            options={
                "db_table": "audit_check",
                "indexes": [models.Index(fields=["organisation", "-id"], name="audit_check_newest")],
            },
        ),
        enable_row_level_security("audit_chain"),
        enable_row_level_security("audit_seal", commands=("SELECT", "INSERT")),
        enable_row_level_security("audit_check", commands=("SELECT", "INSERT")),
        migrations.RunSQL(sql=_SEAL, reverse_sql="DROP FUNCTION audit_seal_entry(); DROP FUNCTION audit_append(audit_entry);"),
        migrations.RunSQL(sql=_EXISTING, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=_TRIGGER, reverse_sql="DROP TRIGGER audit_seal ON audit_entry;"),
    ]
