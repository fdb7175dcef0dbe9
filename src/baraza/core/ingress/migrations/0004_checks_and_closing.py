import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('ingress', '0003_fewer_indexes'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='connection',
            name='closed_at',
            field=models.DateTimeField(help_text='Closed for good: its secrets are gone, its past stays', null=True),
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
            options={'db_table': 'ingress_connection_check'},
        ),
        enable_row_level_security('ingress_connection_check'),
    ]
