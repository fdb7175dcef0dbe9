import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, UnaccentExtension
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security

# As with complaints: no condition but row-level security's own reaches an index unless its operator is leak-proof, and
# those of full-text search are not. So a function of the table's owner looks words up: it reads the organisation of the
# transaction itself and returns nothing but ids, which are read again under row-level security.
_WORDS = r"""
CREATE TEXT SEARCH CONFIGURATION calls (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION calls ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

CREATE FUNCTION calls_words_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO calls_words (call_id, organisation_id, document)
        VALUES (NEW.call_id, NEW.organisation_id, to_tsvector('public.calls',
            regexp_replace(left(NEW.transcript, 200000), '[!-/:-@\[-`{-~]+', ' ', 'g')))
        ON CONFLICT (call_id) DO UPDATE SET document = EXCLUDED.document;
    RETURN NULL;
END $$;

-- What is still being said changes every second: it is searched when the call is over.
CREATE TRIGGER words_said AFTER INSERT ON calls_detail FOR EACH ROW
    WHEN (NEW.words_final AND NEW.transcript <> '') EXECUTE FUNCTION calls_words_write();
CREATE TRIGGER words_said_otherwise AFTER UPDATE ON calls_detail FOR EACH ROW
    WHEN (NEW.words_final AND (OLD.transcript, OLD.words_final) IS DISTINCT FROM (NEW.transcript, NEW.words_final))
    EXECUTE FUNCTION calls_words_write();

CREATE POLICY finder ON calls_words FOR SELECT TO CURRENT_USER USING (true);

CREATE FUNCTION calls_words_found(wanted text, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    organisation bigint := NULLIF(current_setting('baraza.organisation_id', true), '')::bigint;
BEGIN
    -- Planned for these very words: common ones are met on the way from the newest, rare ones looked up.
    RETURN QUERY EXECUTE
        'SELECT w.call_id FROM calls_words AS w
            WHERE w.organisation_id = $1 AND w.document @@ $2 ORDER BY w.call_id DESC LIMIT $3'
        USING organisation, to_tsquery('public.calls', wanted), most;
END $$;

REVOKE ALL ON FUNCTION calls_words_found(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION calls_words_found(text, integer) TO baraza_app;
"""

_UNDO = """
DROP FUNCTION calls_words_found(text, integer);
DROP POLICY finder ON calls_words;
DROP TRIGGER words_said_otherwise ON calls_detail;
DROP TRIGGER words_said ON calls_detail;
DROP FUNCTION calls_words_write();
DROP TEXT SEARCH CONFIGURATION calls;
"""


class Migration(migrations.Migration):

    replaces = [
        ('call_analytics', '0004_tags_notes_words_and_peaks'),
    ]

    dependencies = [
        ('call_analytics', '0002_ledger_kept_closed'),
        ('identity', '0002_keys_reviews_and_support'),
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        UnaccentExtension(),
        CreateTables(
            migrations.CreateModel(
                name='CallNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('author_name', models.CharField(max_length=120)),
                    ('text', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('taken_back_at', models.DateTimeField(null=True)),
                    ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_note',
                },
            ),
            migrations.CreateModel(
                name='CallTag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=40)),
                    ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call')),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_tag',
                    'indexes': [
                        models.Index(fields=['organisation', 'name', 'call'], name='call_by_tag'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('call', 'name'), name='call_tag_once'),
                        models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='call_tag_named'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CallView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('query', models.CharField(blank=True, max_length=1000)),
                    ('shared', models.BooleanField(default=False)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'calls_view',
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('shared', False)), fields=('organisation', 'owner', 'name'), name='call_view_name_once'),
                        models.UniqueConstraint(condition=models.Q(('shared', True)), fields=('organisation', 'name'), name='call_view_shared_name_once'),
                        models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='call_view_named'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CallWords',
                fields=[
                    ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='call_analytics.call')),
                    ('document', django.contrib.postgres.search.SearchVectorField()),
                    ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'calls_words',
                    'indexes': [
                        django.contrib.postgres.indexes.GinIndex(fields=['organisation', 'document'], name='call_by_words'),
                    ],
                },
            ),
        ),
        enable_row_level_security('calls_note'),
        enable_row_level_security('calls_tag'),
        enable_row_level_security('calls_view'),
        enable_row_level_security('calls_words'),
        migrations.RunSQL(sql=_WORDS, reverse_sql=_UNDO),
    ]
