import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, append_only, enable_row_level_security

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

# Deferred: the end of the chain is locked for the length of a commit, not for that of the act.
_TRIGGER = """
CREATE CONSTRAINT TRIGGER audit_seal AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_entry();
REVOKE INSERT, UPDATE, DELETE ON audit_seal, audit_chain FROM baraza_app;
REVOKE UPDATE, DELETE ON audit_check FROM baraza_app;
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_chain'),
        ('audit', '0003_archives'),
    ]

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('actor_kind', models.CharField(max_length=10)),
                    ('actor_id', models.BigIntegerField(null=True)),
                    ('actor_name', models.CharField(blank=True, max_length=120)),
                    ('action', models.CharField(max_length=60)),
                    ('subject_kind', models.CharField(max_length=40)),
                    ('subject_id', models.CharField(max_length=60)),
                    ('changes', models.JSONField(default=dict)),
                    ('correlation_id', models.CharField(blank=True, max_length=64)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('impersonator_id', models.BigIntegerField(help_text="Who acted in this person's name, if somebody did", null=True)),
                    ('impersonator_name', models.CharField(blank=True, db_default='', default='', max_length=120)),
                    ('address', models.CharField(blank=True, db_default='', default='', help_text='Of staff alone', max_length=45)),
                ],
                options={
                    'db_table': 'audit_entry',
                    'indexes': [
                        models.Index(fields=['organisation', 'subject_kind', 'subject_id', 'id'], name='audit_by_subject'),
                        models.Index(fields=['organisation', 'id'], name='audit_by_id'),
                        models.Index(fields=['organisation', 'actor_id', 'id'], name='audit_by_person'),
                        models.Index(fields=['organisation', 'action', 'id'], name='audit_by_action'),
                        models.Index(fields=['organisation', 'at'], name='audit_by_time'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Chain',
                fields=[
                    ('organisation_id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('sequence', models.BigIntegerField()),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'audit_chain',
                },
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation_id', models.BigIntegerField()),
                    ('sequence', models.BigIntegerField()),
                    ('entry_id', models.BigIntegerField()),
                    ('previous_hash', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'audit_seal',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation_id', 'sequence'), name='audit_seal_sequence_once'),
                        models.UniqueConstraint(fields=('organisation_id', 'entry_id'), name='audit_seal_entry_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Check',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('sequence', models.BigIntegerField()),
                    ('hash', models.CharField(max_length=64)),
                    ('problem', models.CharField(blank=True, max_length=20)),
                    ('entry_id', models.BigIntegerField(null=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'audit_check',
                    'indexes': [
                        models.Index(fields=['organisation', '-id'], name='audit_check_newest'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Archive',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('sequence', models.BigIntegerField()),
                    ('hash', models.CharField(max_length=64)),
                    ('file_digest', models.CharField(max_length=64)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'audit_archive',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'sequence'), name='audit_archive_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('audit_entry', commands=('SELECT', 'INSERT')),
        append_only('audit_entry'),
        enable_row_level_security("audit_chain"),
        enable_row_level_security("audit_seal", commands=("SELECT", "INSERT")),
        enable_row_level_security("audit_check", commands=("SELECT", "INSERT")),
        # The owner alone takes entries away and says so here; the application reads it.
        enable_row_level_security('audit_archive', commands=('SELECT',)),
        migrations.RunSQL(
            sql='REVOKE INSERT, UPDATE, DELETE ON audit_archive FROM baraza_app;',
            reverse_sql='GRANT INSERT, UPDATE, DELETE ON audit_archive TO baraza_app;',
        ),
        migrations.RunSQL(sql=_SEAL, reverse_sql="DROP FUNCTION audit_seal_entry(); DROP FUNCTION audit_append(audit_entry);"),
        migrations.RunSQL(sql=_TRIGGER, reverse_sql="DROP TRIGGER audit_seal ON audit_entry;"),
    ]
