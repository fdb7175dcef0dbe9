import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Endpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120)),
                    ('url', models.CharField(max_length=500)),
                    ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                    ('secrets_sealed', models.BinaryField()),
                    ('previous_until', models.DateTimeField(null=True)),
                    ('state', models.CharField(choices=[('active', 'Active'), ('paused', 'Paused'), ('stopped', 'Stopped')], default='active', max_length=7)),
                    ('stopped_because', models.CharField(blank=True, help_text='gone or failing', max_length=10)),
                    ('failing_since', models.DateTimeField(help_text='Nothing was taken since', null=True)),
                    ('taken_at', models.DateTimeField(help_text='When it last took something', null=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'webhooks_endpoint',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), _negated=True), models.Q(('stopped_because', ''), _negated=True), _connector='OR'), name='webhooks_stopped_has_reason'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=60)),
                    ('key', models.CharField(max_length=200)),
                    ('data', models.JSONField()),
                    ('at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'webhooks_event',
                    'indexes': [
                        models.Index(fields=['organisation', 'at'], name='webhooks_event_by_age'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'key'), name='webhooks_event_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken'), ('failed', 'Failed'), ('held', 'Held')], default='waiting', max_length=7)),
                    ('tries', models.PositiveSmallIntegerField(default=0, help_text='Since it was last sent off')),
                    ('next_at', models.DateTimeField(null=True)),
                    ('last_status', models.PositiveSmallIntegerField(null=True)),
                    ('at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('endpoint', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='webhooks.endpoint')),
                    ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='webhooks.event')),
                ],
                options={
                    'db_table': 'webhooks_delivery',
                    'indexes': [
                        models.Index(fields=['endpoint', '-id'], name='webhooks_delivery_newest'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('endpoint', 'event'), name='webhooks_delivery_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Try',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('duration_ms', models.PositiveIntegerField()),
                    ('status', models.PositiveSmallIntegerField(null=True)),
                    ('trouble', models.CharField(blank=True, max_length=10)),
                    ('excerpt', models.CharField(blank=True, help_text='How the answer begins', max_length=500)),
                    ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='webhooks.delivery')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'webhooks_try',
                },
            ),
        ),
        enable_row_level_security('webhooks_endpoint'),
        enable_row_level_security('webhooks_event'),
        enable_row_level_security('webhooks_delivery'),
        enable_row_level_security('webhooks_try'),
    ]
