from django.db import migrations

# One organisation after the other: its rows are seen by nobody else, the tables' owner included.
_MOVE = """
DO $$
DECLARE
    organisation bigint;
BEGIN
    FOR organisation IN SELECT id FROM organisation ORDER BY id LOOP
        PERFORM set_config('baraza.organisation_id', organisation::text, true);
        INSERT INTO saved_view (organisation_id, owner_id, list, name, query, shared, created_at)
            SELECT organisation_id, owner_id, 'calls', name, query, shared, now() FROM calls_view ORDER BY id;
    END LOOP;
    PERFORM set_config('baraza.organisation_id', '', true);
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('call_analytics', '0005_exchange_rates'),
        ('saved_views', '0001_views_and_first_ones'),
    ]

    operations = [
        migrations.RunSQL(sql=_MOVE, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql='SET CONSTRAINTS ALL IMMEDIATE', reverse_sql=migrations.RunSQL.noop),
        migrations.DeleteModel(name='CallView'),
    ]
