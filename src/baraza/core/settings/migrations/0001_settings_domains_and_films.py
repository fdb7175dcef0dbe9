import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, add_policy, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('organisation_settings', '0001_initial'),
        ('organisation_settings', '0002_domains_and_privacy_texts'),
        ('organisation_settings', '0003_sign_videos'),
    ]

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
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
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'name'), name='section_once'),
                    ],
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
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('brand__regex', '^(#[0-9a-f]{6})?$'), ('header__regex', '^(#[0-9a-f]{6})?$'), ('accent__regex', '^(#[0-9a-f]{6})?$')), name='branding_colours'),
                    ],
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
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'day'), name='holiday_once'),
                    ],
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
            migrations.CreateModel(
                name='Domain',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('host', models.CharField(max_length=253)),
                    ('token', models.CharField(max_length=64)),
                    ('state', models.CharField(choices=[('pending', 'Pending'), ('verified', 'Verified'), ('failed', 'Failed')], default='pending', max_length=10)),
                    ('fault', models.CharField(blank=True, help_text='Why the last check failed', max_length=20)),
                    ('misses', models.PositiveSmallIntegerField(default=0, help_text='Checks in a row without the record, once verified')),
                    ('checking_since', models.DateTimeField(null=True)),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('verified_at', models.DateTimeField(null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'organisation_domain',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'host'), name='domain_once'),
                        models.UniqueConstraint(condition=models.Q(('state', 'verified')), fields=('host',), name='domain_of_one'),
                        models.CheckConstraint(condition=models.Q(('host__regex', '^[a-z0-9-]+(\\.[a-z0-9-]+)+$')), name='domain_host'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='PrivacyText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(max_length=5)),
                    ('text', models.TextField()),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'organisation_privacy_text',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'language'), name='privacy_text_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SignVideo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('page', models.CharField(max_length=20)),
                    ('sign_language', models.CharField(max_length=8)),
                    ('film', models.BinaryField()),
                    ('mime', models.CharField(max_length=20)),
                    ('bytes', models.PositiveIntegerField()),
                    ('captions', models.TextField(help_text='WebVTT without faults')),
                    ('captions_language', models.CharField(max_length=5)),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'organisation_sign_video',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'page', 'sign_language'), name='sign_video_once'),
                        models.CheckConstraint(condition=models.Q(('captions', ''), _negated=True), name='sign_video_has_captions'),
                    ],
                },
            ),
        ),
        enable_row_level_security('organisation_section'),
        enable_row_level_security('organisation_branding'),
        enable_row_level_security('organisation_working_day'),
        enable_row_level_security('organisation_holiday'),
        enable_row_level_security('organisation_retention'),
        enable_row_level_security('organisation_domain'),
        # Which organisation a name leads to is asked before any organisation is known, and is public.
        add_policy('organisation_domain', name='verified', command='SELECT', using="state = 'verified'"),
        enable_row_level_security('organisation_privacy_text'),
        enable_row_level_security('organisation_sign_video'),
    ]
