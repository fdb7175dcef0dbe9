import django.db.models.functions.datetime
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_chain'),
    ]

    operations = [
        migrations.CreateModel(
            name='Archive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('sequence', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('file_digest', models.CharField(max_length=64)),
                ('organisation', models.ForeignKey(on_delete=models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'audit_archive',
                'constraints': [models.UniqueConstraint(fields=('organisation', 'sequence'), name='audit_archive_once')],
            },
        ),
        # The owner alone takes entries away and says so here; the application reads it.
        enable_row_level_security('audit_archive', commands=('SELECT',)),
        migrations.RunSQL(
            sql='REVOKE INSERT, UPDATE, DELETE ON audit_archive FROM baraza_app;',
            reverse_sql='GRANT INSERT, UPDATE, DELETE ON audit_archive TO baraza_app;',
        ),
    ]
