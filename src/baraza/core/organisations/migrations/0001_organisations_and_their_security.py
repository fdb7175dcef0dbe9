import baraza.core.organisations.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, add_policy, enable_row_level_security, platform_may


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('organisations', '0001_initial'),
        ('organisations', '0002_security'),
    ]

    dependencies = [
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('country', models.CharField(help_text='ISO 3166 two-letter code', max_length=2)),
                    ('time_zone', models.CharField(default='Africa/Johannesburg', max_length=40)),
                    ('currency', models.CharField(default='ZAR', max_length=3)),
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), help_text='Codes, the default first', size=None)),
                    ('phone_region', models.CharField(help_text='Region for numbers written without a country code', max_length=2)),
                    ('reference_prefix', models.CharField(default='MI', max_length=4)),
                    ('home_area_code', models.CharField(blank=True, help_text='Code of the municipality it serves, if one', max_length=20)),
                    ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                    ('active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'db_table': 'organisation',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='organisation_country_code'),
                        models.CheckConstraint(condition=models.Q(('languages__len__gte', 1)), name='organisation_has_language'),
                        models.CheckConstraint(condition=models.Q(('reference_prefix__regex', '^[A-Z]{2,4}$')), name='organisation_prefix'),
                    ],
                },
            ),
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
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('idle_minutes__range', (5, 480))), name='security_idle_in_range'),
                        models.CheckConstraint(condition=models.Q(('absolute_hours__range', (1, 72))), name='security_absolute_in_range'),
                    ],
                },
            ),
        ),
        # Names and settings of organisations are public; only its own scope and the platform's may change them.
        enable_row_level_security('organisation', column='id', commands=('UPDATE',)),
        add_policy('organisation', name='public', command='SELECT', using='true'),
        platform_may('organisation', command='INSERT'),
        platform_may('organisation', command='UPDATE'),
        enable_row_level_security('organisation_security'),
    ]
