import baraza.lib.clock
import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, append_only, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('messaging', '0001_initial'),
        ('messaging', '0002_receipts_waiting_and_fallbacks'),
        ('messaging', '0003_awaiting_a_receipt'),
        ('messaging', '0004_how_people_want_to_be_told'),
        ('messaging', '0005_devices'),
        ('messaging', '0006_letters_and_quiet_hours'),
    ]

    dependencies = [
        ('ingress', '0001_connections_and_events'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('text_only', models.BooleanField(default=False)),
                    ('blocked_at', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('told_by', models.CharField(blank=True, help_text='The channel that they chose; empty: the one used last', max_length=20)),
                    ('profile', models.CharField(blank=True, help_text='How they communicate; empty: not said', max_length=20)),
                    ('any_time', models.BooleanField(default=False, help_text='They want to be told in quiet hours, too')),
                ],
                options={
                    'db_table': 'messaging_contact',
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('direction', models.CharField(choices=[('in', 'In'), ('out', 'Out')], max_length=3)),
                    ('channel', models.CharField(max_length=20)),
                    ('kind', models.CharField(max_length=20)),
                    ('text', models.TextField(blank=True)),
                    ('content', models.JSONField(default=dict)),
                    ('external_id', models.CharField(blank=True, max_length=300)),
                    ('correlation_id', models.CharField(blank=True, max_length=64)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('connection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ingress.connection')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_message',
                    'indexes': [
                        models.Index(fields=['contact', '-id'], name='message_thread'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('connection', 'direction', 'external_id'), name='message_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='OutboxEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=200)),
                    ('content', models.JSONField()),
                    ('template', models.JSONField(help_text='The approved text to send instead when the window is closed', null=True)),
                    ('status', models.CharField(choices=[('queued', 'QUEUED'), ('sending', 'SENDING'), ('sent', 'SENT'), ('delivered', 'DELIVERED'), ('read', 'READ'), ('failed', 'FAILED'), ('uncertain', 'UNCERTAIN'), ('cancelled', 'CANCELLED')], default='queued', max_length=10)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('next_attempt_at', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('external_id', models.CharField(blank=True, max_length=300)),
                    ('error_code', models.CharField(blank=True, max_length=40)),
                    ('error_detail', models.CharField(blank=True, max_length=500)),
                    ('correlation_id', models.CharField(blank=True, max_length=64)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('connection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ingress.connection')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('fallback_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.outboxentry')),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.message')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('as_template', models.BooleanField(default=False, help_text='The provider said that the window is closed')),
                    ('in_reply_to', models.CharField(blank=True, max_length=300)),
                    ('tried_since', models.DateTimeField(default=baraza.lib.clock.now)),
                    ('tries_from', models.PositiveSmallIntegerField(default=0, help_text='Attempts before staff had it sent again')),
                    ('to', models.CharField(blank=True, help_text='An address that is to be proved by a code', max_length=254)),
                ],
                options={
                    'db_table': 'messaging_outbox',
                    'indexes': [
                        models.Index(condition=models.Q(('status__in', ['queued', 'sending'])), fields=['next_attempt_at'], name='outbox_due'),
                        models.Index(condition=models.Q(('status__in', ['queued', 'sending'])), fields=['contact', 'id'], name='outbox_contact'),
                        models.Index(fields=['connection', 'external_id'], name='outbox_by_receipt'),
                        models.Index(condition=models.Q(('status__in', ['failed', 'uncertain'])), fields=['organisation', '-id'], name='outbox_problem'),
                        models.Index(condition=models.Q(('lease_until__isnull', False), ('status', 'uncertain')), fields=['contact', 'id'], name='outbox_awaiting'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'key'), name='outbox_key_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('outcome', models.CharField(blank=True, max_length=20)),
                    ('code', models.CharField(blank=True, max_length=40)),
                    ('detail', models.CharField(blank=True, max_length=500)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.outboxentry')),
                ],
                options={
                    'db_table': 'messaging_attempt',
                    'constraints': [
                        models.UniqueConstraint(fields=('entry', 'number'), name='attempt_number_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Reach',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('phone', models.CharField(blank=True, max_length=20)),
                    ('user_id', models.CharField(blank=True, max_length=200)),
                    ('last_inbound_at', models.DateTimeField(null=True)),
                    ('unreachable_at', models.DateTimeField(null=True)),
                    ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_reach',
                    'constraints': [
                        models.UniqueConstraint(fields=('contact', 'connection'), name='reach_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.CharField(max_length=40)),
                    ('given', models.BooleanField()),
                    ('channel', models.CharField(max_length=20)),
                    ('text_version', models.CharField(max_length=40)),
                    ('language', models.CharField(max_length=5)),
                    ('proof', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                ],
                options={
                    'db_table': 'messaging_consent',
                    'indexes': [
                        models.Index(fields=['contact', 'purpose', '-id'], name='consent_newest'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Address',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scheme', models.CharField(choices=[('phone', 'Phone'), ('whatsapp_user', 'Whatsapp User'), ('email', 'Email'), ('push', 'Push')], max_length=20)),
                    ('value', models.CharField(max_length=200)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('stopped_at', models.DateTimeField(help_text='Nothing is sent there any more', null=True)),
                    ('stopped_for', models.CharField(blank=True, help_text='bounced, complained or unsubscribed', max_length=20)),
                ],
                options={
                    'db_table': 'messaging_address',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'scheme', 'value'), name='address_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('scheme', 'phone'), _negated=True), ('value__regex', '^\\+[0-9]{7,15}$'), _connector='OR'), name='address_phone_e164'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ConnectionTrouble',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(blank=True, max_length=40)),
                    ('detail', models.CharField(blank=True, max_length=500)),
                    ('since', models.DateTimeField(auto_now_add=True)),
                    ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_connection_trouble',
                },
            ),
            migrations.CreateModel(
                name='EarlyReceipt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('external_id', models.CharField(max_length=300)),
                    ('status', models.CharField(max_length=10)),
                    ('error_code', models.CharField(blank=True, max_length=40)),
                    ('error_detail', models.CharField(blank=True, max_length=500)),
                    ('failure', models.CharField(blank=True, max_length=20)),
                    ('received_at', models.DateTimeField(auto_now_add=True)),
                    ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_early_receipt',
                    'indexes': [
                        models.Index(fields=['received_at'], name='early_receipt_age'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('connection', 'external_id', 'status'), name='early_receipt_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ProviderNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=80)),
                    ('detail', models.CharField(blank=True, max_length=500)),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_provider_notice',
                    'indexes': [
                        models.Index(fields=['connection', '-id'], name='provider_notice_newest'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='WaitingText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=200)),
                    ('text', models.TextField()),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('shown_at', models.DateTimeField(null=True)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_waiting_text',
                    'indexes': [
                        models.Index(condition=models.Q(('shown_at', None)), fields=['contact', 'id'], name='waiting_text_unseen'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'key'), name='waiting_text_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Device',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('endpoint', models.TextField()),
                    ('endpoint_digest', models.CharField(help_text='Endpoints are too long for an index', max_length=64)),
                    ('key', models.CharField(max_length=100)),
                    ('auth', models.CharField(max_length=40)),
                    ('our_key', models.CharField(help_text='The public key that the browser was given', max_length=100)),
                    ('language', models.CharField(max_length=5)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'messaging_device',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'endpoint_digest'), name='device_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('messaging_contact'),
        enable_row_level_security('messaging_message'),
        enable_row_level_security('messaging_outbox'),
        enable_row_level_security('messaging_attempt'),
        enable_row_level_security('messaging_reach'),
        enable_row_level_security('messaging_consent'),
        append_only('messaging_consent', erasable=True),
        enable_row_level_security('messaging_address'),
        enable_row_level_security('messaging_connection_trouble'),
        enable_row_level_security('messaging_early_receipt'),
        enable_row_level_security('messaging_provider_notice'),
        enable_row_level_security('messaging_waiting_text'),
        enable_row_level_security("messaging_device"),
    ]
