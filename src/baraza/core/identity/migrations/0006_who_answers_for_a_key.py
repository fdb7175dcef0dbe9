from django.db import migrations, models

# Policies bind the owner, too; until now whoever made a key answers for it.
AS_MADE = """
ALTER TABLE identity_api_key NO FORCE ROW LEVEL SECURITY;
UPDATE identity_api_key SET keeper_id = created_by_id, keeper_name = created_by_name;
ALTER TABLE identity_api_key FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0005_demands_read_with_memberships'),
    ]

    operations = [
        migrations.AddField(
            model_name='apikey',
            name='keeper_id',
            field=models.BigIntegerField(default=0, help_text='Who answers for it now; 0 is the operator'),
        ),
        migrations.AddField(
            model_name='apikey',
            name='keeper_name',
            field=models.CharField(default='', max_length=120),
        ),
        migrations.RunSQL(sql=AS_MADE, reverse_sql=migrations.RunSQL.noop),
    ]
