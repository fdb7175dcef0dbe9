import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('conversation', '0001_initial'),
        ('identity', '0002_teams'),
        ('ingress', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(fields=['organisation', '-last_at', '-id'], name='thread_newest'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'person'])), fields=['organisation', '-last_at', '-id'], name='thread_with_people'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('unread__gt', 0)), fields=['organisation'], name='thread_unread'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.UniqueConstraint(fields=('contact', 'connection'), name='thread_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['bot', 'waiting', 'person', 'closed'])), name='thread_state'),
        ),
        migrations.AddIndex(
            model_name='threadentry',
            index=models.Index(fields=['thread', '-id'], name='thread_entry_newest'),
        ),
        migrations.AddConstraint(
            model_name='threadentry',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('thread', 'key'), name='thread_entry_once'),
        ),
        enable_row_level_security('conversation_thread'),
        enable_row_level_security('conversation_thread_entry'),
    ]
