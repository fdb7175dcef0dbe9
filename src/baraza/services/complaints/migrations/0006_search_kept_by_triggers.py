"""The search's words follow every change of a complaint in the change's own transaction, whoever makes it.

Row-level security lets no condition but its own reach an index unless the operator is leak-proof, and those of full-text
search are not. So two functions of the tables' owner look words up: each reads the organisation of the transaction
itself, returns nothing but ids or words of it, and what it returns is read again under row-level security.
"""

from django.db import migrations

_WORDS = r"""
CREATE TEXT SEARCH CONFIGURATION baraza (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION baraza ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

-- Without punctuation, so that nothing is taken for an address, a path or a number with a sign.
CREATE FUNCTION complaints_search_words(written text, weight "char") RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(
        to_tsvector('public.baraza', regexp_replace(left(coalesce(written, ''), 200000), '[!-/:-@\[-`{-~]+', ' ', 'g')),
        weight)
$$;

CREATE FUNCTION complaints_search_write(complaint bigint) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION complaints_search_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'complaints_entry' THEN
        PERFORM complaints_search_write(coalesce(NEW.complaint_id, OLD.complaint_id));
    ELSIF TG_TABLE_NAME = 'messaging_contact' THEN
        PERFORM complaints_search_write(id) FROM complaints_complaint
            WHERE organisation_id = NEW.organisation_id AND contact_id = NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM complaints_search WHERE complaint_id = OLD.id;
    ELSE
        PERFORM complaints_search_write(NEW.id);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_opened AFTER INSERT OR DELETE ON complaints_complaint
    FOR EACH ROW EXECUTE FUNCTION complaints_search_follow();
CREATE TRIGGER search_changed AFTER UPDATE ON complaints_complaint FOR EACH ROW
    WHEN ((OLD.reference, OLD.description, OLD.place_text, OLD.area_name, OLD.ward_code, OLD.contact_id)
        IS DISTINCT FROM
        (NEW.reference, NEW.description, NEW.place_text, NEW.area_name, NEW.ward_code, NEW.contact_id))
    EXECUTE FUNCTION complaints_search_follow();
CREATE TRIGGER search_said AFTER INSERT ON complaints_entry FOR EACH ROW WHEN (NEW.text <> '')
    EXECUTE FUNCTION complaints_search_follow();
CREATE TRIGGER search_said_otherwise AFTER UPDATE ON complaints_entry FOR EACH ROW
    WHEN ((OLD.text, OLD.complaint_id) IS DISTINCT FROM (NEW.text, NEW.complaint_id))
    EXECUTE FUNCTION complaints_search_follow();
CREATE TRIGGER search_unsaid AFTER DELETE ON complaints_entry FOR EACH ROW WHEN (OLD.text <> '')
    EXECUTE FUNCTION complaints_search_follow();
CREATE TRIGGER search_named AFTER UPDATE ON messaging_contact FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
    EXECUTE FUNCTION complaints_search_follow();
"""

_FINDING = r"""
CREATE POLICY finder ON complaints_search FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY finder ON complaints_search_word FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION complaints_search_find(wanted text, most integer)
RETURNS TABLE (complaint_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    organisation bigint := NULLIF(current_setting('baraza.organisation_id', true), '')::bigint;
BEGIN
    -- Planned for these very words: common ones are met on the way from the newest, rare ones looked up.
    RETURN QUERY EXECUTE
        'SELECT found.complaint_id, ts_rank(found.document, $2) FROM (
            SELECT s.complaint_id, s.document FROM complaints_search AS s
            WHERE s.organisation_id = $1 AND s.document @@ $2 ORDER BY s.complaint_id DESC LIMIT $3) AS found'
        USING organisation, to_tsquery('public.baraza', wanted), most;
END $$;

CREATE FUNCTION complaints_search_alike(mistyped text, most integer) RETURNS TABLE (word text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.4 AS $$
DECLARE
    organisation bigint := NULLIF(current_setting('baraza.organisation_id', true), '')::bigint;
BEGIN
    RETURN QUERY EXECUTE
        'SELECT near.word::text FROM complaints_search_word AS near
            WHERE near.organisation_id = $1 AND near.word % $2
            GROUP BY near.word ORDER BY similarity(near.word, $2) DESC, near.word LIMIT $3'
        USING organisation, lower(unaccent(mistyped)), most;
END $$;

REVOKE ALL ON FUNCTION complaints_search_find(text, integer), complaints_search_alike(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_search_find(text, integer), complaints_search_alike(text, integer) TO baraza_app;
"""

# What was there before is read once, one organisation after the other: the owner is bound by row-level security, too.
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
DROP FUNCTION complaints_search_alike(text, integer);
DROP FUNCTION complaints_search_find(text, integer);
DROP POLICY finder ON complaints_search_word;
DROP POLICY finder ON complaints_search;
DROP TRIGGER search_named ON messaging_contact;
DROP TRIGGER search_unsaid ON complaints_entry;
DROP TRIGGER search_said_otherwise ON complaints_entry;
DROP TRIGGER search_said ON complaints_entry;
DROP TRIGGER search_changed ON complaints_complaint;
DROP TRIGGER search_opened ON complaints_complaint;
DROP FUNCTION complaints_search_follow();
DROP FUNCTION complaints_search_write(bigint);
DROP FUNCTION complaints_search_words(text, "char");
DROP TEXT SEARCH CONFIGURATION baraza;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0005_finding_views_and_bulk_acts")]

    operations = [migrations.RunSQL(sql=[_WORDS, _FINDING, _FILL], reverse_sql=_UNDO)]
