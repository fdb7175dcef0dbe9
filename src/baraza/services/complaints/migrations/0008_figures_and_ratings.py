import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0007_categories_of_an_organisation'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=20)),
                ('dimension', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('value', models.CharField(blank=True, max_length=80)),
                ('number', models.BigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'complaints_figure',
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'measure', 'dimension', 'day', 'value'), name='figure_once'),
                ],
                'indexes': [models.Index(condition=models.Q(('number', 0)), fields=['organisation'], name='figure_empty')],
            },
        ),
        migrations.CreateModel(
            name='FigureChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=20)),
                ('category', models.CharField(max_length=40)),
                ('priority', models.CharField(max_length=10)),
                ('ward_code', models.CharField(max_length=20)),
                ('area_code', models.CharField(max_length=20)),
                ('channel', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=5)),
                ('team_id', models.BigIntegerField(null=True)),
                ('assignee_id', models.BigIntegerField(null=True)),
                ('opened_on', models.DateField()),
                ('opened_hour', models.SmallIntegerField()),
                ('acknowledged_on', models.DateField(null=True)),
                ('resolved_on', models.DateField(null=True)),
                ('in_time', models.BooleanField()),
                ('closed_on', models.DateField(null=True)),
                ('reopened_on', models.DateField(null=True)),
                ('number', models.IntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'complaints_figure_change',
                'indexes': [models.Index(fields=['organisation', 'id'], name='figure_change_oldest')],
            },
        ),
        migrations.CreateModel(
            name='FigureZone',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisations.organisation')),
                ('time_zone', models.CharField(max_length=40)),
                ('counted', models.BooleanField()),
            ],
            options={
                'db_table': 'complaints_figure_zone',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stars', models.PositiveSmallIntegerField()),
                ('comment', models.TextField(blank=True)),
                ('rated_at', models.DateTimeField()),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'complaints_rating',
                'indexes': [models.Index(fields=['organisation', 'rated_at'], name='rating_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__range', (1, 5))), name='rating_one_to_five')],
            },
        ),
        migrations.AddField(
            model_name='complaint',
            name='reopened_at',
            field=models.DateTimeField(help_text='The last time; kept when it is resolved again', null=True),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('acknowledged_at__isnull', False)), fields=['organisation', 'acknowledged_at'], include=('opened_at',), name='complaint_acknowledged'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('resolved_at__isnull', False)), fields=['organisation', 'resolved_at'], include=('opened_at', 'due_at'), name='complaint_resolved'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(condition=models.Q(('reopened_at__isnull', False)), fields=['organisation', 'reopened_at'], name='complaint_reopened'),
        ),
        enable_row_level_security('complaints_figure'),
        enable_row_level_security('complaints_figure_change'),
        enable_row_level_security('complaints_figure_zone'),
        enable_row_level_security('complaints_rating'),
    ]
