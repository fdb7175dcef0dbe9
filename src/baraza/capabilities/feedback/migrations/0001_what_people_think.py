import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('resident', 'Resident'), ('member', 'Member')], max_length=8)),
                ('source_key', models.CharField(max_length=64)),
                ('mood', models.CharField(blank=True, choices=[('good', 'Good'), ('mixed', 'Mixed'), ('bad', 'Bad')], max_length=5)),
                ('words', models.TextField()),
                ('language', models.CharField(blank=True, max_length=12)),
                ('given_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('read_by_name', models.CharField(blank=True, max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'feedback_given',
                'indexes': [models.Index(fields=['organisation', '-given_at', '-id'], name='feedback_newest'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['organisation', 'given_at'], name='feedback_waiting')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'source_key'), name='feedback_once')],
            },
        ),
        enable_row_level_security('feedback_given'),
    ]
