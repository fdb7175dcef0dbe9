from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0002_teams'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('minute_began_at', models.DateTimeField()),
                ('in_minute', models.PositiveIntegerField(default=0)),
                ('failures', models.PositiveIntegerField(default=0, help_text='One after the other, without a success between')),
                ('failed_at', models.DateTimeField(null=True)),
                ('refused_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'identity_tries',
                'indexes': [models.Index(fields=['minute_began_at'], name='tries_by_age')],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='theme',
            field=models.CharField(choices=[('system', 'As this device'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('theme__in', ['system', 'light', 'dark'])), name='user_theme_known'),
        ),
    ]
