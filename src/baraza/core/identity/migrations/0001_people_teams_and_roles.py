import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import (
    CreateTables,
    add_policy,
    enable_row_level_security,
    own_rows_of_user,
    platform_may,
)

# A role belongs to whoever has it; the composite key keeps another organisation's role out of this one.
OWN_ROLE = (
    "id IN (SELECT custom_role_id FROM identity_membership"
    " WHERE user_id = NULLIF(current_setting('baraza.user_id', true), '')::bigint)"
)

# Whoever belongs to an organisation may read what it demands of their sessions, before one is chosen.
OF_MEMBER = (
    "organisation_id IN (SELECT organisation_id FROM identity_membership"
    " WHERE user_id = NULLIF(current_setting('baraza.user_id', true), '')::bigint)"
)


def _role_of_the_same_organisation(table):
    name = f'{table}_own_role'
    return migrations.RunSQL(
        sql=f'ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, custom_role_id)'
        ' REFERENCES identity_role (organisation_id, id) DEFERRABLE INITIALLY IMMEDIATE',
        reverse_sql=f'ALTER TABLE {table} DROP CONSTRAINT {name}',
    )


class Migration(migrations.Migration):

    initial = True

    # The first and the last of the old ones stand here: see docs/decisions/0085.
    replaces = [
        ('identity', '0001_initial'),
        ('identity', '0002_teams'),
        ('identity', '0003_tries_and_theme'),
        ('identity', '0004_roles_keys_and_support'),
        ('identity', '0005_demands_read_with_memberships'),
        ('identity', '0007_whether_an_invitation_was_mailed'),
    ]

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('language', models.CharField(default='en', max_length=5)),
                    ('is_active', models.BooleanField(default=True)),
                    ('is_super_admin', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('theme', models.CharField(choices=[('system', 'As this device'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6)),
                ],
                options={
                    'db_table': 'identity_user',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('theme__in', ['system', 'light', 'dark'])), name='user_theme_known'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80)),
                    ('active', models.BooleanField(default=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'identity_team',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'name'), name='team_name_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TeamMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.team')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'identity_team_member',
                    'constraints': [
                        models.UniqueConstraint(fields=('team', 'user'), name='team_member_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Tries',
                fields=[
                    ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('minute_began_at', models.DateTimeField()),
                    ('in_minute', models.PositiveIntegerField(default=0)),
                    ('failures', models.PositiveIntegerField(default=0, help_text='One after the other, without a success between')),
                    ('failed_at', models.DateTimeField(null=True)),
                    ('refused_until', models.DateTimeField(null=True)),
                ],
                options={
                    'db_table': 'identity_tries',
                    'indexes': [
                        models.Index(fields=['minute_began_at'], name='tries_by_age'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='CustomRole',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60)),
                    ('permissions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'identity_role',
                    'constraints': [
                        models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('name'), name='role_name_once'),
                        models.UniqueConstraint(fields=('organisation', 'id'), name='role_of_organisation'),
                        models.CheckConstraint(condition=models.Q(('permissions__len__gte', 1)), name='role_may_something'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('org_admin', 'Organisation admin'), ('supervisor', 'Supervisor'), ('agent', 'Clerk'), ('org_viewer', 'Viewer'), ('custom', 'Own role')], max_length=20)),
                    ('active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('custom_role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.customrole')),
                ],
                options={
                    'db_table': 'identity_membership',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'user'), name='membership_once'),
                        models.CheckConstraint(condition=models.Q(('role__in', ['org_admin', 'supervisor', 'agent', 'org_viewer', 'custom'])), name='membership_role_known'),
                        models.CheckConstraint(condition=models.Q(models.Q(('custom_role__isnull', False), ('role', 'custom')), models.Q(models.Q(('role', 'custom'), _negated=True), ('custom_role__isnull', True)), _connector='OR'), name='membership_one_role'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(max_length=254)),
                    ('role', models.CharField(choices=[('org_admin', 'Organisation admin'), ('supervisor', 'Supervisor'), ('agent', 'Clerk'), ('org_viewer', 'Viewer'), ('custom', 'Own role')], max_length=20)),
                    ('token_digest', models.CharField(max_length=64, unique=True)),
                    ('invited_by_id', models.BigIntegerField()),
                    ('invited_by_name', models.CharField(max_length=120)),
                    ('sent_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('custom_role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.customrole')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('mail_state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=7)),
                    ('mail_attempts', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'db_table': 'identity_invitation',
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('organisation', 'email'), name='invitation_open_once'),
                        models.CheckConstraint(condition=models.Q(('role__in', ['org_admin', 'supervisor', 'agent', 'org_viewer', 'custom'])), name='invitation_role_known'),
                        models.CheckConstraint(condition=models.Q(models.Q(('custom_role__isnull', False), ('role', 'custom')), models.Q(models.Q(('role', 'custom'), _negated=True), ('custom_role__isnull', True)), _connector='OR'), name='invitation_one_role'),
                    ],
                },
            ),
        ),
        enable_row_level_security('identity_team'),
        enable_row_level_security('identity_team_member'),
        enable_row_level_security('identity_role'),
        add_policy('identity_role', name='own', command='SELECT', using=OWN_ROLE),
        enable_row_level_security('identity_membership'),
        own_rows_of_user('identity_membership'),
        platform_may('identity_membership', command='SELECT'),
        platform_may('identity_membership', command='INSERT'),
        platform_may('identity_membership', command='UPDATE'),
        _role_of_the_same_organisation('identity_membership'),
        _role_of_the_same_organisation('identity_invitation'),
        enable_row_level_security('identity_invitation'),
        add_policy('organisation_security', name='of_member', command='SELECT', using=OF_MEMBER),
    ]
