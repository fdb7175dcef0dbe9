from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0003_viewers_of_certain_clients'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bucket',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('full_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'identity_bucket',
                'indexes': [models.Index(fields=['full_at'], name='bucket_by_age')],
            },
        ),
    ]
