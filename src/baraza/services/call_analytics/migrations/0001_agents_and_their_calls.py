import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    # The first and the last of the old ones stand here: see docs/decisions/0085.
    replaces = [
        ('call_analytics', '0001_agents_and_calls'),
        ('call_analytics', '0005_boards_and_alerts'),
    ]

    dependencies = [
        ('ingress', '0001_connections_and_events'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Agent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(help_text="As the connection's: ids of two providers may be alike", max_length=60)),
                    ('external_id', models.CharField(max_length=120)),
                    ('name', models.CharField(max_length=200)),
                    ('client', models.CharField(blank=True, max_length=120)),
                    ('language', models.CharField(blank=True, max_length=20)),
                    ('path_token', models.CharField(max_length=64, unique=True)),
                    ('events_at_provider', models.JSONField(default=list, help_text='What it sends, as the provider listed it last')),
                    ('imported', models.BooleanField(default=False)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('archived_at', models.DateTimeField(null=True)),
                    ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_agent',
                    'indexes': [
                        models.Index(fields=['organisation', 'name'], name='agent_by_name'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('source', 'external_id'), name='agent_of_one_organisation'),
                        models.CheckConstraint(condition=models.Q(models.Q(('external_id', ''), _negated=True), models.Q(('path_token', ''), _negated=True)), name='agent_is_named'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Call',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(max_length=60)),
                    ('external_id', models.CharField(max_length=120)),
                    ('agent_external_id', models.CharField(blank=True, max_length=120)),
                    ('agent_version', models.CharField(blank=True, max_length=20)),
                    ('medium', models.CharField(blank=True, help_text='phone or web', max_length=10)),
                    ('direction', models.CharField(blank=True, help_text='inbound or outbound', max_length=10)),
                    ('from_number', models.CharField(blank=True, max_length=60)),
                    ('to_number', models.CharField(blank=True, max_length=60)),
                    ('at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('told_duration_ms', models.BigIntegerField(help_text='As the provider told it, believable or not', null=True)),
                    ('duration_ms', models.BigIntegerField(null=True)),
                    ('state', models.CharField(choices=[('REGISTERED', 'REGISTERED'), ('ONGOING', 'ONGOING'), ('ENDED', 'ENDED'), ('NOT_CONNECTED', 'NOT_CONNECTED'), ('ERROR', 'ERROR')], max_length=13)),
                    ('reason', models.CharField(blank=True, help_text="Why it ended, in the provider's word", max_length=60)),
                    ('outcome', models.CharField(max_length=12)),
                    ('sentiment', models.CharField(blank=True, max_length=20)),
                    ('successful', models.BooleanField(null=True)),
                    ('in_voicemail', models.BooleanField(null=True)),
                    ('cost_micros', models.BigIntegerField(help_text='Null is unpriced, never nought', null=True)),
                    ('currency', models.CharField(blank=True, max_length=3)),
                    ('billed_seconds', models.IntegerField(null=True)),
                    ('latency_p50_ms', models.IntegerField(null=True)),
                    ('latency_p95_ms', models.IntegerField(null=True)),
                    ('doubts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                    ('stage', models.PositiveSmallIntegerField(default=0, help_text='How final the event was that told us most')),
                    ('first_heard_at', models.DateTimeField()),
                    ('started_heard_at', models.DateTimeField(help_text='By webhook, as the two after it', null=True)),
                    ('ended_heard_at', models.DateTimeField(null=True)),
                    ('analyzed_heard_at', models.DateTimeField(null=True)),
                    ('asked_at', models.DateTimeField(help_text='When the back-fill last saw it at the provider', null=True)),
                    ('repaired', models.BooleanField(default=False, help_text='The back-fill brought or corrected it')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='call_analytics.agent')),
                    ('connection', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('disposition', models.CharField(blank=True, help_text='What the desk made of it', max_length=20)),
                    ('forgotten_at', models.DateTimeField(help_text='When numbers and fields were taken out, for good', null=True)),
                ],
                options={
                    'db_table': 'calls_call',
                    'indexes': [
                        models.Index(fields=['organisation', '-at', '-id'], name='call_newest'),
                        models.Index(fields=['agent', '-at', '-id'], name='call_newest_of_agent'),
                        models.Index(fields=['organisation', 'outcome', '-at', '-id'], name='call_newest_of_outcome'),
                        models.Index(condition=models.Q(('agent', None)), fields=['organisation', 'agent_external_id'], name='call_without_agent'),
                        models.Index(fields=['organisation', 'state', '-at', '-id'], name='call_newest_of_state'),
                        models.Index(fields=['organisation', 'duration_ms'], name='call_by_length'),
                        models.Index(fields=['organisation', 'cost_micros'], name='call_by_cost'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'source', 'external_id'), name='call_once'),
                        models.CheckConstraint(condition=models.Q(('duration_ms', None), ('duration_ms__gte', 0), _connector='OR'), name='call_duration_positive'),
                        models.CheckConstraint(condition=models.Q(('cost_micros', None), models.Q(('currency', ''), _negated=True), _connector='OR'), name='call_cost_has_currency'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Backfill',
                fields=[
                    ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='ingress.connection')),
                    ('since', models.DateTimeField(null=True)),
                    ('until', models.DateTimeField(null=True)),
                    ('cursor', models.CharField(blank=True, max_length=500)),
                    ('legacy', models.BooleanField(default=False)),
                    ('deep', models.BooleanField(default=False, help_text='A pass over whole days, which counts them anew')),
                    ('counts', models.JSONField(default=dict, help_text='Of a deep pass so far: day to number of calls')),
                    ('done_until', models.DateTimeField(null=True)),
                    ('deep_done_at', models.DateTimeField(null=True)),
                    ('last_success_at', models.DateTimeField(null=True)),
                    ('last_failure_at', models.DateTimeField(null=True)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_backfill',
                },
            ),
            migrations.CreateModel(
                name='CallDetail',
                fields=[
                    ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='call_analytics.call')),
                    ('transcript', models.TextField(blank=True)),
                    ('turns', models.JSONField(help_text="Who said what when, in the provider's records", null=True)),
                    ('turns_with_tools', models.JSONField(help_text='The same with what the agent looked up and did', null=True)),
                    ('words_at', models.DateTimeField(help_text='Signed time of the words that stand here', null=True)),
                    ('words_final', models.BooleanField(default=False)),
                    ('summary', models.TextField(blank=True)),
                    ('custom_analysis', models.JSONField(null=True)),
                    ('latency', models.JSONField(null=True)),
                    ('tokens', models.JSONField(null=True)),
                    ('metadata', models.JSONField(null=True)),
                    ('variables', models.JSONField(null=True)),
                    ('rest', models.JSONField(default=dict, help_text='Fields that we do not know, as they came last')),
                    ('agent_name', models.CharField(blank=True, max_length=200)),
                    ('log_url', models.TextField(blank=True)),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('words_forgotten_at', models.DateTimeField(help_text='When its words were removed, for good', null=True)),
                ],
                options={
                    'db_table': 'calls_detail',
                },
            ),
            migrations.CreateModel(
                name='CallEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=300)),
                    ('event', models.CharField(max_length=40)),
                    ('by_webhook', models.BooleanField()),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('received_at', models.DateTimeField()),
                    ('raw', models.JSONField()),
                    ('cut', models.BooleanField(default=False)),
                    ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_event',
                    'constraints': [
                        models.UniqueConstraint(fields=('call', 'key'), name='call_event_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CostLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('product', models.CharField(max_length=80)),
                    ('unit_price_micros', models.BigIntegerField(help_text='Per second', null=True)),
                    ('cost_micros', models.BigIntegerField(null=True)),
                    ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_cost_line',
                    'constraints': [
                        models.UniqueConstraint(fields=('call', 'position'), name='cost_line_place'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='DayReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('at_provider', models.PositiveIntegerField(help_text='Null until a whole day was counted there', null=True)),
                    ('missing', models.PositiveIntegerField(default=0, help_text='Calls that no webhook had told of')),
                    ('differing', models.PositiveIntegerField(default=0, help_text='Calls that webhooks had told otherwise or in part')),
                    ('checked_at', models.DateTimeField()),
                    ('connection', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_day_report',
                    'constraints': [
                        models.UniqueConstraint(fields=('connection', 'day'), name='day_report_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Recording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('mixed', 'Mixed'), ('channels', 'Channels')], max_length=10)),
                    ('status', models.CharField(choices=[('wanted', 'Wanted'), ('ready', 'Ready'), ('refused', 'Refused')], default='wanted', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=20)),
                    ('url', models.TextField(blank=True)),
                    ('file_id', models.UUIDField(help_text='Of the sealed file, see capabilities/media/recordings.py', null=True)),
                    ('mime', models.CharField(blank=True, max_length=60)),
                    ('bytes', models.BigIntegerField(null=True)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_try_at', models.DateTimeField(null=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('peaks', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='Loudness from 0 to 100; null until worked out, else none', null=True, size=None)),
                    ('seconds', models.FloatField(null=True)),
                ],
                options={
                    'db_table': 'calls_recording',
                    'indexes': [
                        models.Index(condition=models.Q(('status', 'wanted')), fields=['organisation', 'next_try_at'], name='recording_wanted'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('call', 'kind'), name='recording_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), ('file_id__isnull', False), _connector='OR'), name='recording_has_file'),
                        models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='recording_has_reason'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='AgentOffer',
                fields=[
                    ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='ingress.connection')),
                    ('asked_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('agents', models.JSONField(default=list)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_agent_offer',
                },
            ),
        ),
        enable_row_level_security('calls_agent'),
        enable_row_level_security('calls_call'),
        enable_row_level_security('calls_backfill'),
        enable_row_level_security('calls_detail'),
        enable_row_level_security('calls_event'),
        enable_row_level_security('calls_cost_line'),
        enable_row_level_security('calls_day_report'),
        enable_row_level_security('calls_recording'),
        enable_row_level_security('calls_agent_offer'),
    ]
