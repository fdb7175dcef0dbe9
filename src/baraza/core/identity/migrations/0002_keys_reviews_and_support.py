import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import (
    CreateTables,
    add_policy,
    append_only,
    enable_row_level_security,
    own_rows_of_user,
    platform_may,
)

OWN_KEY = "prefix = NULLIF(current_setting('baraza.api_key', true), '')"


class Migration(migrations.Migration):

    replaces = [
        ('identity', '0006_who_answers_for_a_key'),
    ]

    dependencies = [
        ('identity', '0001_people_teams_and_roles'),
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='AccessReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('by_id', models.BigIntegerField()),
                    ('by_name', models.CharField(max_length=120)),
                    ('people', models.PositiveIntegerField()),
                    ('keys', models.PositiveIntegerField()),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'identity_access_review',
                    'indexes': [
                        models.Index(fields=['organisation', '-at'], name='access_review_newest'),
                    ],
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
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('keeper_id', models.BigIntegerField(default=0, help_text='Who answers for it now; 0 is the operator')),
                    ('keeper_name', models.CharField(default='', max_length=120)),
                ],
                options={
                    'db_table': 'identity_api_key',
                    'indexes': [
                        models.Index(fields=['organisation', 'id'], name='api_key_of_organisation'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('scopes__len__gte', 1)), name='api_key_may_something'),
                    ],
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
                    ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'identity_support_access',
                    'indexes': [
                        models.Index(fields=['organisation', '-started_at'], name='support_newest'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(models.Q(models.Q(('role', ''), _negated=True), ('member__isnull', True)), models.Q(('role', ''), ('member__isnull', False)), _connector='OR'), name='support_role_or_member'),
                        models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='support_has_reason'),
                        models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('started_at'))), name='support_ends'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ApiKeyUse',
                fields=[
                    ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='identity.apikey')),
                    ('last_used_at', models.DateTimeField()),
                    ('recent', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, size=None)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'identity_api_key_use',
                },
            ),
        ),
        enable_row_level_security('identity_access_review', commands=('SELECT', 'INSERT')),
        append_only('identity_access_review'),
        enable_row_level_security('identity_api_key'),
        add_policy('identity_api_key', name='own', command='SELECT', using=OWN_KEY),
        platform_may('identity_platform_entry', command='SELECT'),
        platform_may('identity_platform_entry', command='INSERT'),
        append_only('identity_platform_entry'),
        enable_row_level_security('identity_support_access'),
        own_rows_of_user('identity_support_access'),
        enable_row_level_security('identity_api_key_use'),
        # What concerns no organisation is seen and written in the platform's own scope only.
        migrations.RunSQL(
            sql='ALTER TABLE identity_platform_entry ENABLE ROW LEVEL SECURITY;'
            ' ALTER TABLE identity_platform_entry FORCE ROW LEVEL SECURITY;',
            reverse_sql='ALTER TABLE identity_platform_entry NO FORCE ROW LEVEL SECURITY;'
            ' ALTER TABLE identity_platform_entry DISABLE ROW LEVEL SECURITY;',
        ),
    ]
