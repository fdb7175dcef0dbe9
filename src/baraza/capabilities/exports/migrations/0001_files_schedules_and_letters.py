import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '0002_keys_reviews_and_support'),
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Keeping',
                fields=[
                    ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                    ('days', models.PositiveSmallIntegerField()),
                ],
                options={
                    'db_table': 'exports_keeping',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 90)), name='exports_keeping_days'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Schedule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=120)),
                    ('kind', models.CharField(max_length=40)),
                    ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'Excel'), ('pdf', 'PDF')], max_length=4)),
                    ('narrowing', models.JSONField(default=dict)),
                    ('narrowed_by', models.JSONField(default=list, help_text='The same in words, for people')),
                    ('period', models.CharField(choices=[('all', 'All'), ('last', 'Last')], default='all', max_length=4)),
                    ('every', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month')], max_length=5)),
                    ('weekday', models.PositiveSmallIntegerField(default=0, help_text='0 is Monday')),
                    ('day', models.PositiveSmallIntegerField(default=1, help_text='Of the month; the last one where there is none')),
                    ('hour', models.PositiveSmallIntegerField(help_text="By the organisation's clock")),
                    ('active', models.BooleanField(default=True)),
                    ('next_at', models.DateTimeField()),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'exports_schedule',
                    'indexes': [
                        models.Index(condition=models.Q(('active', True)), fields=['organisation', 'next_at'], name='exports_due'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('day__gte', 1), ('day__lte', 31), ('hour__lte', 23), ('weekday__lte', 6)), name='exports_schedule_on_the_clock'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Recipient',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='exports.schedule')),
                ],
                options={
                    'db_table': 'exports_recipient',
                    'constraints': [
                        models.UniqueConstraint(fields=('schedule', 'user'), name='exports_recipient_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Export',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=40)),
                    ('format', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'Excel'), ('pdf', 'PDF')], max_length=4)),
                    ('narrowing', models.JSONField(default=dict)),
                    ('narrowed_by', models.JSONField(default=list)),
                    ('language', models.CharField(default='en', max_length=5)),
                    ('asked_name', models.CharField(max_length=120)),
                    ('run_key', models.CharField(blank=True, help_text='One file per time of a schedule', max_length=60)),
                    ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('expired', 'Expired')], default='queued', max_length=9)),
                    ('failure', models.CharField(blank=True, max_length=20)),
                    ('attempt', models.PositiveSmallIntegerField(default=0, help_text='The worker of an earlier one stops')),
                    ('cancel_asked', models.BooleanField(default=False)),
                    ('rows_done', models.PositiveIntegerField(default=0)),
                    ('rows_total', models.PositiveIntegerField(null=True)),
                    ('bytes', models.BigIntegerField(null=True)),
                    ('asked_at', models.DateTimeField(auto_now_add=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('expires_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('schedule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='exports.schedule')),
                ],
                options={
                    'db_table': 'exports_export',
                    'indexes': [
                        models.Index(fields=['organisation', '-asked_at', '-id'], name='exports_newest'),
                        models.Index(fields=['organisation', 'asked_by', '-asked_at'], name='exports_mine'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('run_key', ''), _negated=True), fields=('organisation', 'run_key'), name='exports_one_per_time'),
                        models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='exports_failed_has_reason'),
                        models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('bytes__isnull', False), ('expires_at__isnull', False)), _connector='OR'), name='exports_done_has_a_file'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Letter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('uncertain', 'Uncertain')], default='waiting', max_length=9)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='exports.export')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'exports_letter',
                    'constraints': [
                        models.UniqueConstraint(fields=('export', 'user'), name='exports_letter_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security("exports_keeping"),
        enable_row_level_security("exports_schedule"),
        enable_row_level_security("exports_recipient"),
        enable_row_level_security("exports_export"),
        enable_row_level_security("exports_letter"),
    ]
