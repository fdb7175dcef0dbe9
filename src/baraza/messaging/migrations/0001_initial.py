import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import append_only, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ingress', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
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
            ],
            options={
                'db_table': 'messaging_outbox',
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
                'indexes': [models.Index(fields=['contact', 'purpose', '-id'], name='consent_newest')],
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
            ],
            options={
                'db_table': 'messaging_address',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'scheme', 'value'), name='address_once'), models.CheckConstraint(condition=models.Q(models.Q(('scheme', 'phone'), _negated=True), ('value__regex', '^\\+[0-9]{7,15}$'), _connector='OR'), name='address_phone_e164')],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['contact', '-id'], name='message_thread'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('connection', 'direction', 'external_id'), name='message_once'),
        ),
        migrations.AddIndex(
            model_name='outboxentry',
            index=models.Index(condition=models.Q(('status__in', ['queued', 'sending'])), fields=['next_attempt_at'], name='outbox_due'),
        ),
        migrations.AddIndex(
            model_name='outboxentry',
            index=models.Index(condition=models.Q(('status__in', ['queued', 'sending'])), fields=['contact', 'id'], name='outbox_contact'),
        ),
        migrations.AddIndex(
            model_name='outboxentry',
            index=models.Index(fields=['connection', 'external_id'], name='outbox_by_receipt'),
        ),
        migrations.AddConstraint(
            model_name='outboxentry',
            constraint=models.UniqueConstraint(fields=('organisation', 'key'), name='outbox_key_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='attempt_number_once'),
        ),
        migrations.AddConstraint(
            model_name='reach',
            constraint=models.UniqueConstraint(fields=('contact', 'connection'), name='reach_once'),
        ),
        enable_row_level_security('messaging_contact'),
        enable_row_level_security('messaging_message'),
        enable_row_level_security('messaging_outbox'),
        enable_row_level_security('messaging_attempt'),
        enable_row_level_security('messaging_reach'),
        enable_row_level_security('messaging_consent'),
        enable_row_level_security('messaging_address'),
        append_only('messaging_consent', erasable=True),
    ]
