"""Names and references are found by their beginning among names and references alone.

A mark before each of them keeps them apart from the same word in a text: "oak" in ten thousand addresses would otherwise
be looked through for the one resident of that name.
"""

from django.db import migrations

_NAMES = r"""
CREATE FUNCTION complaints_search_names(reference text, name text) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT '@' || word), '{}'))
    FROM unnest(tsvector_to_array(complaints_search_words(replace(reference, '-', '') || ' ' || coalesce(name, ''), 'A')))
        AS known (word)
$$;

CREATE FUNCTION complaints_search_named(wanted text[], most integer) RETURNS TABLE (complaint_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    organisation bigint := NULLIF(current_setting('baraza.organisation_id', true), '')::bigint;
    asked tsquery := (
        SELECT string_agg(quote_literal('@' || lower(unaccent(word))) || ':*', ' & ')::tsquery
        FROM unnest(wanted) AS given (word));
BEGIN
    RETURN QUERY EXECUTE
        'SELECT s.complaint_id FROM complaints_search AS s
            WHERE s.organisation_id = $1 AND s.document @@ $2 ORDER BY s.complaint_id DESC LIMIT $3'
        USING organisation, asked, most;
END $$;
REVOKE ALL ON FUNCTION complaints_search_named(text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_search_named(text[], integer) TO baraza_app;
"""

_WRITE = r"""
CREATE OR REPLACE FUNCTION complaints_search_write(complaint bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one complaints_complaint;
    made tsvector;
BEGIN
    -- Two writers to one complaint come one after the other, and the second reads what the first wrote.
    PERFORM FROM complaints_search WHERE complaint_id = complaint FOR UPDATE;
    SELECT * INTO one FROM complaints_complaint WHERE id = complaint;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    made := complaints_search_words(one.reference || ' ' || replace(one.reference, '-', ''), 'A')
        || complaints_search_words((SELECT name FROM messaging_contact WHERE id = one.contact_id), 'A')
        || complaints_search_words(one.description, 'B')
        || complaints_search_words(concat_ws(' ', one.place_text, one.area_name, one.ward_code), 'B')
        || complaints_search_words(
            (SELECT string_agg(text, ' ' ORDER BY id) FROM complaints_entry WHERE complaint_id = complaint AND text <> ''),
            'D')
        || complaints_search_names(one.reference, (SELECT name FROM messaging_contact WHERE id = one.contact_id));
    INSERT INTO complaints_search (complaint_id, organisation_id, document)
        VALUES (complaint, one.organisation_id, made)
        ON CONFLICT (complaint_id) DO UPDATE SET document = EXCLUDED.document;
    -- Words to guess mistyped ones from; names of people and references are none.
    INSERT INTO complaints_search_word (organisation_id, word)
        SELECT one.organisation_id, written.word
        FROM unnest(tsvector_to_array(ts_filter(made, '{b,d}'))) AS written (word)
        WHERE written.word ~ '^[^@0-9]{4,40}$' AND NOT EXISTS (
            SELECT FROM complaints_search_word AS known
            WHERE known.organisation_id = one.organisation_id AND known.word = written.word);
END $$;
"""

_WRITE_BEFORE = r"""
CREATE OR REPLACE FUNCTION complaints_search_write(complaint bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one complaints_complaint;
    made tsvector;
BEGIN
    -- Two writers to one complaint come one after the other, and the second reads what the first wrote.
    PERFORM FROM complaints_search WHERE complaint_id = complaint FOR UPDATE;
    SELECT * INTO one FROM complaints_complaint WHERE id = complaint;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    made := complaints_search_words(one.reference || ' ' || replace(one.reference, '-', ''), 'A')
        || complaints_search_words((SELECT name FROM messaging_contact WHERE id = one.contact_id), 'A')
        || complaints_search_words(one.description, 'B')
        || complaints_search_words(concat_ws(' ', one.place_text, one.area_name, one.ward_code), 'B')
        || complaints_search_words(
            (SELECT string_agg(text, ' ' ORDER BY id) FROM complaints_entry WHERE complaint_id = complaint AND text <> ''),
            'D');
    INSERT INTO complaints_search (complaint_id, organisation_id, document)
        VALUES (complaint, one.organisation_id, made)
        ON CONFLICT (complaint_id) DO UPDATE SET document = EXCLUDED.document;
    -- Words to guess mistyped ones from; names of people and references are none.
    INSERT INTO complaints_search_word (organisation_id, word)
        SELECT one.organisation_id, written.word
        FROM unnest(tsvector_to_array(ts_filter(made, '{b,d}'))) AS written (word)
        WHERE written.word ~ '^[^0-9]{4,40}$' AND NOT EXISTS (
            SELECT FROM complaints_search_word AS known
            WHERE known.organisation_id = one.organisation_id AND known.word = written.word);
END $$;
"""

_FILL = """
DO $$
DECLARE
    organisation bigint;
BEGIN
    FOR organisation IN SELECT id FROM organisation ORDER BY id LOOP
        PERFORM set_config('baraza.organisation_id', organisation::text, true);
        PERFORM complaints_search_write(id) FROM complaints_complaint;
    END LOOP;
    PERFORM set_config('baraza.organisation_id', '', true);
END $$;
"""

_UNDO = """
DROP FUNCTION complaints_search_named(text[], integer);
DROP FUNCTION complaints_search_names(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0011_newest_entries")]

    operations = [migrations.RunSQL(sql=[_NAMES, _WRITE, _FILL], reverse_sql=[_WRITE_BEFORE, _UNDO])]
