from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('call_analytics', '0007_tests_of_agents_addresses'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.UniqueConstraint(fields=('organisation', 'source', 'external_id'), name='agent_once'),
        ),
        migrations.RemoveConstraint(
            model_name='agent',
            name='agent_of_one_organisation',
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.UniqueConstraint(condition=models.Q(('archived_at', None)), fields=('source', 'external_id'), name='agent_of_one_organisation'),
        ),
    ]
