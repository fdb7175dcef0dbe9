import baraza.services.complaints.states
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security

# The one report that others are merged into must be of the same organisation, which row-level security decides here
# as everywhere, and no way along the merges may lead back to where it began.
_GUARD = """
CREATE FUNCTION complaints_guard_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step bigint := NEW.duplicate_of_id;
    steps integer := 0;
    next_step bigint;
BEGIN
    WHILE step IS NOT NULL LOOP
        IF step = NEW.id OR steps > 50 THEN
            RAISE EXCEPTION 'complaint % would be a duplicate of itself', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_merge_without_circle';
        END IF;
        SELECT duplicate_of_id INTO next_step FROM complaints_complaint
            WHERE id = step AND organisation_id = NEW.organisation_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'complaint % is of no such organisation', step
                USING ERRCODE = 'check_violation', CONSTRAINT = 'complaint_merge_within_organisation';
        END IF;
        step := next_step;
        steps := steps + 1;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER complaints_guard_merge BEFORE INSERT OR UPDATE OF duplicate_of_id ON complaints_complaint
    FOR EACH ROW WHEN (NEW.duplicate_of_id IS NOT NULL) EXECUTE FUNCTION complaints_guard_merge();
"""
_NO_GUARD = """
DROP TRIGGER complaints_guard_merge ON complaints_complaint;
DROP FUNCTION complaints_guard_merge();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0003_complaint_team'),
        ('identity', '0002_teams'),
        ('ingress', '0003_fewer_indexes'),
        ('messaging', '0002_receipts_waiting_and_fallbacks'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CannedReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('texts', models.JSONField(default=dict)),
                ('category', models.CharField(blank=True, help_text='Offered first for this category; empty for all', max_length=40)),
                ('active', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'db_table': 'complaints_canned_reply',
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_before', models.CharField(max_length=20)),
                ('acknowledged_before', models.DateTimeField(null=True)),
                ('merged_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'complaints_merge',
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='version',
            field=models.PositiveIntegerField(help_text='Of the complaint after this change', null=True),
        ),
        migrations.AddField(
            model_name='follower',
            name='merged_from',
            field=models.ForeignKey(help_text='The merged report that brought them here; empty for who chose to follow', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('state__in', [baraza.services.complaints.states.State['ACKNOWLEDGED'], baraza.services.complaints.states.State['ASSIGNED'], baraza.services.complaints.states.State['IN_PROGRESS'], baraza.services.complaints.states.State['REOPENED'], baraza.services.complaints.states.State['SUBMITTED']])), fields=['organisation', 'latitude', 'longitude'], name='complaint_near_open'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of__isnull', True), models.Q(models.Q(('duplicate_of', models.F('id')), _negated=True), ('state', baraza.services.complaints.states.State['DUPLICATE'])), _connector='OR'), name='complaint_duplicate_of_another'),
        ),
        migrations.AddField(
            model_name='cannedreply',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='merge',
            name='duplicate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint'),
        ),
        migrations.AddField(
            model_name='merge',
            name='merged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='merge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint'),
        ),
        migrations.AddConstraint(
            model_name='cannedreply',
            constraint=models.UniqueConstraint(fields=('organisation', 'title'), name='canned_reply_once'),
        ),
        migrations.AddConstraint(
            model_name='cannedreply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('texts', {}), _negated=True)), name='canned_reply_says_something'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('duplicate',), name='merge_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate', models.F('survivor')), _negated=True), name='merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('state_before__in', ['SUBMITTED', 'ACKNOWLEDGED', 'ASSIGNED', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'REJECTED', 'REOPENED'])), name='merge_state_before_known'),
        ),
        migrations.RunSQL(sql=_GUARD, reverse_sql=_NO_GUARD),
        enable_row_level_security('complaints_merge'),
        enable_row_level_security('complaints_canned_reply'),
    ]
