import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import CreateTables, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('geography', '0001_initial'),
        ('geography', '0002_uploads'),
    ]

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('country', models.CharField(max_length=2)),
                    ('kind', models.CharField(max_length=20)),
                    ('label', models.CharField(max_length=60)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('imported_at', models.DateTimeField()),
                    ('source', models.CharField(blank=True, max_length=300)),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'geography_edition',
                    'constraints': [
                        models.UniqueConstraint(fields=('country', 'kind', 'label'), name='geography_edition_once'),
                        models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='geography_edition_country'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Area',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=200)),
                    ('parent_code', models.CharField(blank=True, max_length=40)),
                    ('geometry', models.BinaryField()),
                    ('west', models.FloatField()),
                    ('south', models.FloatField()),
                    ('east', models.FloatField()),
                    ('north', models.FloatField()),
                    ('latitude', models.FloatField()),
                    ('longitude', models.FloatField()),
                    ('properties', models.JSONField(default=dict)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='geography.edition')),
                ],
                options={
                    'db_table': 'geography_area',
                    'indexes': [
                        models.Index(fields=['edition', 'parent_code'], name='geography_area_by_parent'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('edition', 'code'), name='geography_area_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='geography_area_named'),
                        models.CheckConstraint(condition=models.Q(('south__lte', models.F('north')), ('west__lte', models.F('east'))), name='geography_area_box'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='AreaImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_name', models.CharField(max_length=200)),
                    ('content', models.BinaryField(help_text='Gone when the import has ended', null=True)),
                    ('request', models.JSONField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('refused', 'Refused')], default='waiting', max_length=10)),
                    ('lines', models.JSONField(default=list)),
                    ('by_name', models.CharField(max_length=120)),
                    ('asked_at', models.DateTimeField(auto_now_add=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ],
                options={
                    'db_table': 'geography_import',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'refused'])), name='geography_import_state'),
                    ],
                },
            ),
        ),
        enable_row_level_security('geography_import'),
    ]
