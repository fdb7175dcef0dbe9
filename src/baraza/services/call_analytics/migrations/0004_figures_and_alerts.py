"""Boards' figures follow every change of a call in the change's own transaction; alerts with their rules.

A statement adds what it changed in sum and touches no row of another transaction. The forms must be those of
`queries/boards_sql.py`; `baraza figures check` compares.
"""

import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security

_OUTCOMES = (
    "under_way", "successful", "unsuccessful", "answered", "transferred", "voicemail", "no_answer", "busy", "failed",
)  # fmt: skip

_MOODS = ("positive", "neutral", "negative")

_COUNTED = {
    "calls": "1",
    "millis": "coalesce(c.duration_ms, 0)",
    "cost_micros": "coalesce(c.cost_micros, 0)",
    "unpriced": "(c.cost_micros IS NULL AND c.ended_at IS NOT NULL)::int",
    **{f"out_{code}": f"(c.outcome = '{code}')::int" for code in _OUTCOMES},
    **{f"mood_{code}": f"(c.sentiment = '{code}')::int" for code in _MOODS},
}

_SUMS = {name: f"sum(c.sign * {counted})" for name, counted in _COUNTED.items()}

_LOCAL = "c.at AT TIME ZONE o.time_zone"

_SOURCES = {
    "INSERT": "(SELECT *, 1 AS sign FROM added)",
    "DELETE": "(SELECT *, -1 AS sign FROM removed)",
    "UPDATE": "(SELECT *, 1 AS sign FROM added UNION ALL SELECT *, -1 AS sign FROM removed)",
}


def _follow(source):
    return f"""
        INSERT INTO calls_figure (organisation_id, zone, day, hour, agent_id, currency, folded, {", ".join(_SUMS)})
        SELECT c.organisation_id, o.time_zone, ({_LOCAL})::date, extract(hour FROM {_LOCAL})::smallint, c.agent_id,
            c.currency, false, {", ".join(_SUMS.values())}
        FROM {source} AS c JOIN organisation AS o ON o.id = c.organisation_id
        WHERE c.agent_id IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING {" OR ".join(f"{one} <> 0" for one in _SUMS.values())};
        INSERT INTO calls_latency_figure (organisation_id, zone, day, agent_id, bucket, folded, calls)
        SELECT c.organisation_id, o.time_zone, ({_LOCAL})::date, c.agent_id,
            least(ceil(c.latency_p50_ms / 50.0) * 50, 30000)::int, false, sum(c.sign)
        FROM {source} AS c JOIN organisation AS o ON o.id = c.organisation_id
        WHERE c.agent_id IS NOT NULL AND c.latency_p50_ms IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(c.sign) <> 0;
    """


_KEEP = f"""
CREATE FUNCTION calls_figures_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN {_follow(_SOURCES["INSERT"])}
    ELSIF TG_OP = 'DELETE' THEN {_follow(_SOURCES["DELETE"])}
    ELSE {_follow(_SOURCES["UPDATE"])}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER calls_figures_added AFTER INSERT ON calls_call
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION calls_figures_follow();
CREATE TRIGGER calls_figures_changed AFTER UPDATE ON calls_call
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION calls_figures_follow();
CREATE TRIGGER calls_figures_removed AFTER DELETE ON calls_call
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION calls_figures_follow();
"""

_FORGET = """
DROP TRIGGER calls_figures_added ON calls_call;
DROP TRIGGER calls_figures_changed ON calls_call;
DROP TRIGGER calls_figures_removed ON calls_call;
DROP FUNCTION calls_figures_follow();
"""


class Migration(migrations.Migration):

    replaces = [
        ('call_analytics', '0002_agents_offered'),
    ]

    dependencies = [
        ('call_analytics', '0003_tags_notes_views_and_words'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='AlertRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('errors', 'Errors'), ('spend_day', 'Spend Day'), ('spend_month', 'Spend Month'), ('silence', 'Silence')], max_length=12)),
                    ('percent', models.PositiveSmallIntegerField(help_text='Of the newest `calls`, that failed', null=True)),
                    ('calls', models.PositiveIntegerField(null=True)),
                    ('limit_micros', models.BigIntegerField(null=True)),
                    ('currency', models.CharField(blank=True, max_length=3)),
                    ('hours', models.PositiveSmallIntegerField(help_text='Usual hours without a call', null=True)),
                    ('active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.agent')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_alert_rule',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(('calls__gte', 1), ('calls__isnull', False), ('kind', 'errors'), ('percent__isnull', False), ('percent__range', (1, 100))), models.Q(('kind__in', ['spend_day', 'spend_month']), ('limit_micros__gt', 0), ('limit_micros__isnull', False), models.Q(('currency', ''), _negated=True)), models.Q(('hours__gte', 1), ('hours__isnull', False), ('kind', 'silence')), _connector='OR'), name='alert_rule_has_its_limit'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('errors', 'Errors'), ('spend_day', 'Spend Day'), ('spend_month', 'Spend Month'), ('silence', 'Silence')], max_length=12)),
                    ('about', models.CharField(help_text="The agent's id; empty for all together", max_length=20)),
                    ('episode', models.CharField(help_text='The day or month of a spend; else when it began', max_length=40)),
                    ('facts', models.JSONField(default=dict)),
                    ('began_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('acknowledged_at', models.DateTimeField(null=True)),
                    ('acknowledged_by_id', models.BigIntegerField(null=True)),
                    ('acknowledged_by_name', models.CharField(blank=True, max_length=120)),
                    ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.agent')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='call_analytics.alertrule')),
                ],
                options={
                    'db_table': 'calls_alert',
                    'indexes': [
                        models.Index(fields=['organisation', '-began_at', '-id'], name='alert_newest'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('rule', 'about'), name='alert_open_once'),
                        models.UniqueConstraint(fields=('rule', 'about', 'episode'), name='alert_once_per_episode'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CallFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('zone', models.CharField(max_length=40)),
                    ('day', models.DateField()),
                    ('hour', models.SmallIntegerField()),
                    ('agent_id', models.BigIntegerField()),
                    ('currency', models.CharField(max_length=3)),
                    ('folded', models.BooleanField()),
                    ('calls', models.BigIntegerField()),
                    ('millis', models.BigIntegerField(help_text='Length in all')),
                    ('cost_micros', models.BigIntegerField()),
                    ('unpriced', models.BigIntegerField(help_text='Over, and no cost was told')),
                    ('out_under_way', models.BigIntegerField()),
                    ('out_successful', models.BigIntegerField()),
                    ('out_unsuccessful', models.BigIntegerField()),
                    ('out_answered', models.BigIntegerField()),
                    ('out_transferred', models.BigIntegerField()),
                    ('out_voicemail', models.BigIntegerField()),
                    ('out_no_answer', models.BigIntegerField()),
                    ('out_busy', models.BigIntegerField()),
                    ('out_failed', models.BigIntegerField()),
                    ('mood_positive', models.BigIntegerField()),
                    ('mood_neutral', models.BigIntegerField()),
                    ('mood_negative', models.BigIntegerField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_figure',
                    'indexes': [
                        models.Index(fields=['organisation', 'day'], name='call_figure_of_day'),
                        models.Index(condition=models.Q(('folded', False)), fields=['organisation', 'id'], name='call_figure_change'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('folded', True)), fields=('organisation', 'zone', 'day', 'hour', 'agent_id', 'currency'), name='call_figure_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CallLatencyFigure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('zone', models.CharField(max_length=40)),
                    ('day', models.DateField()),
                    ('agent_id', models.BigIntegerField()),
                    ('bucket', models.IntegerField()),
                    ('folded', models.BooleanField()),
                    ('calls', models.BigIntegerField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_latency_figure',
                    'indexes': [
                        models.Index(fields=['organisation', 'day'], name='call_latency_figure_of_day'),
                        models.Index(condition=models.Q(('folded', False)), fields=['organisation', 'id'], name='call_latency_change'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('folded', True)), fields=('organisation', 'zone', 'day', 'agent_id', 'bucket'), name='call_latency_figure_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='AlertLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user_id', models.BigIntegerField()),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('taken_at', models.DateTimeField(null=True)),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('given_up', models.BooleanField(default=False)),
                    ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.alert')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_alert_letter',
                    'constraints': [
                        models.UniqueConstraint(fields=('alert', 'user_id'), name='alert_letter_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('calls_alert_rule'),
        enable_row_level_security('calls_alert'),
        enable_row_level_security('calls_figure'),
        enable_row_level_security('calls_latency_figure'),
        enable_row_level_security('calls_alert_letter'),
        migrations.RunSQL(sql=_KEEP, reverse_sql=_FORGET),
    ]
