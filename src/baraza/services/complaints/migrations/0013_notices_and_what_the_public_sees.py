import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0012_names_found_among_names'),
        ('organisations', '0002_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptFromPublic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words_only', models.BooleanField()),
                ('at', models.DateTimeField(auto_now=True)),
                ('complaint', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='complaints.complaint')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'complaints_kept_from_public',
                'indexes': [models.Index(fields=['organisation', '-at'], name='kept_from_public_newest')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('titles', models.JSONField(help_text='By language')),
                ('texts', models.JSONField(help_text='By language')),
                ('wards', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'complaints_notice',
                'indexes': [models.Index(fields=['organisation', '-begins_at', '-id'], name='notice_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['notice', 'outage', 'planned'])), name='notice_kind_known'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='notice_ends_after_it_begins')],
            },
        ),
        enable_row_level_security('complaints_notice'),
        enable_row_level_security('complaints_kept_from_public'),
    ]
