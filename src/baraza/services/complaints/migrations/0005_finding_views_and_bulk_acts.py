import baraza.services.complaints.states
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0004_merges_presence_and_canned_replies'),
        ('identity', '0002_teams'),
        ('ingress', '0003_fewer_indexes'),
        ('messaging', '0002_receipts_waiting_and_fallbacks'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        TrigramExtension(),
        UnaccentExtension(),
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
            ],
            options={
                'db_table': 'complaints_bulk_act',
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
            ],
            options={
                'db_table': 'complaints_bulk_row',
            },
        ),
        migrations.CreateModel(
            name='ListPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), help_text='Empty: those that we show first', null=True, size=None)),
                ('density', models.CharField(choices=[('comfortable', 'Comfortable'), ('compact', 'Compact')], default='comfortable', max_length=12)),
                ('keys', models.BooleanField(default=True, help_text='Whether single letters move through the list')),
            ],
            options={
                'db_table': 'complaints_list_preference',
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
            ],
            options={
                'db_table': 'complaints_saved_view',
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('complaint_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('document', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'db_table': 'complaints_search',
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
            ],
            options={
                'db_table': 'complaints_search_word',
            },
        ),
        migrations.RemoveIndex(
            model_name='complaint',
            name='complaint_newest',
        ),
        migrations.RemoveIndex(
            model_name='complaint',
            name='complaint_by_state',
        ),
        migrations.RemoveIndex(
            model_name='complaint',
            name='complaint_open',
        ),
        migrations.RemoveIndex(
            model_name='complaint',
            name='complaint_mine',
        ),
        migrations.AddField(
            model_name='complaint',
            name='settled',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(state__in=[baraza.services.complaints.states.State['CLOSED'], baraza.services.complaints.states.State['DUPLICATE'], baraza.services.complaints.states.State['REJECTED'], baraza.services.complaints.states.State['RESOLVED']], then=models.Value(True)), default=models.Value(False)), output_field=models.BooleanField()),
        ),
        migrations.AddField(
            model_name='complaint',
            name='urgency',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(priority='critical', then=models.Value(0)), models.When(priority='high', then=models.Value(1)), models.When(priority='medium', then=models.Value(2)), models.When(priority='low', then=models.Value(3)), default=models.Value(4)), output_field=models.SmallIntegerField()),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', '-opened_at', '-id'], name='complaint_newest'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', 'settled', '-opened_at', '-id'], name='complaint_open'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', 'settled', 'due_at', 'id'], name='complaint_due'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', 'settled', 'urgency', 'due_at', 'id'], name='complaint_urgent'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', '-changed_at', '-id'], name='complaint_changed'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', 'state', '-opened_at', '-id'], name='complaint_by_state'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['organisation', 'category', 'ward_code', 'area_code', 'channel', 'language', 'team', 'priority'], name='complaint_facets'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['organisation', 'assignee', 'settled', '-opened_at'], name='complaint_mine'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('emergency', True)), fields=['organisation', '-opened_at'], name='complaint_emergency'),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='bulkact',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='bulkrow',
            name='bulk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.bulkact'),
        ),
        migrations.AddField(
            model_name='bulkrow',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='listpreference',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='listpreference',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='listpreference',
            name='default_view',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='complaints.savedview'),
        ),
        migrations.AddField(
            model_name='searchtext',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='searchword',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddConstraint(
            model_name='bulkact',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='bulk_act_once'),
        ),
        migrations.AddIndex(
            model_name='bulkrow',
            index=models.Index(fields=['bulk', 'outcome', 'id'], name='bulk_row_by_outcome'),
        ),
        migrations.AddConstraint(
            model_name='bulkrow',
            constraint=models.UniqueConstraint(fields=('bulk', 'reference'), name='bulk_row_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('shared', False)), fields=('organisation', 'owner', 'name'), name='saved_view_name_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('shared', True)), fields=('organisation', 'name'), name='saved_view_shared_name_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_named'),
        ),
        migrations.AddConstraint(
            model_name='listpreference',
            constraint=models.UniqueConstraint(fields=('organisation', 'user'), name='list_preference_once'),
        ),
        migrations.AddIndex(
            model_name='searchtext',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['organisation', 'document'], name='complaint_search_words'),
        ),
        migrations.AddIndex(
            model_name='searchtext',
            index=models.Index(fields=['organisation', '-complaint_id'], name='complaint_search_newest'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(fields=['organisation', 'word'], name='search_word_known'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(fields=['organisation', 'word'], opclasses=['int8_ops', 'gin_trgm_ops'], name='search_word_alike'),
        ),
        enable_row_level_security('complaints_saved_view'),
        enable_row_level_security('complaints_list_preference'),
        enable_row_level_security('complaints_bulk_act'),
        enable_row_level_security('complaints_bulk_row'),
        enable_row_level_security('complaints_search'),
        enable_row_level_security('complaints_search_word'),
    ]
