import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import append_only, enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(blank=True, max_length=120)),
                ('action', models.CharField(max_length=60)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.CharField(max_length=60)),
                ('changes', models.JSONField(default=dict)),
                ('correlation_id', models.CharField(blank=True, max_length=64)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'audit_entry',
                'indexes': [models.Index(fields=['organisation', 'subject_kind', 'subject_id', 'id'], name='audit_by_subject')],
            },
        ),
        enable_row_level_security('audit_entry', commands=('SELECT', 'INSERT')),
        append_only('audit_entry'),
    ]
