from django.db import migrations

from baraza.core.tenancy.migrations import add_policy

# Whoever belongs to an organisation may read what it demands of their sessions, before one is chosen.
OF_MEMBER = (
    "organisation_id IN (SELECT organisation_id FROM identity_membership"
    " WHERE user_id = NULLIF(current_setting('baraza.user_id', true), '')::bigint)"
)


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0004_roles_keys_and_support'),
        ('organisations', '0002_security'),
    ]

    operations = [
        add_policy('organisation_security', name='of_member', command='SELECT', using=OF_MEMBER),
    ]
