import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import baraza.core.organisations.fields
from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganisationSecurity',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                ('mfa_roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('idle_minutes', models.PositiveSmallIntegerField(default=30)),
                ('absolute_hours', models.PositiveSmallIntegerField(default=12)),
                ('admin_networks', django.contrib.postgres.fields.ArrayField(base_field=baraza.core.organisations.fields.NetworkField(), blank=True, default=list, size=None)),
            ],
            options={
                'db_table': 'organisation_security',
                'constraints': [models.CheckConstraint(condition=models.Q(('idle_minutes__range', (5, 480))), name='security_idle_in_range'), models.CheckConstraint(condition=models.Q(('absolute_hours__range', (1, 72))), name='security_absolute_in_range')],
            },
        ),
        enable_row_level_security('organisation_security'),
    ]
