import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('conversation', '0001_initial'),
        ('conversation', '0002_threads'),
    ]

    dependencies = [
        ('identity', '0002_keys_reviews_and_support'),
        ('ingress', '0001_connections_and_events'),
        ('messaging', '0001_contacts_and_messages'),
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(max_length=20)),
                    ('state', models.JSONField(null=True)),
                    ('screen', models.JSONField(default=dict)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('updated_at', models.DateTimeField()),
                    ('connection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ingress.connection')),
                    ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'conversation_session',
                    'indexes': [
                        models.Index(fields=['updated_at'], name='conversation_session_age'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Thread',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('bot', 'Bot'), ('waiting', 'Waiting'), ('person', 'Person'), ('closed', 'Closed')], default='bot', max_length=10)),
                    ('question', models.TextField(blank=True)),
                    ('unread', models.PositiveIntegerField(default=0)),
                    ('waiting_since', models.DateTimeField(null=True)),
                    ('handled_until', models.DateTimeField(null=True)),
                    ('last_at', models.DateTimeField()),
                    ('assignee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('connection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='identity.team')),
                ],
                options={
                    'db_table': 'conversation_thread',
                    'indexes': [
                        models.Index(fields=['organisation', '-last_at', '-id'], name='thread_newest'),
                        models.Index(condition=models.Q(('state__in', ['waiting', 'person'])), fields=['organisation', '-last_at', '-id'], name='thread_with_people'),
                        models.Index(condition=models.Q(('unread__gt', 0)), fields=['organisation'], name='thread_unread'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('contact', 'connection'), name='thread_once', nulls_distinct=False),
                        models.CheckConstraint(condition=models.Q(('state__in', ['bot', 'waiting', 'person', 'closed'])), name='thread_state'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ThreadEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('actor_id', models.BigIntegerField(null=True)),
                    ('actor_name', models.CharField(blank=True, max_length=120)),
                    ('text', models.TextField(blank=True)),
                    ('key', models.CharField(blank=True, max_length=120)),
                    ('at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversation.thread')),
                ],
                options={
                    'db_table': 'conversation_thread_entry',
                    'indexes': [
                        models.Index(fields=['thread', '-id'], name='thread_entry_newest'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('thread', 'key'), name='thread_entry_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security("conversation_session"),
        enable_row_level_security('conversation_thread'),
        enable_row_level_security('conversation_thread_entry'),
    ]
