from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0003_awaiting_a_receipt'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='told_by',
            field=models.CharField(blank=True, default='', help_text='The channel that they chose; empty: the one used last', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='contact',
            name='profile',
            field=models.CharField(blank=True, default='', help_text='How they communicate; empty: not said', max_length=20),
            preserve_default=False,
        ),
    ]
