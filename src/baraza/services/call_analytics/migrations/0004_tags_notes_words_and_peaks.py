import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, UnaccentExtension
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security

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

-- What was there before is read once, one organisation after the other.
DO $$
DECLARE
    organisation bigint;
BEGIN
    FOR organisation IN SELECT id FROM organisation ORDER BY id LOOP
        PERFORM set_config('baraza.organisation_id', organisation::text, true);
        INSERT INTO calls_words (call_id, organisation_id, document)
            SELECT call_id, organisation_id, to_tsvector('public.calls',
                regexp_replace(left(transcript, 200000), '[!-/:-@\[-`{-~]+', ' ', 'g'))
            FROM calls_detail WHERE words_final AND transcript <> '';
    END LOOP;
    PERFORM set_config('baraza.organisation_id', '', true);
END $$;
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

    dependencies = [
        ('call_analytics', '0003_bills_and_their_ledger'),
        ('ingress', '0005_counts_of_refused_requests'),
        ('organisations', '0002_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name='CallNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_name', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(null=True)),
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
            ],
            options={
                'db_table': 'calls_tag',
            },
        ),
        migrations.CreateModel(
            name='CallView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('shared', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'calls_view',
            },
        ),
        migrations.CreateModel(
            name='CallWords',
            fields=[
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='call_analytics.call')),
                ('document', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'db_table': 'calls_words',
            },
        ),
        migrations.AddField(
            model_name='call',
            name='disposition',
            field=models.CharField(blank=True, help_text='What the desk made of it', max_length=20),
        ),
        migrations.AddField(
            model_name='call',
            name='forgotten_at',
            field=models.DateTimeField(help_text='When numbers and fields were taken out, for good', null=True),
        ),
        migrations.AddField(
            model_name='calldetail',
            name='words_forgotten_at',
            field=models.DateTimeField(help_text='When its words were removed, for good', null=True),
        ),
        migrations.AddField(
            model_name='recording',
            name='peaks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='Loudness from 0 to 100; null until worked out, else none', null=True, size=None),
        ),
        migrations.AddField(
            model_name='recording',
            name='seconds',
            field=models.FloatField(null=True),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['organisation', 'state', '-at', '-id'], name='call_newest_of_state'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['organisation', 'duration_ms'], name='call_by_length'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['organisation', 'cost_micros'], name='call_by_cost'),
        ),
        migrations.AddField(
            model_name='callnote',
            name='author',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callnote',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call'),
        ),
        migrations.AddField(
            model_name='callnote',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='calltag',
            name='call',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='call_analytics.call'),
        ),
        migrations.AddField(
            model_name='calltag',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='callview',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='callview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='callwords',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddIndex(
            model_name='calltag',
            index=models.Index(fields=['organisation', 'name', 'call'], name='call_by_tag'),
        ),
        migrations.AddConstraint(
            model_name='calltag',
            constraint=models.UniqueConstraint(fields=('call', 'name'), name='call_tag_once'),
        ),
        migrations.AddConstraint(
            model_name='calltag',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='call_tag_named'),
        ),
        migrations.AddConstraint(
            model_name='callview',
            constraint=models.UniqueConstraint(condition=models.Q(('shared', False)), fields=('organisation', 'owner', 'name'), name='call_view_name_once'),
        ),
        migrations.AddConstraint(
            model_name='callview',
            constraint=models.UniqueConstraint(condition=models.Q(('shared', True)), fields=('organisation', 'name'), name='call_view_shared_name_once'),
        ),
        migrations.AddConstraint(
            model_name='callview',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='call_view_named'),
        ),
        migrations.AddIndex(
            model_name='callwords',
            index=django.contrib.postgres.indexes.GinIndex(fields=['organisation', 'document'], name='call_by_words'),
        ),
        enable_row_level_security('calls_tag'),
        enable_row_level_security('calls_note'),
        enable_row_level_security('calls_view'),
        enable_row_level_security('calls_words'),
        migrations.RunSQL(sql=_WORDS, reverse_sql=_UNDO),
    ]
