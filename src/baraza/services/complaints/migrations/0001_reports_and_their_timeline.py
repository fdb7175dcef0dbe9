import baraza.services.complaints.states
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security

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

    initial = True

    # The first and the last of the old ones stand here: see docs/decisions/0085.
    replaces = [
        ('complaints', '0001_initial'),
        ('complaints', '0002_whole_positions'),
        ('complaints', '0003_complaint_team'),
        ('complaints', '0004_merges_presence_and_canned_replies'),
        ('complaints', '0010_questions_become_threads'),
        ('complaints', '0011_newest_entries'),
        ('complaints', '0015_browsers_that_are_told'),
        ('complaints', '0016_all_that_is_found_when_few'),
    ]

    dependencies = [
        ('identity', '0002_keys_reviews_and_support'),
        ('ingress', '0001_connections_and_events'),
        ('messaging', '0001_contacts_and_messages'),
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        CreateTables(
            migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=20)),
                    ('source_key', models.CharField(help_text='Unique to the act that opened it: a repeat opens nothing', max_length=120)),
                    ('channel', models.CharField(max_length=20)),
                    ('language', models.CharField(max_length=5)),
                    ('description', models.TextField()),
                    ('category', models.CharField(max_length=40)),
                    ('priority', models.CharField(max_length=10)),
                    ('guessed_category', models.CharField(blank=True, max_length=40)),
                    ('guessed_priority', models.CharField(blank=True, max_length=10)),
                    ('guess_confidence', models.FloatField(null=True)),
                    ('guess_model', models.CharField(blank=True, max_length=40)),
                    ('emergency', models.BooleanField(default=False)),
                    ('latitude', models.FloatField(null=True)),
                    ('longitude', models.FloatField(null=True)),
                    ('place_text', models.CharField(blank=True, max_length=500)),
                    ('area_code', models.CharField(blank=True, max_length=20)),
                    ('area_name', models.CharField(blank=True, max_length=120)),
                    ('area_edition', models.CharField(blank=True, max_length=40)),
                    ('area_approximate', models.BooleanField(default=False)),
                    ('ward_code', models.CharField(blank=True, max_length=20)),
                    ('state', models.CharField(choices=[('SUBMITTED', 'SUBMITTED'), ('ACKNOWLEDGED', 'ACKNOWLEDGED'), ('ASSIGNED', 'ASSIGNED'), ('IN_PROGRESS', 'IN_PROGRESS'), ('RESOLVED', 'RESOLVED'), ('CLOSED', 'CLOSED'), ('REJECTED', 'REJECTED'), ('DUPLICATE', 'DUPLICATE'), ('REOPENED', 'REOPENED')], default=baraza.services.complaints.states.State['SUBMITTED'], max_length=20)),
                    ('due_at', models.DateTimeField()),
                    ('opened_at', models.DateTimeField()),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('resolved_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('connection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ingress.connection')),
                    ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                    ('duplicate_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='complaints.complaint')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='identity.team')),
                    ('settled', models.GeneratedField(db_persist=True, expression=models.Case(models.When(state__in=[baraza.services.complaints.states.State['CLOSED'], baraza.services.complaints.states.State['DUPLICATE'], baraza.services.complaints.states.State['REJECTED'], baraza.services.complaints.states.State['RESOLVED']], then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField())),
                    ('urgency', models.GeneratedField(db_persist=True, expression=models.Case(models.When(priority='critical', then=models.Value(0)), models.When(priority='high', then=models.Value(1)), models.When(priority='medium', then=models.Value(2)), models.When(priority='low', then=models.Value(3)), default=models.Value(4)), output_field=models.SmallIntegerField())),
                    ('reopened_at', models.DateTimeField(help_text='The last time; kept when it is resolved again', null=True)),
                ],
                options={
                    'db_table': 'complaints_complaint',
                    'indexes': [
                        models.Index(fields=['organisation', 'contact', '-id'], name='complaint_of_contact'),
                        models.Index(fields=['organisation', 'category', 'latitude'], name='complaint_near'),
                        models.Index(condition=models.Q(('state__in', [baraza.services.complaints.states.State['ACKNOWLEDGED'], baraza.services.complaints.states.State['ASSIGNED'], baraza.services.complaints.states.State['IN_PROGRESS'], baraza.services.complaints.states.State['REOPENED'], baraza.services.complaints.states.State['SUBMITTED']])), fields=['organisation', 'latitude', 'longitude'], name='complaint_near_open'),
                        models.Index(fields=['organisation', '-opened_at', '-id'], name='complaint_newest'),
                        models.Index(fields=['organisation', 'settled', '-opened_at', '-id'], name='complaint_open'),
                        models.Index(fields=['organisation', 'settled', 'due_at', 'id'], name='complaint_due'),
                        models.Index(fields=['organisation', 'settled', 'urgency', 'due_at', 'id'], name='complaint_urgent'),
                        models.Index(fields=['organisation', '-changed_at', '-id'], name='complaint_changed'),
                        models.Index(fields=['organisation', 'state', '-opened_at', '-id'], name='complaint_by_state'),
                        django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['organisation', 'category', 'ward_code', 'area_code', 'channel', 'language', 'team', 'priority'], name='complaint_facets'),
                        models.Index(fields=['organisation', 'assignee', 'settled', '-opened_at'], name='complaint_mine'),
                        models.Index(condition=models.Q(('emergency', True)), fields=['organisation', '-opened_at'], name='complaint_emergency'),
                        models.Index(condition=models.Q(('acknowledged_at__isnull', False)), fields=['organisation', 'acknowledged_at'], include=('opened_at',), name='complaint_acknowledged'),
                        models.Index(condition=models.Q(('resolved_at__isnull', False)), fields=['organisation', 'resolved_at'], include=('opened_at', 'due_at'), name='complaint_resolved'),
                        models.Index(condition=models.Q(('reopened_at__isnull', False)), fields=['organisation', 'reopened_at'], name='complaint_reopened'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'reference'), name='complaint_reference_once'),
                        models.UniqueConstraint(fields=('organisation', 'source_key'), name='complaint_source_once'),
                        models.CheckConstraint(condition=models.Q(('priority__in', ('critical', 'high', 'medium', 'low'))), name='complaint_priority_known'),
                        models.CheckConstraint(condition=models.Q(('state__in', ['SUBMITTED', 'ACKNOWLEDGED', 'ASSIGNED', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'REJECTED', 'DUPLICATE', 'REOPENED'])), name='complaint_state_known'),
                        models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='complaint_described'),
                        models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('longitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='complaint_position_on_earth'),
                        models.CheckConstraint(condition=models.Q(('duplicate_of__isnull', True), models.Q(models.Q(('duplicate_of', models.F('id')), _negated=True), ('state', baraza.services.complaints.states.State['DUPLICATE'])), _connector='OR'), name='complaint_duplicate_of_another'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('comment', 'Comment'), ('reply', 'Reply'), ('note', 'Note'), ('change', 'Change'), ('photo', 'Photo')], max_length=10)),
                    ('source_key', models.CharField(blank=True, max_length=120)),
                    ('actor_kind', models.CharField(max_length=10)),
                    ('actor_id', models.BigIntegerField(null=True)),
                    ('actor_name', models.CharField(blank=True, max_length=120)),
                    ('text', models.TextField(blank=True)),
                    ('changes', models.JSONField(default=dict)),
                    ('media_id', models.CharField(blank=True, max_length=64)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('version', models.PositiveIntegerField(help_text='Of the complaint after this change', null=True)),
                ],
                options={
                    'db_table': 'complaints_entry',
                    'indexes': [
                        models.Index(fields=['complaint', 'id'], name='entry_timeline'),
                        models.Index(fields=['organisation', '-id'], name='entry_newest'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('complaint', 'source_key'), name='entry_source_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Follower',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('merged_from', models.ForeignKey(help_text='The merged report that brought them here; empty for who chose to follow', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('told_only', models.BooleanField(default=False, help_text="A reporter's own browser that is told of news, nobody else with the same problem")),
                ],
                options={
                    'db_table': 'complaints_follower',
                    'constraints': [
                        models.UniqueConstraint(fields=('complaint', 'contact'), name='follower_once'),
                    ],
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
                    ('duplicate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('survivor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                ],
                options={
                    'db_table': 'complaints_merge',
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('duplicate',), name='merge_once'),
                        models.CheckConstraint(condition=models.Q(('duplicate', models.F('survivor')), _negated=True), name='merge_of_two'),
                        models.CheckConstraint(condition=models.Q(('state_before__in', ['SUBMITTED', 'ACKNOWLEDGED', 'ASSIGNED', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'REJECTED', 'REOPENED'])), name='merge_state_before_known'),
                    ],
                },
            ),
        ),
        enable_row_level_security('complaints_complaint'),
        enable_row_level_security('complaints_entry'),
        enable_row_level_security('complaints_follower'),
        enable_row_level_security('complaints_merge'),
        migrations.RunSQL(sql=_GUARD, reverse_sql=_NO_GUARD),
    ]
