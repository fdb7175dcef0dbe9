import django.db.models.deletion
from django.db import migrations, models

from baraza.core.tenancy.migrations import enable_row_level_security


class Migration(migrations.Migration):

    dependencies = [
        ('organisation_settings', '0002_domains_and_privacy_texts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignVideo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=20)),
                ('sign_language', models.CharField(max_length=8)),
                ('film', models.BinaryField()),
                ('mime', models.CharField(max_length=20)),
                ('bytes', models.PositiveIntegerField()),
                ('captions', models.TextField(help_text='WebVTT without faults')),
                ('captions_language', models.CharField(max_length=5)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'db_table': 'organisation_sign_video',
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'page', 'sign_language'), name='sign_video_once'),
                    models.CheckConstraint(condition=models.Q(('captions', ''), _negated=True), name='sign_video_has_captions'),
                ],
            },
        ),
        enable_row_level_security('organisation_sign_video'),
    ]
