"""A search hands over all that it found when that is few enough to be listed, although too much to be ranked.

The index finds rare words all at once; to look for the same rows a second time, on the way from the newest complaint, took
as long again. Common words are still met on the way: how many there are is the planner's guess.
"""

from django.db import migrations

_FOUND = r"""
CREATE FUNCTION complaints_search_found(wanted text, ranked integer, listed integer)
RETURNS TABLE (complaint_id bigint, rank real)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    organisation bigint := NULLIF(current_setting('baraza.organisation_id', true), '')::bigint;
    asked tsquery := to_tsquery('public.baraza', wanted);
    plan json;
    most integer := ranked + 1;
BEGIN
    -- Not declared stable, because EXPLAIN may not be asked in such a function.
    EXECUTE 'EXPLAIN (FORMAT JSON)
        SELECT FROM complaints_search AS s WHERE s.organisation_id = $1 AND s.document @@ $2'
        INTO plan USING organisation, asked;
    IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric <= listed THEN
        most := listed + 1;
    END IF;
    -- Planned for these very words: common ones are met on the way from the newest, rare ones looked up.
    RETURN QUERY EXECUTE
        'WITH found AS MATERIALIZED (
            SELECT s.complaint_id, s.document FROM complaints_search AS s
            WHERE s.organisation_id = $1 AND s.document @@ $2 ORDER BY s.complaint_id DESC LIMIT $3),
        counted AS (SELECT count(*) AS rows FROM found)
        SELECT found.complaint_id, CASE WHEN counted.rows <= $4 THEN ts_rank(found.document, $2) END
        FROM found, counted'
        USING organisation, asked, most, ranked;
END $$;

REVOKE ALL ON FUNCTION complaints_search_found(text, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_search_found(text, integer, integer) TO baraza_app;
DROP FUNCTION complaints_search_find(text, integer);
"""

_FIND = r"""
CREATE FUNCTION complaints_search_find(wanted text, most integer)
RETURNS TABLE (complaint_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    organisation bigint := NULLIF(current_setting('baraza.organisation_id', true), '')::bigint;
BEGIN
    RETURN QUERY EXECUTE
        'SELECT found.complaint_id, ts_rank(found.document, $2) FROM (
            SELECT s.complaint_id, s.document FROM complaints_search AS s
            WHERE s.organisation_id = $1 AND s.document @@ $2 ORDER BY s.complaint_id DESC LIMIT $3) AS found'
        USING organisation, to_tsquery('public.baraza', wanted), most;
END $$;

REVOKE ALL ON FUNCTION complaints_search_find(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_search_find(text, integer) TO baraza_app;
DROP FUNCTION complaints_search_found(text, integer, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0015_browsers_that_are_told")]

    operations = [migrations.RunSQL(sql=_FOUND, reverse_sql=_FIND)]
