import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security

_COLOUR = '^(#[0-9a-f]{6})?$'


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField(default=1)),
                ('previous', models.JSONField(null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'organisation_section',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='section_once')],
            },
        ),
        migrations.CreateModel(
            name='Branding',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                ('brand', models.CharField(blank=True, max_length=7)),
                ('header', models.CharField(blank=True, max_length=7)),
                ('accent', models.CharField(blank=True, max_length=7)),
                ('logo', models.BinaryField(help_text='A PNG that we wrote ourselves from what was uploaded', null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'db_table': 'organisation_branding',
                'constraints': [models.CheckConstraint(condition=models.Q(('brand__regex', _COLOUR), ('header__regex', _COLOUR), ('accent__regex', _COLOUR)), name='branding_colours')],
            },
        ),
        migrations.CreateModel(
            name='WorkingDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'organisation_working_day',
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'weekday'), name='working_day_once'),
                    models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='working_day_of_week'),
                    models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='working_day_has_hours'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('name', models.CharField(max_length=80)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'organisation_holiday',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'day'), name='holiday_once')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data_class', models.CharField(max_length=40)),
                ('days', models.PositiveIntegerField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'organisation_retention',
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'data_class'), name='retention_once'),
                    models.CheckConstraint(condition=models.Q(('days__range', (1, 36500))), name='retention_days'),
                ],
            },
        ),
        enable_row_level_security('organisation_section'),
        enable_row_level_security('organisation_branding'),
        enable_row_level_security('organisation_working_day'),
        enable_row_level_security('organisation_holiday'),
        enable_row_level_security('organisation_retention'),
    ]
