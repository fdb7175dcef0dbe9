import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    replaces = [
        ('complaints', '0005_finding_views_and_bulk_acts'),
    ]

    dependencies = [
        ('complaints', '0002_categories_due_times_and_notices'),
        ('identity', '0002_keys_reviews_and_support'),
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='BulkAct',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(help_text='Of the form: sent twice, done once')),
                    ('act', models.CharField(max_length=20)),
                    ('value', models.CharField(blank=True, max_length=40)),
                    ('reason', models.TextField(blank=True)),
                    ('stage', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('undoing', 'Undoing'), ('undone', 'Undone')], default='running', max_length=10)),
                    ('total', models.PositiveIntegerField()),
                    ('asked_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_bulk_act',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'key'), name='bulk_act_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='BulkRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=20)),
                    ('version', models.PositiveIntegerField(help_text='That the person saw')),
                    ('outcome', models.CharField(choices=[('waiting', 'Waiting'), ('changed', 'Changed'), ('same', 'Same'), ('meanwhile', 'Meanwhile'), ('not_possible', 'Not Possible'), ('not_allowed', 'Not Allowed'), ('gone', 'Gone'), ('undone', 'Undone'), ('kept', 'Kept')], default='waiting', max_length=12)),
                    ('before', models.JSONField(default=dict)),
                    ('version_after', models.PositiveIntegerField(null=True)),
                    ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.bulkact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_bulk_row',
                    'indexes': [
                        models.Index(fields=['bulk', 'outcome', 'id'], name='bulk_row_by_outcome'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('bulk', 'reference'), name='bulk_row_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('query', models.CharField(blank=True, max_length=1000)),
                    ('shared', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'complaints_saved_view',
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('shared', False)), fields=('organisation', 'owner', 'name'), name='saved_view_name_once'),
                        models.UniqueConstraint(condition=models.Q(('shared', True)), fields=('organisation', 'name'), name='saved_view_shared_name_once'),
                        models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_named'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ListPreference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text='Empty: those that we show first', null=True, size=None)),
                    ('density', models.CharField(choices=[('comfortable', 'Comfortable'), ('compact', 'Compact')], default='comfortable', max_length=12)),
                    ('keys', models.BooleanField(default=True, help_text='Whether single letters move through the list')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('default_view', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='complaints.savedview')),
                ],
                options={
                    'db_table': 'complaints_list_preference',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'user'), name='list_preference_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('complaints_bulk_act'),
        enable_row_level_security('complaints_bulk_row'),
        enable_row_level_security('complaints_saved_view'),
        enable_row_level_security('complaints_list_preference'),
    ]
