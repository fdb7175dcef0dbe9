import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security

# A report's category is a built-in one or one of its organisation's own. The list stands here as it was when the
# CHECK of 0001 held it; a category that is added to the code later comes with a migration that replaces the function.
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

    dependencies = [
        ('complaints', '0006_search_kept_by_triggers'),
        ('identity', '0002_teams'),
        ('organisations', '0001_initial'),
    ]

    operations = [
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
            options={'db_table': 'complaints_due_policy'},
        ),
        enable_row_level_security('complaints_category'),
        enable_row_level_security('complaints_due_policy'),
        migrations.RunSQL(sql=_KNOWN, reverse_sql=_FORGET),
        migrations.RemoveConstraint(model_name='complaint', name='complaint_category_known'),
    ]
