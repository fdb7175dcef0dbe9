import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import add_policy, enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('organisation_settings', '0001_initial'),
        ('organisations', '0002_security'),
    ]

    operations = [
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
                'constraints': [models.UniqueConstraint(fields=('organisation', 'language'), name='privacy_text_once')],
            },
        ),
        enable_row_level_security('organisation_domain'),
        enable_row_level_security('organisation_privacy_text'),
        # Which organisation a name leads to is asked before any organisation is known, and is public.
        add_policy('organisation_domain', name='verified', command='SELECT', using="state = 'verified'"),
    ]
