import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_organisations_and_their_security'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stopped', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='Kinds that are not wanted', size=None)),
                ('digest', models.CharField(choices=[('none', 'None'), ('day', 'Day'), ('week', 'Week')], default='none', max_length=4)),
                ('hour', models.PositiveSmallIntegerField(default=7)),
                ('weekday', models.PositiveSmallIntegerField(default=0, help_text='Of a weekly digest; 0 is Monday')),
                ('next_at', models.DateTimeField(null=True)),
                ('told_until', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'staff_letters_choice',
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['organisation', 'next_at'], name='letters_digest_due')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user'), name='letters_chosen_once'), models.CheckConstraint(condition=models.Q(('hour__lte', 23), ('weekday__lte', 6)), name='letters_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('digest', 'none'), ('next_at__isnull', True)), models.Q(models.Q(('digest', 'none'), _negated=True), ('next_at__isnull', False)), _connector='OR'), name='letters_digest_has_its_time')],
            },
        ),
        enable_row_level_security('staff_letters_choice'),
    ]
