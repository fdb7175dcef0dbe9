"""The figures follow every change of a complaint in the change's own transaction, whoever makes it.

A statement adds what it changed in sum, one row per distinct form of a complaint, and touches no row of another
transaction. The forms must be those of `queries/figures_sql.py`; `baraza figures check` compares.
"""

from django.db import migrations

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

-- What was reported before there were figures: counted by the folding job, and directly by every reader until then.
DO $$
DECLARE
    one bigint;
BEGIN
    FOR one IN SELECT id FROM organisation LOOP
        PERFORM set_config('baraza.organisation_id', one::text, true);
        INSERT INTO complaints_figure_zone (organisation_id, time_zone, counted)
            SELECT id, time_zone, false FROM organisation
            WHERE id = one AND EXISTS (SELECT FROM complaints_complaint WHERE organisation_id = one);
        UPDATE complaints_complaint AS c SET reopened_at = again.at
            FROM (SELECT complaint_id, max(at) AS at FROM complaints_entry
                WHERE kind = 'change' AND changes -> 'state' ->> 1 = 'REOPENED' GROUP BY complaint_id) AS again
            WHERE again.complaint_id = c.id AND c.organisation_id = one;
    END LOOP;
    PERFORM set_config('baraza.organisation_id', '', true);
END $$;
"""
_FORGET = """
DROP TRIGGER complaints_figures_opened ON complaints_complaint;
DROP TRIGGER complaints_figures_changed ON complaints_complaint;
DROP TRIGGER complaints_figures_removed ON complaints_complaint;
DROP FUNCTION complaints_figures_follow();
DROP FUNCTION complaints_figures_zone(bigint);
"""


class Migration(migrations.Migration):

    dependencies = [('complaints', '0008_figures_and_ratings')]

    operations = [migrations.RunSQL(sql=_KEEP, reverse_sql=_FORGET)]
