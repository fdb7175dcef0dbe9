import django.db.models.deletion
import uuid
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('notifications', '0001_one_time_codes'),
        ('notifications', '0002_codes_for_new_addresses'),
    ]

    dependencies = [
        ('messaging', '0001_contacts_and_messages'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=40)),
                ('phone_digest', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('expires_at', models.DateTimeField()),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('made_contact', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'notification_code',
                'indexes': [
                    models.Index(fields=['organisation', 'expires_at'], name='code_by_age'),
                ],
            },
        ),
        enable_row_level_security('notification_code'),
    ]
