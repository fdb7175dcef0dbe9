import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '0002_keys_reviews_and_support'),
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list', models.CharField(help_text='The name that its service declared', max_length=40)),
                    ('name', models.CharField(max_length=60)),
                    ('query', models.CharField(blank=True, max_length=1000)),
                    ('shared', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'saved_view',
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('removed_at', None), ('shared', False)), fields=('organisation', 'list', 'owner', 'name'), name='view_name_once'),
                        models.UniqueConstraint(condition=models.Q(('removed_at', None), ('shared', True)), fields=('organisation', 'list', 'name'), name='view_shared_name_once'),
                        models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='view_named'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='FirstView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('list', models.CharField(max_length=40)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='saved_views.savedview')),
                ],
                options={
                    'db_table': 'saved_view_first',
                    'constraints': [
                        models.UniqueConstraint(fields=('organisation', 'user', 'list'), name='first_view_once'),
                    ],
                },
            ),
        ),
        enable_row_level_security('saved_view'),
        enable_row_level_security('saved_view_first'),
    ]
