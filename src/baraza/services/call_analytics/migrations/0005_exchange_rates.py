"""Exchange rates are entered and never changed; closed statements keep those that they were counted by."""

import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import append_only, enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('call_analytics', '0004_figures_and_alerts'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='closedmonth',
            name='rates',
            field=models.JSONField(default=dict, help_text='Exchange rates by which its costs were counted, see rules/margins'),
        ),
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('currency', models.CharField(help_text="The provider's", max_length=3)),
                ('into', models.CharField(help_text="The organisation's own", max_length=3)),
                ('rate_micros', models.BigIntegerField(help_text='Millionths of a unit of `into` for one unit of `currency`')),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(blank=True, max_length=120)),
                ('made_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'calls_exchange_rate',
                'indexes': [models.Index(fields=['organisation', 'month', 'currency', '-id'], name='rate_of_month')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='rate_month_begins'), models.CheckConstraint(condition=models.Q(('rate_micros__gt', 0)), name='rate_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('currency', models.F('into')), _negated=True), models.Q(('currency', ''), _negated=True)), name='rate_is_of_two_currencies')],
            },
        ),
        enable_row_level_security('calls_exchange_rate', commands=('SELECT', 'INSERT')),
        append_only('calls_exchange_rate'),
    ]
