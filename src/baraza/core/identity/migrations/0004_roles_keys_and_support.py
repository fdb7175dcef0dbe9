import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import (
    add_policy,
    append_only,
    enable_row_level_security,
    own_rows_of_user,
    platform_may,
)

# A role belongs to whoever has it; the composite key keeps another organisation's role out of this one.
OWN_ROLE = (
    "id IN (SELECT custom_role_id FROM identity_membership"
    " WHERE user_id = NULLIF(current_setting('baraza.user_id', true), '')::bigint)"
)
OWN_KEY = "prefix = NULLIF(current_setting('baraza.api_key', true), '')"


def _role_of_the_same_organisation(table):
    name = f'{table}_own_role'
    return migrations.RunSQL(
        sql=f'ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, custom_role_id)'
        ' REFERENCES identity_role (organisation_id, id) DEFERRABLE INITIALLY IMMEDIATE',
        reverse_sql=f'ALTER TABLE {table} DROP CONSTRAINT {name}',
    )


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0003_tries_and_theme'),
        ('organisations', '0002_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by_id', models.BigIntegerField()),
                ('by_name', models.CharField(max_length=120)),
                ('people', models.PositiveIntegerField()),
                ('keys', models.PositiveIntegerField()),
            ],
            options={
                'db_table': 'identity_access_review',
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('secret_digest', models.CharField(max_length=64)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('created_by_id', models.BigIntegerField()),
                ('created_by_name', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'identity_api_key',
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
            ],
            options={
                'db_table': 'identity_role',
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
            ],
            options={
                'db_table': 'identity_invitation',
            },
        ),
        migrations.CreateModel(
            name='PlatformEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(blank=True, max_length=120)),
                ('action', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=254)),
                ('changes', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'identity_platform_entry',
            },
        ),
        migrations.CreateModel(
            name='SupportAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_name', models.CharField(max_length=120)),
                ('role', models.CharField(blank=True, choices=[('org_admin', 'Organisation admin'), ('supervisor', 'Supervisor'), ('agent', 'Clerk'), ('org_viewer', 'Viewer'), ('custom', 'Own role')], max_length=20)),
                ('reason', models.CharField(max_length=300)),
                ('started_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'identity_support_access',
            },
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='membership_role_known',
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('org_admin', 'Organisation admin'), ('supervisor', 'Supervisor'), ('agent', 'Clerk'), ('org_viewer', 'Viewer'), ('custom', 'Own role')], max_length=20),
        ),
        migrations.AddField(
            model_name='accessreview',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.CreateModel(
            name='ApiKeyUse',
            fields=[
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='identity.apikey')),
                ('last_used_at', models.DateTimeField()),
                ('recent', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, size=None)),
            ],
            options={
                'db_table': 'identity_api_key_use',
            },
        ),
        migrations.AddField(
            model_name='apikey',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='customrole',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='membership',
            name='custom_role',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.customrole'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['org_admin', 'supervisor', 'agent', 'org_viewer', 'custom'])), name='membership_role_known'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('custom_role__isnull', False), ('role', 'custom')), models.Q(models.Q(('role', 'custom'), _negated=True), ('custom_role__isnull', True)), _connector='OR'), name='membership_one_role'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='custom_role',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.customrole'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='supportaccess',
            name='member',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='supportaccess',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='supportaccess',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='accessreview',
            index=models.Index(fields=['organisation', '-at'], name='access_review_newest'),
        ),
        migrations.AddField(
            model_name='apikeyuse',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddIndex(
            model_name='apikey',
            index=models.Index(fields=['organisation', 'id'], name='api_key_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__len__gte', 1)), name='api_key_may_something'),
        ),
        migrations.AddConstraint(
            model_name='customrole',
            constraint=models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('name'), name='role_name_once'),
        ),
        migrations.AddConstraint(
            model_name='customrole',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='role_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='customrole',
            constraint=models.CheckConstraint(condition=models.Q(('permissions__len__gte', 1)), name='role_may_something'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('organisation', 'email'), name='invitation_open_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['org_admin', 'supervisor', 'agent', 'org_viewer', 'custom'])), name='invitation_role_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('custom_role__isnull', False), ('role', 'custom')), models.Q(models.Q(('role', 'custom'), _negated=True), ('custom_role__isnull', True)), _connector='OR'), name='invitation_one_role'),
        ),
        migrations.AddIndex(
            model_name='supportaccess',
            index=models.Index(fields=['organisation', '-started_at'], name='support_newest'),
        ),
        migrations.AddConstraint(
            model_name='supportaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('role', ''), _negated=True), ('member__isnull', True)), models.Q(('role', ''), ('member__isnull', False)), _connector='OR'), name='support_role_or_member'),
        ),
        migrations.AddConstraint(
            model_name='supportaccess',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='support_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='supportaccess',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('started_at'))), name='support_ends'),
        ),
        _role_of_the_same_organisation('identity_membership'),
        _role_of_the_same_organisation('identity_invitation'),
        enable_row_level_security('identity_role'),
        add_policy('identity_role', name='own', command='SELECT', using=OWN_ROLE),
        enable_row_level_security('identity_invitation'),
        enable_row_level_security('identity_access_review', commands=('SELECT', 'INSERT')),
        append_only('identity_access_review'),
        enable_row_level_security('identity_api_key'),
        add_policy('identity_api_key', name='own', command='SELECT', using=OWN_KEY),
        enable_row_level_security('identity_api_key_use'),
        enable_row_level_security('identity_support_access'),
        own_rows_of_user('identity_support_access'),
        # What concerns no organisation is seen and written in the platform's own scope only.
        migrations.RunSQL(
            sql='ALTER TABLE identity_platform_entry ENABLE ROW LEVEL SECURITY;'
            ' ALTER TABLE identity_platform_entry FORCE ROW LEVEL SECURITY;',
            reverse_sql='ALTER TABLE identity_platform_entry NO FORCE ROW LEVEL SECURITY;'
            ' ALTER TABLE identity_platform_entry DISABLE ROW LEVEL SECURITY;',
        ),
        platform_may('identity_platform_entry', command='SELECT'),
        platform_may('identity_platform_entry', command='INSERT'),
        append_only('identity_platform_entry'),
    ]
