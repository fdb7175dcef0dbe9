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
            SELECT organisation_id, owner_id, 'complaints', name, query, shared, created_at
            FROM complaints_saved_view ORDER BY id;
        INSERT INTO saved_view_first (organisation_id, user_id, list, view_id)
            SELECT p.organisation_id, p.user_id, 'complaints', now.id
            FROM complaints_list_preference AS p
            JOIN complaints_saved_view AS before ON before.id = p.default_view_id
            JOIN saved_view AS now ON now.list = 'complaints' AND now.owner_id = before.owner_id
                AND now.name = before.name AND now.shared = before.shared;
    END LOOP;
    PERFORM set_config('baraza.organisation_id', '', true);
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0005_figures_and_ratings'),
        ('saved_views', '0001_views_and_first_ones'),
    ]

    operations = [
        migrations.RunSQL(sql=_MOVE, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql='SET CONSTRAINTS ALL IMMEDIATE', reverse_sql=migrations.RunSQL.noop),
        migrations.RemoveField(model_name='listpreference', name='default_view'),
        migrations.DeleteModel(name='SavedView'),
    ]
