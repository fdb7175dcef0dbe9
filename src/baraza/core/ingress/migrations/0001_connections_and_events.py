import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, add_policy, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('ingress', '0001_initial'),
        ('ingress', '0002_attempts_and_sessions'),
        ('ingress', '0003_fewer_indexes'),
        ('ingress', '0004_checks_and_closing'),
        ('ingress', '0005_counts_of_refused_requests'),
    ]

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Connection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(help_text='Name in the catalogue, e.g. whatsapp.meta_cloud', max_length=60)),
                    ('name', models.CharField(max_length=120)),
                    ('path_token', models.CharField(max_length=64, unique=True)),
                    ('secrets_sealed', models.BinaryField(help_text='Encrypted JSON, see core/ingress/secrets.py')),
                    ('options', models.JSONField(default=dict)),
                    ('active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('closed_at', models.DateTimeField(help_text='Closed for good: its secrets are gone, its past stays', null=True)),
                ],
                options={
                    'db_table': 'ingress_connection',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('path_token', ''), _negated=True), name='connection_path_token_set'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='InboundEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item_id', models.CharField(max_length=300)),
                    ('kind', models.CharField(max_length=40)),
                    ('sender', models.CharField(blank=True, max_length=160)),
                    ('payload', models.JSONField()),
                    ('correlation_id', models.CharField(max_length=64)),
                    ('received_at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                    ('state', models.CharField(choices=[('RECEIVED', 'Received'), ('HANDLED', 'Handled'), ('FAILED', 'Failed')], db_default='RECEIVED', max_length=10)),
                    ('attempts', models.PositiveSmallIntegerField(db_default=0)),
                    ('handled_at', models.DateTimeField(null=True)),
                    ('error', models.TextField(db_default='')),
                    ('answer', models.JSONField(help_text='What an inline source answered; a repeated request gets it again', null=True)),
                    ('connection', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('retry_at', models.DateTimeField(help_text='Not before this, after a failed attempt', null=True)),
                ],
                options={
                    'db_table': 'ingress_event',
                    'indexes': [
                        models.Index(condition=models.Q(('state', 'RECEIVED')), fields=['connection', 'sender', 'id'], name='inbound_event_pending'),
                        models.Index(fields=['received_at'], name='inbound_event_received'),
                        models.Index(condition=models.Q(('payload__has_key', 'session')), fields=['connection', 'sender', '-id'], name='inbound_event_session'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('connection', 'item_id'), name='inbound_event_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ConnectionCheck',
                fields=[
                    ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='ingress.connection')),
                    ('key', models.CharField(help_text="Of the test that was asked for last; an older one's result is late", max_length=40)),
                    ('asked_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('lines', models.JSONField(default=list)),
                    ('templates', models.JSONField(default=list, help_text='Approved texts, as the provider listed them')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'ingress_connection_check',
                },
            ),
            migrations.CreateModel(
                name='Refusal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('outcome', models.CharField(max_length=20)),
                    ('count', models.PositiveIntegerField()),
                    ('last_at', models.DateTimeField()),
                    ('connection', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'ingress_refusal',
                    'indexes': [
                        models.Index(fields=['organisation', 'day'], name='refusal_of_day'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('connection', 'day', 'outcome'), name='refusal_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('ingress_connection'),
        # The door finds a connection by the token in the path, before any organisation is known.
        add_policy('ingress_connection', name='door', command='SELECT', using='true', role='baraza_door'),
        enable_row_level_security('ingress_event'),
        # It stores events of any organisation and reads back only what its own transaction stored (RETURNING).
        add_policy('ingress_event', name='door_insert', command='INSERT', check='true', role='baraza_door'),
        add_policy(
            'ingress_event',
            name='door_own',
            command='SELECT',
            using='received_at = transaction_timestamp()',
            role='baraza_door',
        ),
        enable_row_level_security('ingress_connection_check'),
        enable_row_level_security('ingress_refusal'),
        # The door counts for any organisation; it reads back a count in order to add to it.
        add_policy('ingress_refusal', name='door_insert', command='INSERT', check='true', role='baraza_door'),
        add_policy('ingress_refusal', name='door_select', command='SELECT', using='true', role='baraza_door'),
        add_policy('ingress_refusal', name='door_update', command='UPDATE', using='true', check='true', role='baraza_door'),
    ]
