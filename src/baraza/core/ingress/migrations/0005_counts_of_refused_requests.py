import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import add_policy, enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('ingress', '0004_checks_and_closing'),
        ('organisations', '0002_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('outcome', models.CharField(max_length=20)),
                ('count', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
                ('connection', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ingress.connection')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'ingress_refusal',
                'indexes': [models.Index(fields=['organisation', 'day'], name='refusal_of_day')],
                'constraints': [models.UniqueConstraint(fields=('connection', 'day', 'outcome'), name='refusal_once')],
            },
        ),
        enable_row_level_security('ingress_refusal'),
        # The door counts for any organisation; it reads back a count in order to add to it.
        add_policy('ingress_refusal', name='door_insert', command='INSERT', check='true', role='baraza_door'),
        add_policy('ingress_refusal', name='door_select', command='SELECT', using='true', role='baraza_door'),
        add_policy('ingress_refusal', name='door_update', command='UPDATE', using='true', check='true', role='baraza_door'),
    ]
