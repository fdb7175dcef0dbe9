import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('call_analytics', '0001_agents_and_calls'),
        ('ingress', '0005_counts_of_refused_requests'),
        ('organisations', '0002_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgentOffer',
            fields=[
                ('connection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='ingress.connection')),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('agents', models.JSONField(default=list)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'calls_agent_offer',
            },
        ),
        enable_row_level_security('calls_agent_offer'),
    ]
