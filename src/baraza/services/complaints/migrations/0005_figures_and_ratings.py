"""The figures follow every change of a complaint in the change's own transaction, whoever makes it.

A statement adds what it changed in sum, one row per distinct form of a complaint, and touches no row of another
transaction. The forms must be those of `queries/figures_sql.py`; `baraza figures check` compares.
"""

import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security

_FORM = """
    c.organisation_id, c.state, c.category, c.priority, c.ward_code, c.area_code, c.channel, c.language,
    c.team_id, c.assignee_id,
    (c.opened_at AT TIME ZONE zone.name)::date, extract(hour FROM c.opened_at AT TIME ZONE zone.name)::smallint,
    (c.acknowledged_at AT TIME ZONE zone.name)::date, (c.resolved_at AT TIME ZONE zone.name)::date,
    coalesce(c.resolved_at <= c.due_at, false),
    (c.closed_at AT TIME ZONE zone.name)::date, (c.reopened_at AT TIME ZONE zone.name)::date
"""

_KEEP = f"""
-- The zone whose days count. Writers share the lock; only who changes the zone waits for them, and they for that moment.
CREATE FUNCTION complaints_figures_zone(wanted bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    known text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1718122606, wanted::int);
    SELECT time_zone INTO known FROM complaints_figure_zone WHERE organisation_id = wanted;
    IF known IS NULL THEN
        INSERT INTO complaints_figure_zone (organisation_id, time_zone, counted)
            SELECT id, time_zone, true FROM organisation WHERE id = wanted
            ON CONFLICT (organisation_id) DO NOTHING;
        SELECT time_zone INTO known FROM complaints_figure_zone WHERE organisation_id = wanted;
    END IF;
    RETURN known;
END $$;

CREATE FUNCTION complaints_figures_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO complaints_figure_change (organisation_id, state, category, priority, ward_code, area_code,
            channel, language, team_id, assignee_id, opened_on, opened_hour, acknowledged_on, resolved_on, in_time,
            closed_on, reopened_on, number)
        WITH zone AS MATERIALIZED (
            SELECT organisation_id, complaints_figures_zone(organisation_id) AS name
            FROM (SELECT DISTINCT organisation_id FROM added) AS organisations)
        SELECT {_FORM}, count(*) FROM added AS c JOIN zone USING (organisation_id)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO complaints_figure_change (organisation_id, state, category, priority, ward_code, area_code,
            channel, language, team_id, assignee_id, opened_on, opened_hour, acknowledged_on, resolved_on, in_time,
            closed_on, reopened_on, number)
        WITH zone AS MATERIALIZED (
            SELECT organisation_id, complaints_figures_zone(organisation_id) AS name
            FROM (SELECT DISTINCT organisation_id FROM removed) AS organisations)
        SELECT {_FORM}, -count(*) FROM removed AS c JOIN zone USING (organisation_id)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17;
    ELSE
        INSERT INTO complaints_figure_change (organisation_id, state, category, priority, ward_code, area_code,
            channel, language, team_id, assignee_id, opened_on, opened_hour, acknowledged_on, resolved_on, in_time,
            closed_on, reopened_on, number)
        WITH zone AS MATERIALIZED (
            SELECT organisation_id, complaints_figures_zone(organisation_id) AS name
            FROM (SELECT DISTINCT organisation_id FROM added) AS organisations)
        SELECT {_FORM}, sum(c.sign)
        FROM (SELECT *, 1 AS sign FROM added UNION ALL SELECT *, -1 AS sign FROM removed) AS c
            JOIN zone USING (organisation_id)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
        HAVING sum(c.sign) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER complaints_figures_opened AFTER INSERT ON complaints_complaint
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION complaints_figures_follow();
CREATE TRIGGER complaints_figures_changed AFTER UPDATE ON complaints_complaint
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION complaints_figures_follow();
CREATE TRIGGER complaints_figures_removed AFTER DELETE ON complaints_complaint
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION complaints_figures_follow();
"""

_FORGET = """
DROP TRIGGER complaints_figures_opened ON complaints_complaint;
DROP TRIGGER complaints_figures_changed ON complaints_complaint;
DROP TRIGGER complaints_figures_removed ON complaints_complaint;
DROP FUNCTION complaints_figures_follow();
DROP FUNCTION complaints_figures_zone(bigint);
"""


class Migration(migrations.Migration):

    replaces = [
        ('complaints', '0008_figures_and_ratings'),
        ('complaints', '0009_figures_kept_by_triggers'),
    ]

    dependencies = [
        ('complaints', '0004_search_kept_by_triggers_and_functions'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Figure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('measure', models.CharField(max_length=20)),
                    ('dimension', models.CharField(max_length=20)),
                    ('day', models.DateField()),
                    ('value', models.CharField(blank=True, max_length=80)),
                    ('number', models.BigIntegerField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_figure',
                    'indexes': [
                        models.Index(condition=models.Q(('number', 0)), fields=['organisation'], name='figure_empty'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'measure', 'dimension', 'day', 'value'), name='figure_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='FigureChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(max_length=20)),
                    ('category', models.CharField(max_length=40)),
                    ('priority', models.CharField(max_length=10)),
                    ('ward_code', models.CharField(max_length=20)),
                    ('area_code', models.CharField(max_length=20)),
                    ('channel', models.CharField(max_length=20)),
                    ('language', models.CharField(max_length=5)),
                    ('team_id', models.BigIntegerField(null=True)),
                    ('assignee_id', models.BigIntegerField(null=True)),
                    ('opened_on', models.DateField()),
                    ('opened_hour', models.SmallIntegerField()),
                    ('acknowledged_on', models.DateField(null=True)),
                    ('resolved_on', models.DateField(null=True)),
                    ('in_time', models.BooleanField()),
                    ('closed_on', models.DateField(null=True)),
                    ('reopened_on', models.DateField(null=True)),
                    ('number', models.IntegerField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_figure_change',
                    'indexes': [
                        models.Index(fields=['organisation', 'id'], name='figure_change_oldest'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='FigureZone',
                fields=[
                    ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                    ('time_zone', models.CharField(max_length=40)),
                    ('counted', models.BooleanField()),
                ],
                options={
                    'db_table': 'complaints_figure_zone',
                },
            ),
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stars', models.PositiveSmallIntegerField()),
                    ('comment', models.TextField(blank=True)),
                    ('rated_at', models.DateTimeField()),
                    ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_rating',
                    'indexes': [
                        models.Index(fields=['organisation', 'rated_at'], name='rating_by_day'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('stars__range', (1, 5))), name='rating_one_to_five'),
                    ],
                },
            ),
        ),
        enable_row_level_security('complaints_figure'),
        enable_row_level_security('complaints_figure_change'),
        enable_row_level_security('complaints_figure_zone'),
        enable_row_level_security('complaints_rating'),
        migrations.RunSQL(sql=_KEEP, reverse_sql=_FORGET),
    ]
