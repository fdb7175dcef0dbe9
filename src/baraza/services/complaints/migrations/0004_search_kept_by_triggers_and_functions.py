"""The search's words follow every change of a complaint in the change's own transaction, whoever makes it.

Row-level security lets no condition but its own reach an index unless the operator is leak-proof, and those of full-text
search are not. So functions of the tables' owner look words up: each reads the organisation of the transaction
itself, returns nothing but ids or words of it, and what it returns is read again under row-level security.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security

_WORDS = r"""
CREATE TEXT SEARCH CONFIGURATION baraza (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION baraza ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

-- Without punctuation, so that nothing is taken for an address, a path or a number with a sign.
CREATE FUNCTION complaints_search_words(written text, weight "char") RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(
        to_tsvector('public.baraza', regexp_replace(left(coalesce(written, ''), 200000), '[!-/:-@\[-`{-~]+', ' ', 'g')),
        weight)
$$;

-- A mark before names and references keeps them apart from the same word in a text: "oak" in ten thousand addresses
-- would otherwise be looked through for the one resident of that name.
CREATE FUNCTION complaints_search_names(reference text, name text) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT '@' || word), '{}'))
    FROM unnest(tsvector_to_array(complaints_search_words(replace(reference, '-', '') || ' ' || coalesce(name, ''), 'A')))
        AS known (word)
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

-- Hands over all that it found when that is few enough to be listed, although too much to be ranked: the index finds
-- rare words all at once, and to look for the same rows a second time, on the way from the newest, took as long again.
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

REVOKE ALL ON FUNCTION complaints_search_found(text, integer, integer), complaints_search_named(text[], integer),
    complaints_search_alike(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_search_found(text, integer, integer), complaints_search_named(text[], integer),
    complaints_search_alike(text, integer) TO baraza_app;
"""

_UNDO = """
DROP FUNCTION complaints_search_alike(text, integer);
DROP FUNCTION complaints_search_named(text[], integer);
DROP FUNCTION complaints_search_found(text, integer, integer);
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
DROP FUNCTION complaints_search_names(text, text);
DROP FUNCTION complaints_search_words(text, "char");
DROP TEXT SEARCH CONFIGURATION baraza;
"""


class Migration(migrations.Migration):

    replaces = [
        ('complaints', '0006_search_kept_by_triggers'),
        ('complaints', '0012_names_found_among_names'),
    ]

    dependencies = [
        ('complaints', '0003_views_and_bulk_acts'),
        ('messaging', '0001_contacts_and_messages'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        CreateTables(
            migrations.CreateModel(
                name='SearchText',
                fields=[
                    ('complaint_id', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('document', django.contrib.postgres.search.SearchVectorField()),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_search',
                    'indexes': [
                        django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['organisation', 'document'], name='complaint_search_words'),
                        models.Index(fields=['organisation', '-complaint_id'], name='complaint_search_newest'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SearchWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('word', models.CharField(max_length=40)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'complaints_search_word',
                    'indexes': [
                        models.Index(fields=['organisation', 'word'], name='search_word_known'),
                        django.contrib.postgres.indexes.GinIndex(fields=['organisation', 'word'], name='search_word_alike', opclasses=['int8_ops', 'gin_trgm_ops']),
                    ],
                },
            ),
        ),
        enable_row_level_security('complaints_search'),
        enable_row_level_security('complaints_search_word'),
        migrations.RunSQL(sql=[_WORDS, _FINDING], reverse_sql=_UNDO),
    ]
