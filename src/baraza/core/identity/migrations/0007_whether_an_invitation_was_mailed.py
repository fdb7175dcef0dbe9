from django.db import migrations, models

# Policies bind the owner, too; what was asked for until now has long been mailed.
AS_SENT = """
ALTER TABLE identity_invitation NO FORCE ROW LEVEL SECURITY;
UPDATE identity_invitation SET mail_state = 'sent';
ALTER TABLE identity_invitation FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0006_who_answers_for_a_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='mail_state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=7),
        ),
        migrations.AddField(
            model_name='invitation',
            name='mail_attempts',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunSQL(sql=AS_SENT, reverse_sql=migrations.RunSQL.noop),
    ]
