import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security

# A report's category is a built-in one or one of its organisation's own. The list stands here as it was when
# this was written; a category that is added to the code later comes with a migration that replaces the function.
_KNOWN = """
CREATE FUNCTION complaints_category_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.category IN (
        'water_leak', 'burst_pipe', 'water_supply', 'sewage', 'electricity_outage', 'streetlight', 'pothole_road',
        'refuse', 'illegal_dumping', 'traffic_signal', 'stormwater_flood', 'parks_trees', 'noise', 'billing_account',
        'housing', 'staff_conduct', 'other'
    ) THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM complaints_category
        WHERE organisation_id = NEW.organisation_id AND code = NEW.category FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'organisation % has no category %', NEW.organisation_id, NEW.category
            USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_category_known';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER complaint_category_known BEFORE INSERT OR UPDATE OF category ON complaints_complaint
    FOR EACH ROW EXECUTE FUNCTION complaints_category_known();
CREATE FUNCTION complaints_category_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.code = OLD.code THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT FROM complaints_complaint WHERE organisation_id = OLD.organisation_id AND category = OLD.code
    ) THEN
        RAISE EXCEPTION 'reports have the category %', OLD.code
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'category_kept_while_used';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER category_kept_while_used BEFORE DELETE OR UPDATE OF code ON complaints_category
    FOR EACH ROW EXECUTE FUNCTION complaints_category_kept();
"""

_FORGET = """
DROP TRIGGER category_kept_while_used ON complaints_category;
DROP FUNCTION complaints_category_kept();
DROP TRIGGER complaint_category_known ON complaints_complaint;
DROP FUNCTION complaints_category_known();
"""


class Migration(migrations.Migration):

    replaces = [
        ('complaints', '0007_categories_of_an_organisation'),
        ('complaints', '0013_notices_and_what_the_public_sees'),
        ('complaints', '0014_due_times_told'),
    ]

    dependencies = [
        ('complaints', '0001_reports_and_their_timeline'),
        ('identity', '0002_keys_reviews_and_support'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='DueHours',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.CharField(max_length=40)),
                    ('priority', models.CharField(max_length=10)),
                    ('hours', models.PositiveIntegerField()),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_due_hours',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'category', 'priority'), name='due_hours_once'),
                        models.CheckConstraint(condition=models.Q(('hours__gte', 1)), name='due_hours_positive'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='EmergencyNumber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('number', models.CharField(max_length=30)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_emergency_number',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'number'), name='emergency_number_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Office',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('address', models.CharField(max_length=200)),
                    ('hours', models.CharField(max_length=120)),
                    ('phone', models.CharField(blank=True, max_length=30)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_office',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'name'), name='office_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CannedReply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=80)),
                    ('texts', models.JSONField(default=dict)),
                    ('category', models.CharField(blank=True, help_text='Offered first for this category; empty for all', max_length=40)),
                    ('active', models.BooleanField(default=True)),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_canned_reply',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'title'), name='canned_reply_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('texts', {}), _negated=True)), name='canned_reply_says_something'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Category',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=30)),
                    ('names', models.JSONField(default=dict)),
                    ('icon', models.CharField(blank=True, max_length=40)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('active', models.BooleanField(default=True)),
                    ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                    ('emergency', models.BooleanField(default=False)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='identity.team')),
                ],
                options={
                    'db_table': 'complaints_category',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'code'), name='category_once'),
                        models.CheckConstraint(condition=models.Q(('code__regex', '^[a-z][a-z0-9_]{1,29}$')), name='category_code'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='DuePolicy',
                fields=[
                    ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                    ('working_time', models.BooleanField(default=False)),
                ],
                options={
                    'db_table': 'complaints_due_policy',
                },
            ),
            migrations.CreateModel(
                name='KeptFromPublic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words_only', models.BooleanField()),
                    ('at', models.DateTimeField(auto_now=True)),
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_kept_from_public',
                    'indexes': [
                        models.Index(fields=['organisation', '-at'], name='kept_from_public_newest'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('titles', models.JSONField(help_text='By language')),
                    ('texts', models.JSONField(help_text='By language')),
                    ('wards', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                    ('begins_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField(null=True)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_notice',
                    'indexes': [
                        models.Index(fields=['organisation', '-begins_at', '-id'], name='notice_newest'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('kind__in', ['notice', 'outage', 'planned'])), name='notice_kind_known'),
                        models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='notice_ends_after_it_begins'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='DueReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(max_length=10)),
                    ('due_at', models.DateTimeField()),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_due_reminder',
                    'constraints': [
                        models.UniqueConstraint(fields=('complaint', 'stage', 'due_at'), name='due_reminder_once'),
                        models.CheckConstraint(condition=models.Q(('stage__in', ('due_soon', 'overdue'))), name='due_reminder_stage_known'),
                    ],
                },
            ),
        ),
        enable_row_level_security('complaints_due_hours'),
        enable_row_level_security('complaints_emergency_number'),
        enable_row_level_security('complaints_office'),
        enable_row_level_security('complaints_canned_reply'),
        enable_row_level_security('complaints_category'),
        enable_row_level_security('complaints_due_policy'),
        enable_row_level_security('complaints_kept_from_public'),
        enable_row_level_security('complaints_notice'),
        enable_row_level_security("complaints_due_reminder"),
        migrations.RunSQL(sql=_KNOWN, reverse_sql=_FORGET),
    ]
