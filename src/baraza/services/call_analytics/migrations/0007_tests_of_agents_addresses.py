import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('call_analytics', '0006_views_kept_by_their_mechanism'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgentPing',
            fields=[
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='call_analytics.agent')),
                ('mark', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('result', models.CharField(choices=[('waiting', 'Waiting'), ('kept', 'Kept'), ('turned_away', 'Turned Away'), ('not_reached', 'Not Reached')], default='waiting', max_length=12)),
                ('status', models.PositiveSmallIntegerField(help_text='What our door answered', null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'calls_agent_ping',
            },
        ),
        enable_row_level_security('calls_agent_ping'),
    ]
