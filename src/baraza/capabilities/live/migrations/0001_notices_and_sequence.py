import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MemberNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=80)),
                ('facts', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'live_member_notice',
                'indexes': [models.Index(fields=['organisation', 'user', '-id'], name='member_notice_newest'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['organisation', 'user'], name='member_notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user', 'key'), name='member_notice_once')],
            },
        ),
        enable_row_level_security('live_member_notice'),
        # Events carry a number, so that a page that lost its stream says where it was.
        migrations.RunSQL(
            sql='CREATE SEQUENCE live_event_sequence;',
            reverse_sql='DROP SEQUENCE live_event_sequence;',
        ),
    ]
